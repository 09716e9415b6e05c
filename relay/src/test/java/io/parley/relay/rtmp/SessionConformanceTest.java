package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands: addresses, order, refusals. */
@Isolated("counts the memory of the whole process")
class SessionConformanceTest {

    private static final String CONNECTED = "NetConnection.Connect.Success";

    @ParameterizedTest
    @CsvSource({
        "live, b, b",
        "live/a, b, a/b",
        "live, a/b, a/b",
        "live/, b, b",
        "/live//a/, /b/, a/b",
        "live, mp4:b, b",
        "live, flv:b, b",
        "live, b.flv, b",
        "live/a, mp4:b.flv, a/b",
        "live, b.mp4, b.mp4",
        "live, mp4:b.mp4, b.mp4",
        "live, b%2Fc, b/c",
        "live, b%zz, b%zz",
        "live/b, '', b",
        "live/a/b?x=1, '', a/b",
        "live, '  b', b",
        "live, 'b \t\r\n', b",
        "' live/b ', '', b",
        "live, '\u00a0b\u200b', b",
        "live, 'b ?x=1', b"
    })
    void s1_everySpellingOfAStreamIsOneKey(String app, String stream, String key) {
        Replay.Session session = Replay.session(publish(new AmfObject().with("app", app), stream));
        assertThat(session.asked()).containsExactly("publish " + key + " null");
    }

    @ParameterizedTest
    @CsvSource({
        "live, x, b?ticket=t1, t1",
        "live?ticket=t1, x, b, t1",
        "live, rtmp://h/live?ticket=t1, b, t1",
        "live?ticket=t2, rtmp://h/live?ticket=t3, b?a=1&ticket=t1, t1",
        "live?ticket=t1, rtmp://h/live?ticket=t3, b?a=1, t1",
        "live, x, b?ticket=a%2Bb+c%3D, a+b+c=",
        "live, x, b?notticket=t1, ",
        "live/b?ticket=t1, rtmp://h/live/b?ticket=t1, '', t1",
        "live, x, 'b?ticket=t1 \n', t1",
        "'live/b?ticket=t1 ', x, ' ', t1"
    })
    void s2_ticketIsFoundWhereverItRidesAndIsNeverInTheKey(String app, String url, String stream, String ticket) {
        Replay.Session session =
                Replay.session(publish(new AmfObject().with("app", app).with("tcUrl", url), stream));
        assertThat(session.asked()).containsExactly("publish b " + ticket);
    }

