package io.parley.relay.rtmp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import io.parley.relay.gate.MediaProtocol;
import io.parley.relay.gate.MediaRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing FLV over a WebSocket: what is sent in which pieces, and what is relayed and answered. */
@Isolated("counts the memory of the whole process")
class WebSocketPublishConformanceTest {

    private static final String UPGRADE = Flv.upgrade("/publish/a.flv?ticket=t");

    private static final Flv FILM = new Flv()
            .header()
            .metadata(320)
            .videoHeader(0, 1)
            .key(0, 2, 300)
            .audio(10, 3)
            .frame(40, 4, 5)
            .frame(0xFFFFFF + 80, 5, 70_000)
            .audio(0xFFFFFF + 90, 6);

    private static final List<String> RELAYED = List.of("1", "2", "3", "4", "5", "6");

    /** The end of a connection. */
    private record Outcome(String said, List<String> relayed, List<Integer> times, EndCause end, boolean open) {}

    @Test
    void w1_filmIsRelayedWhereverItIsCutIntoSegments() {
        byte[] frames = Flv.frames(FILM.bytes(), 20_000);
        Outcome outcome = Replay.everyWay(frames, this::publish);
        assertThat(outcome.relayed).isEqualTo(RELAYED);
        assertThat(outcome.times.get(4) - outcome.times.get(0))
                .as("all 32 bits")
                .isGreaterThan(40);
        assertThat(outcome.open).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 15, 1_000, 65_535, 65_536, 100_000})
    void w1_tagsAndFramesEndWhereTheyLike(int each) {
        assertThat(publish(List.of(Flv.frames(FILM.bytes(), each))).relayed).isEqualTo(RELAYED);
    }

    @Test
    void w1_fragmentsOfAFrameAreOneContentAndControlFramesMayComeBetween() {
        byte[] film = FILM.bytes();
        byte[] one = java.util.Arrays.copyOf(film, 100);
        byte[] other = java.util.Arrays.copyOfRange(film, 100, film.length);
        Outcome outcome = publish(
                List.of(Flv.frame(2, false, one), Flv.frame(9, true, new byte[] {'p'}), Flv.frame(0, true, other)));
        assertThat(outcome.relayed).isEqualTo(RELAYED);
        assertThat(outcome.said).contains("\u008a\u0001p");
    }

    @ParameterizedTest
    @CsvSource({"0, 9", "255, 9", "5, 64"})
    void w2_headerMayNameAnyTracksAndBeLonger(int flags, int size) {
        Flv film = new Flv().header(flags, size).videoHeader(0, 1).key(0, 2, 3);
        assertThat(publish(List.of(Flv.frames(film.bytes(), 10_000))).relayed).isEqualTo(List.of("1", "2"));
    }

    @Test
    void w2_backPointersAreNotLookedAtAndTagsOfOtherTypesAreSkipped() {
        Flv film = new Flv()
                .header()
                .tagHeader(17, 0, 3)
                .raw(new byte[] {1, 2, 3, 9, 9, 9, 9})
                .videoHeader(0, 1)
                .key(0, 2, 3)
                .tagHeader(8, 0, 0)
                .raw(new byte[] {7, 7, 7, 7})
                .frame(40, 4, 3);
        assertThat(publish(List.of(Flv.frames(film.bytes(), 10_000))).relayed).contains("1", "2", "4");
    }

    @Test
    void w3_publisherIsToldOnceTheGateHasAcceptedAndThenWhatItHadSentIsRelayed() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            AtomicReference<GateReply> asked = new AtomicReference<>();
            relay.gate.onPublish = (request, reply) -> asked.set(reply);
            EmbeddedClient player = relay.player("a");
            EmbeddedClient client = relay.acceptHttp().send(UPGRADE.getBytes(US_ASCII));
            assertThat(relay.gate.publishRequests)
                    .containsExactly(new MediaRequest("a", "t", MediaProtocol.WS_FLV, "", null, false));
            assertThat(client.raw()).startsWith("HTTP/1.1 101 ").endsWith("\r\n\r\n");
            client.send(Flv.frames(FILM.bytes(), 500));
            assertThat(client.raw()).isEmpty();
            assertThat(marks(player)).isEmpty();
            asked.get().accept(relay.gate.nextId());
            assertThat(client.raw()).isEqualTo("\u0081\u0015{\"type\":\"publishing\"}");
            assertThat(marks(player)).isEqualTo(RELAYED);
        }
    }

    @Test
    void w3_littleIsParkedUntilTheGateAnswersThenTheSocketIsNotRead() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            AtomicReference<GateReply> asked = new AtomicReference<>();
            relay.gate.onPublish = (request, reply) -> asked.set(reply);
            EmbeddedClient client = relay.acceptHttp().send(UPGRADE.getBytes(US_ASCII));
            byte[] frame =
                    Flv.frame(2, true, new Flv().header().key(0, 1, 3 << 20).bytes());
            for (int at = 0; at < frame.length && client.channel().config().isAutoRead(); at += 4_096) {
                client.send(frame, at, at + 4_096);
            }
            assertThat(client.channel().config().isAutoRead()).isFalse();
            assertThat(relay.memory()).isLessThan(200 << 10);
            asked.get().accept(relay.gate.nextId());
            relay.settle();
            assertThat(client.channel().config().isAutoRead()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"DENIED, 1008", "IN_USE, 1008", "NOT_FOUND, 1008", "UNAVAILABLE, 1013"})
    void w4_refusalsAreCloseCodesWithAReason(GateRefusal refusal, int code) {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            relay.gate.onPublish = (request, reply) -> reply.refuse(refusal);
            EmbeddedClient client = relay.acceptHttp().send(UPGRADE.getBytes(US_ASCII));
            assertThat(client.raw()).endsWith(close(code, refusal.name().toLowerCase(java.util.Locale.ROOT)));
        }
    }

    @ParameterizedTest
    @EnumSource(Hostile.class)
    void w5_whatIsNoFlvIsClosedByName(Hostile hostile) {
        Map<String, Long> before = Map.copyOf(RtmpPipeline.violations());
        Outcome outcome = Replay.everyWay(hostile.frames, this::publish);
        assertThat(outcome.said).endsWith(close(1002, hostile.reason));
        assertThat(outcome.end).isEqualTo(EndCause.PROTOCOL_ERROR);
        if (hostile.counted) {
            assertThat(Replay.violation(before)).isEqualToIgnoringCase(hostile.reason);
        }
    }

    @Test
    void w5_dataThatIsTooLargeIsPassedOver() {
        Flv film = new Flv().header().tag(18, 0, new byte[(64 << 10) + 1]).audio(0, 1);
        assertThat(Replay.everyWay(Flv.frames(film.bytes(), 50_000), this::publish).relayed)
                .hasSize(1);
    }

    /** Content that ends the publication. */
    enum Hostile {
        SIGNATURE("flv_header", new Flv().raw("RIFF    WAVEfmt ".getBytes(US_ASCII))),
        LONG_HEADER("flv_header", new Flv().header(5, 65)),
        SHORT_HEADER("flv_header", new Flv().header(5, 8)),
        GIANT_VIDEO("message_too_large", new Flv().header().tagHeader(9, 0, (4 << 20) + 1)),
        GIANT_AUDIO("message_too_large", new Flv().header().tagHeader(8, 0, (256 << 10) + 1)),
        GIANT_UNKNOWN("message_too_large", new Flv().header().tagHeader(3, 0, 0xFFFFFF)),
        ENCRYPTED("flv_encrypted", new Flv().header().tagHeader(0x29, 0, 5)),
        GIANT_FRAME(
                "protocol_error",
                ByteBufUtil.getBytes(Flv.frameHeader(2, true, (4 << 20) + 16).writeZero(8))),
        RESERVED_OPCODE("protocol_error", Flv.frame(3, true, new byte[1])),
        NOT_MASKED("protocol_error", new byte[] {(byte) 0x82, 1, 0});

        final String reason;
        final byte[] frames;
        final boolean counted;

        Hostile(String reason, Flv content) {
            this.reason = reason;
            this.frames = Flv.frames(content.bytes(), 1_000);
            this.counted = true;
        }

        Hostile(String reason, byte[] frames) {
            this.reason = reason;
            this.frames = frames;
            this.counted = false;
        }
    }

    @Test
    void w5_textIsIgnoredInOneFrameAndInMany() {
        List<byte[]> segments = new ArrayList<>();
        segments.add(Flv.frame(1, true, "{}".getBytes(US_ASCII)));
        segments.add(Flv.frame(1, false, "FLV".getBytes(US_ASCII)));
        segments.add(Flv.frame(0, false, "FLV".getBytes(US_ASCII)));
        segments.add(Flv.frame(0, true, "FLV".getBytes(US_ASCII)));
        segments.add(Flv.frames(FILM.bytes(), 600));
        assertThat(publish(segments).relayed).isEqualTo(RELAYED);
    }

    @Test
    void w5_announcedLengthCostsNoMemory() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient client = relay.acceptHttp().send(UPGRADE.getBytes(US_ASCII));
            client.send(Flv.frames(
                    new Flv()
                            .header()
                            .tagHeader(9, 0, 4 << 20)
                            .raw(new byte[64])
                            .bytes(),
                    20));
            assertThat(relay.hub.publications()).isEqualTo(1);
            assertThat(relay.memory()).isLessThan(4_096);
        }
    }

    @Test
    void w6_closingClientEndsItsPublicationAndIsAnswered() {
        Outcome outcome =
                publish(List.of(Flv.frames(FILM.bytes(), 9_000), Flv.frame(8, true, new byte[] {3, (byte) 0xE9, 'x'})));
        assertThat(outcome.relayed).isEqualTo(RELAYED);
        assertThat(outcome.end).isEqualTo(EndCause.CLIENT);
        assertThat(outcome.said).endsWith(close(1000, ""));
    }

    @Test
    void w7_silentPublisherIsPingedAndTakenForGone() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient client = relay.acceptHttp().send(UPGRADE.getBytes(US_ASCII));
            client.send(Flv.frames(FILM.bytes(), 9_000));
            client.raw();
            for (int i = 0; i < 14; i++) {
                relay.advance(1_000);
            }
            assertThat(client.raw()).isEqualTo("\u0089\0\u0089\0");
            assertThat(relay.gate.publishEnds).isEmpty();
            client.send(Flv.frame(10, true, new byte[0]));
            for (int i = 0; i < 14; i++) {
                relay.advance(1_000);
            }
            assertThat(relay.gate.publishEnds).as("a pong is a sign of life").isEmpty();
            relay.advance(2_000);
            assertThat(relay.gate.publishEnds.remove().cause()).isEqualTo(EndCause.DEAD_PEER);
            assertThat(client.isOpen()).isFalse();
        }
    }

    @Test
    void w7_whoeverDripsAFrameIsTakenForGone() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient client = relay.acceptHttp().send(UPGRADE.getBytes(US_ASCII));
            byte[] frame = Flv.frame(2, true, FILM.bytes());
            int at = 0;
            while (client.isOpen() && at < 30) {
                client.send(frame, at, ++at);
                relay.advance(1_000);
            }
            assertThat(at).isEqualTo(EmbeddedRelay.CONFIG.get(RelaySetting.DEAD_PEER_MS) / 1_000 + 1);
            assertThat(relay.gate.publishEnds.remove().cause()).isEqualTo(EndCause.DEAD_PEER);
        }
    }

    @Test
    void w7_publisherIsNotTakenForGoneWhileTheGateThinks() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            AtomicReference<GateReply> asked = new AtomicReference<>();
            relay.gate.onPublish = (request, reply) -> asked.set(reply);
            EmbeddedClient client = relay.acceptHttp().send(UPGRADE.getBytes(US_ASCII));
            for (int i = 0; i < 9; i++) {
                relay.advance(1_000);
            }
            asked.get().accept(relay.gate.nextId());
            for (int i = 0; i < 10; i++) {
                relay.advance(1_000);
            }
            assertThat(client.isOpen()).isTrue();
            assertThat(relay.gate.publishEnds).isEmpty();
        }
    }

    @Test
    void w8_rtmpAndWebSocketPublishersOfOneKeyTakeEachOtherOver() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient player = relay.player("a");
            EmbeddedClient rtmp = relay.publisher("a");
            rtmp.received();
            EmbeddedClient socket = relay.acceptHttp().send(UPGRADE.getBytes(US_ASCII));
            assertThat(rtmp.heard()).contains("NetStream.Publish.BadName");
            assertThat(relay.gate.publishEnds.remove().cause()).isEqualTo(EndCause.REPLACED);
            socket.send(Flv.frames(FILM.bytes(), 9_000));
            assertThat(marks(player)).isEqualTo(RELAYED);
            socket.raw();
            relay.publisher("a");
            assertThat(socket.raw()).isEqualTo(close(1008, "replaced"));
            assertThat(relay.gate.publishEnds.remove().cause()).isEqualTo(EndCause.REPLACED);
        }
    }

    @Test
    void w8_commandedEndIsAPolicyClose() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient client = relay.acceptHttp().send(UPGRADE.getBytes(US_ASCII));
            relay.hub.closePublication(relay.gate.lastId());
            assertThat(client.raw()).endsWith(close(1008, "commanded"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /publish/a.flv HTTP/1.1\r\n\r\n', 426",
        "'POST /publish/a.flv HTTP/1.1\r\nContent-Length: 0\r\n\r\n', 405",
        "'GET /publish/a HTTP/1.1\r\nUpgrade: websocket\r\n\r\n', 404",
        "'GET /publish/.flv HTTP/1.1\r\nUpgrade: websocket\r\n\r\n', 404",
        "'GET /publish/a.flv HTTP/1.1\r\nUpgrade: websocket\r\n\r\n', 400"
    })
    void w9_otherRequestsDoNotReachTheGate(String request, int status) {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient client = relay.acceptHttp().send(request.getBytes(US_ASCII));
            assertThat(client.raw()).startsWith("HTTP/1.1 " + status + " ");
            assertThat(relay.gate.publishRequests).isEmpty();
        }
    }

    /** Publishes stream {@code a} while a player is there. */
    private Outcome publish(List<byte[]> segments) {
        EmbeddedRelay relay = new EmbeddedRelay();
        EmbeddedClient player = relay.player("a");
        EmbeddedClient client = relay.acceptHttp().send(UPGRADE.getBytes(US_ASCII));
        segments.forEach(client::send);
        String said = client.raw();
        List<RtmpClient.Message> media =
                player.received().stream().filter(RtmpClient.Message::isMedia).toList();
        boolean open = client.isOpen();
        client.close();
        relay.settle();
        EndCause end = relay.gate.publishEnds.remove().cause();
        relay.close();
        return new Outcome(
                said,
                media.stream().map(WebSocketPublishConformanceTest::mark).toList(),
                media.stream().map(RtmpClient.Message::timestamp).toList(),
                end,
                open);
    }

    private static List<String> marks(EmbeddedClient player) {
        return player.received().stream()
                .filter(RtmpClient.Message::isMedia)
                .map(WebSocketPublishConformanceTest::mark)
                .toList();
    }

    private static String mark(RtmpClient.Message message) {
        int at = message.isVideo() ? 5 : 2;
        byte[] body = message.body();
        return body.length < at + 4
                ? "none"
                : String.valueOf(
                        IntStream.range(at, at + 4).map(i -> body[i] & 0xFF).reduce(0, (a, b) -> a << 8 | b));
    }

    private static String close(int code, String reason) {
        byte[] bytes = reason.getBytes(US_ASCII);
        return "\u0088" + (char) (2 + bytes.length) + (char) (code >> 8) + (char) (code & 0xFF)
                + new String(bytes, ISO_8859_1);
    }
}