    @Test
    void s2_credentialsUpToTheLengthAtWhichFfmpegCutsThemPass() {
        String ticket = "t".repeat(1000);
        Replay.Session session = Replay.session(new Wire()
                .connect("tcUrl", "rtmp://h/live?ticket=" + ticket)
                .createStream(2)
                .command("play", 3, null, "b"));
        assertThat(session.asked()).containsExactly("play b " + ticket);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtmp://h/live",
                "rtmps://h:443/live",
                "rtmp://[2001:db8::1]:1935/live",
                "rtmp://other.example/live",
                "",
                "x",
                "rtmp://"
            })
    void s3_urlDoesNotMatter(String url) {
        assertThat(Replay.session(new Wire().connect("tcUrl", url)).said()).contains(CONNECTED);
        assertThat(Replay.session(new Wire().connect("tcUrl", 5.0)).said()).contains(CONNECTED);
        assertThat(Replay.session(new Wire().connect()).said()).contains(CONNECTED);
    }

    @Test
    void s4_commandsSentWithoutWaitingAreAnsweredInOrder() {
        Wire wire = new Wire().connect().command("releaseStream", 2, null, "a").command("FCPublish", 3, null, "a");
        wire.createStream(4).command("publish", 5, null, "a", "live");
        assertThat(Replay.session(wire).said())
                .containsExactly(
                        "type 5",
                        "type 6",
                        CONNECTED,
                        "_result",
                        "_result",
                        "_result",
                        "event 0",
                        "NetStream.Publish.Start");
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            assertThat(relay.connect().send(wire).received())
                    .filteredOn(message -> message.name().equals("_result"))
                    .extracting(message -> Amf0Decoder.decode(Unpooled.wrappedBuffer(message.body()))
                            .subList(1, 4))
                    .containsExactly(
                            java.util.Arrays.asList(2.0, null, null),
                            java.util.Arrays.asList(3.0, null, null),
                            java.util.Arrays.asList(4.0, null, 1.0));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "releaseStream, _result",
        "FCPublish, _result",
        "FCSubscribe, _result",
        "_checkbw, _result",
        "getStreamLength, _result",
        "FCUnpublish, ",
        "set, ",
        "_error, ",
        "onStatus, "
    })
    void s5_commandsThatClientsSendByHabitAreAnsweredOrIgnored(String name, String answer) {
        Replay.Session session =
                Replay.session(new Wire().connect().command(name, 7, null, "a").createStream(8));
        assertThat(session.said().subList(3, session.said().size()))
                .isEqualTo(answer == null ? List.of("_result") : List.of(answer, "_result"));
        assertThat(session.open()).isTrue();
    }

    @Test
    void s5_lengthOfALiveStreamIsNeverPositive() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient client = relay.connect().send(new Wire().command("getStreamLength", 7, null, "a"));
            assertThat(Amf0Decoder.decode(
                            Unpooled.wrappedBuffer(client.received().get(0).body())))
                    .containsExactly("_result", 7.0, null, 0.0);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 9})
    void s6_unknownCommandsAreIgnored(double transaction) {
        Replay.Session session = Replay.session(new Wire()
                .connect()
                .command("doSomething", transaction, null, "x")
                .createStream(8));
        assertThat(session.said()).hasSize(4).endsWith("_result");
    }

    @Test
    void s6_unknownCommandsCountAgainstWhatMayBeSentBeforeTheGatesYes() {
        Wire wire = new Wire().connect();
        for (int i = 0; i < 64; i++) {
            wire.command("noise", 0);
        }
        assertThat(Replay.session(wire).violation()).isEqualTo("TOO_MANY_MESSAGES");
    }

    @Test
    void s7_orderOfCommandsIsEnforcedWhereItMatters() {
        assertThat(Replay.session(new Wire().connect().connect()).violation()).isEqualTo("COMMAND_ORDER");
        assertThat(Replay.session(new Wire().command("publish", 1, null, "a")).violation())
                .isEqualTo("COMMAND_ORDER");
        assertThat(Replay.session(new Wire().command("play", 1, null, "a")).violation())
                .isEqualTo("COMMAND_ORDER");
        assertThat(Replay.session(new Wire().createStream(1)).violation()).isEqualTo("COMMAND_ORDER");
        assertThat(Replay.session(new Wire().command("connect", 1, null, "a")).violation())
                .isEqualTo("COMMAND_ORDER");
        assertThat(Replay.session(new Wire().connect().command("play", 3, null, "b"))
                        .asked())
                .containsExactly("play b null");
    }

    @Test
    void s7_streamsAreNumberedAndTheNumbersOfDeletedOnesComeAgain() {
        Wire wire = new Wire().createStream(2).createStream(3).createStream(4);
        wire.command("deleteStream", 5, null, 2.0).createStream(6).createStream(7);
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient client = relay.connect().send(new Wire().connect());
            client.received();
            assertThat(client.send(wire).received())
                    .extracting(message -> Amf0Decoder.decode(Unpooled.wrappedBuffer(message.body()))
                            .get(3))
                    .containsExactly(1.0, 2.0, 3.0, 2.0, 4.0);
        }
    }

    @Test
    void s7_createStreamIsAnsweredEightTimes() {
        Wire wire = new Wire().connect();
        for (int i = 0; i < 9; i++) {
            wire.createStream(i);
        }
        Replay.Session session = Replay.session(wire);
        assertThat(session.said()).hasSize(3 + 8);
        assertThat(session.violation()).isEqualTo("TOO_MANY_MESSAGES");
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "record", "append", "appendWithGap", "", "nonsense"})
    void s8_everyKindOfPublishIsLive(String kind) {
        assertThat(Replay.session(new Wire().connect().command("publish", 3, null, "a", kind))
                        .said())
                .endsWith("NetStream.Publish.Start");
        assertThat(Replay.session(new Wire().connect().command("publish", 3, null, "a"))
                        .said())
                .endsWith("NetStream.Publish.Start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?ticket=t", "mp4:", ".flv", "/", "//", "%00"})
    void s8_emptyNameIsABadNameAndCloses(String name) {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient client = relay.connect().send(new Wire().publish(name));
            assertThat(client.heard()).endsWith("NetStream.Publish.BadName");
            assertThat(relay.gate.publishRequests).isEmpty();
            relay.advance(3_000);
            assertThat(client.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-2000, -1000, -2, -1, 0, 5, 1e308, Double.NaN})
    void s9_startOfAPlayIsTheLiveEdge(double start) {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient publisher = relay.publisher("a");
            publisher.send(new Wire().audio(0, "af01").audio(8_000, "af0102"));
            EmbeddedClient player =
                    relay.connect().send(new Wire().connect().command("play", 3, null, "a", start, 1000.0, false));
            publisher.send(new Wire().audio(8_020, "af0103"));
            assertThat(player.media()).containsExactly("audio 8020 af0103");
        }
    }

    @Test
    void s10_playIsAnsweredBeforeAnyMediaAndWithoutDataStart() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient publisher = relay.publisher("a");
            publisher.send(new Wire()
                    .data(0, "onMetaData", new AmfObject().with("k", 1.0))
                    .video(0, "1700000000")
                    .video(0, "1701000000"));
            assertThat(relay.player("a").heard())
                    .containsExactly(
                            "type 5",
                            "type 6",
                            CONNECTED,
                            "_result",
                            "event 0",
                            "NetStream.Play.Reset",
                            "NetStream.Play.Start",
                            "|RtmpSampleAccess",
                            "onMetaData",
                            "video 0 1700000000",
                            "video 0 1701000000");
        }
    }

    @Test
    void s11_publishStartsOnlyAfterTheGatesYesAndMediaSentBeforeWaits() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            List<GateReply> replies = new ArrayList<>();
            relay.gate.onPublish = (request, reply) -> replies.add(reply);
            EmbeddedClient player = relay.player("a");
            EmbeddedClient publisher = relay.publisher("a").send(new Wire().audio(3, "af01"));
            assertThat(publisher.heard()).endsWith("_result");
            assertThat(player.media()).isEmpty();
            assertThat(relay.hub.publications()).isZero();
            replies.get(0).accept(1);
            assertThat(publisher.heard()).containsExactly("event 0", "NetStream.Publish.Start");
            assertThat(player.media()).containsExactly("audio 3 af01");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "publish, IN_USE, NetStream.Publish.BadName",
        "publish, DENIED, NetStream.Publish.Denied",
        "publish, UNAVAILABLE, NetStream.Publish.Denied",
        "play, DENIED, NetStream.Play.StreamNotFound",
        "play, IN_USE, NetStream.Play.StreamNotFound",
        "play, NOT_FOUND, NetStream.Play.StreamNotFound",
        "play, UNAVAILABLE, NetStream.Play.StreamNotFound"
    })
    void s12_refusalsHaveCodesThatClientsUnderstandAndClose(String what, GateRefusal refusal, String code) {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            relay.gate.onPublish = (request, reply) -> reply.refuse(refusal);
            relay.gate.onPlay = (request, reply) -> reply.refuse(refusal);
            EmbeddedClient client = relay.connect().send(new Wire().connect().command(what, 3, null, "a"));
            if (refusal == GateRefusal.NOT_FOUND) {
                relay.advance(EmbeddedRelay.CONFIG.get(RelaySetting.PLAY_WAIT_MS));
            }
            RtmpClient.Message last = last(client);
            assertThat(last.name()).isEqualTo(code);
            assertThat(Amf0Decoder.decode(Unpooled.wrappedBuffer(last.body()))
                            .get(3)
                            .toString())
                    .contains("name=level, value=error", "description");
            relay.advance(3_000);
            assertThat(client.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vod", "", "livestream", "LIVE", "/", "../live"})
    void s12_otherApplicationsAreRejectedInAnError(String app) {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient client =
                    relay.connect().send(new Wire().command("connect", 1, new AmfObject().with("app", app)));
            RtmpClient.Message last = last(client);
            assertThat(last.name()).isEqualTo("NetConnection.Connect.Rejected");
            assertThat(Amf0Decoder.decode(Unpooled.wrappedBuffer(last.body()))).startsWith("_error", 1.0);
            client.send(new Wire().createStream(2));
            assertThat(client.heard()).isEmpty();
            relay.advance(3_000);
            assertThat(client.isOpen()).isFalse();
        }
    }

    private static RtmpClient.Message last(EmbeddedClient client) {
        List<RtmpClient.Message> all = client.received();
        return all.get(all.size() - 1);
    }

    private static Wire publish(AmfObject options, String stream) {
        return new Wire().command("connect", 1, options).createStream(2).command("publish", 3, null, stream, "live");
    }
}
