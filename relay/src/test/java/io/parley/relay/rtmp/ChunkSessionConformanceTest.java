package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.parley.relay.hub.MediaKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks as sessions take them, and as the relay writes its own. */
@Isolated("counts the memory of the whole process")
class ChunkSessionConformanceTest {

    private static final List<String> ANSWERS = List.of(
            "type 5", "type 6", "NetConnection.Connect.Success", "_result", "event 0", "NetStream.Publish.Start");

    @Test
    void c1_nothingSaidBeforeTheRelaysOwnSetChunkSizeIsLongerThanAChunkOf128() {
        for (Wire first : List.of(
                new Wire().connect(),
                new Wire().command("connect", 1, new AmfObject().with("app", "vod")),
                new Wire().command("publish", 1, null, ""),
                new Wire().command("play", 1, null, ""),
                new Wire().command("releaseStream", 1, null, "a"),
                new Wire().userControl(6, 1))) {
            try (EmbeddedRelay relay = new EmbeddedRelay()) {
                EmbeddedClient client = relay.connect().send(first);
                byte[] said = said(client);
                for (int at = 0; at < said.length; ) {
                    assertThat(said[at] >> 6).as("type 0 header").isZero();
                    int length = Unpooled.wrappedBuffer(said).getUnsignedMedium(at + 4);
                    assertThat(length).isLessThanOrEqualTo(128);
                    if (said[at + 7] == RtmpMessage.SET_CHUNK_SIZE) {
                        break;
                    }
                    at += 12 + length;
                }
            }
        }
    }

    @Test
    void c1_clientsChunkSizeDoesNotChangeTheRelays() {
        Replay.Session small = Replay.session(new Wire().publish("a"));
        assertThat(Replay.session(new Wire().chunkSize(60_000).publish("a"))).isEqualTo(small);
    }

    @Test
    void c2_setChunkSizeMayComeBeforeConnect() {
        Replay.Session session =
                Replay.session(new Wire().chunkSize(4096).publish("a").audio(5, "af01" + "00".repeat(500)));
        assertThat(session.said()).isEqualTo(ANSWERS);
        assertThat(session.relayed()).hasSize(1);
    }

    @Test
    void c3_clientMayTakeOverTheRelaysChunkSizeInMidSession() {
        Wire wire = new Wire().connect().chunkSize(ChunkWriter.CHUNK_SIZE).createStream(2);
        wire.command("publish", 3, null, "a").audio(5, "af01" + "00".repeat(500));
        assertThat(Replay.session(wire).relayed()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"4, 1, CONTROL_LENGTH", "4, 0, CONTROL_LENGTH", "5, 3, CONTROL_LENGTH", "5, 0, CONTROL_LENGTH"})
    void c6_controlMessagesOfTheSessionAreRefusedWhenShort(int type, int length, String violation) {
        Replay.Session session = Replay.session(new Wire().connect().control(type, Bytes.filled(length, 0)));
        assertThat(session.violation()).isEqualTo(violation);
        assertThat(session.open()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"6, 4", "6, 5", "6, 0", "3, 4", "3, 0", "4, 2", "4, 3", "4, 5"})
    void c6_controlMessagesThatSayNothingImportantMayBeShort(int type, int length) {
        Wire wire = new Wire().connect().control(type, Bytes.filled(length, 1)).createStream(2);
        assertThat(Replay.session(wire).said()).endsWith("_result");
    }

    @Test
    void c13_emptyAudioIsRelayedAndEmptyVideoDataAndCommandsAreNot() {
        Wire wire = new Wire().publish("a").audio(10, "").video(20, "");
        wire.message(5, RtmpMessage.AMF0_DATA, 30, 1, Unpooled.EMPTY_BUFFER);
        wire.message(3, RtmpMessage.AMF0_COMMAND, 0, 0, Unpooled.EMPTY_BUFFER).audio(40, "af0101");
        Replay.Session session = Replay.session(wire);
        assertThat(session.relayed()).containsExactly("audio 10 ", "audio 40 af0101");
        assertThat(session.open()).isTrue();
    }

    @Test
    void c16_memoryFollowsWhatWasReceivedAndNotWhatWasAnnounced() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient client = relay.connect().send(new Wire().publish("a"));
            long before = relay.memory();
            for (int id = 10; id < 42; id++) {
                client.send(
                        new Wire().type0(id, 0, 4 << 20, RtmpMessage.VIDEO, 1).fill(128, 'v'));
            }
            assertThat(client.isOpen()).isTrue();
            assertThat(relay.memory() - before).isLessThanOrEqualTo(32 * 4096);
            client.send(new Wire().type0(42, 0, 4 << 20, RtmpMessage.VIDEO, 1).fill(128, 'v'));
            assertThat(client.isOpen()).isFalse();
        }
    }

    @Test
    void c16_beforeTheGatesYesUnfinishedMessagesHold64KiBAndNoMore() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient client = relay.connect().send(new Wire().chunkSize(1024));
            long before = relay.memory();
            long most = 0;
            for (int i = 0; i < 100 && client.isOpen(); i++) {
                int id = i < 36 ? 10 : 11;
                Wire wire = new Wire();
                Wire header = i == 0 || i == 36 ? wire.type0(id, 0, 1 << 20, RtmpMessage.VIDEO, 1) : wire.type3(id);
                client.send(header.fill(1024, 'v'));
                most = Math.max(most, relay.memory() - before);
            }
            assertThat(client.isOpen()).isFalse();
            assertThat(most).isBetween(36L << 10, 64L << 10);
        }
    }

    @Test
    void c16_readsThatEndInACutHeaderDoNotAddUp() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient client = relay.connect().send(new Wire().chunkSize(30_000));
            Wire wire = new Wire();
            for (int i = 0; i < 15; i++) {
                wire.type0(7, 0, 60_000, RtmpMessage.AUDIO, 1).fill(30_000, 'a');
                wire.control(RtmpMessage.ABORT, Unpooled.copyInt(7));
            }
            client.received();
            long before = relay.memory();
            int unit = wire.length() / 15;
            client.send(wire.bytes(), 0, 5);
            for (int i = 1; i < 15; i++) {
                // One of several reads in a row, as from a socket that has more.
                ByteBuf read = client.channel().alloc().directBuffer(unit);
                client.channel().pipeline().fireChannelRead(read.writeBytes(wire.bytes(), (i - 1) * unit + 5, unit));
                assertThat(relay.memory() - before).isLessThanOrEqualTo(128 << 10);
            }
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void c16_messagesThatWaitForTheGateHoldOnlyTheirOwnBytes() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            relay.gate.onPublish = (request, reply) -> {};
            EmbeddedClient client = relay.connect().send(new Wire().publish("a").chunkSize(30_000));
            client.received();
            long before = relay.memory();
            Wire wire = new Wire().type0(7, 0, 60_000, RtmpMessage.AUDIO, 1).fill(30_000, 'a');
            wire.control(RtmpMessage.ABORT, Unpooled.copyInt(7)).audio(0, "af01");
            for (int i = 0; i < 50; i++) {
                client.send(wire);
            }
            assertThat(client.isOpen()).isTrue();
            assertThat(relay.memory() - before).isLessThan(50 * 128);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 77, -1})
    void c18_mediaIsTakenWhateverItsMessageStream(int streamId) {
        Wire wire = new Wire().publish("a").message(4, RtmpMessage.AUDIO, 7, streamId, Wire.hex("af0102"));
        assertThat(Replay.session(wire).relayed()).containsExactly("audio 7 af0102");
    }

    @Test
    void c19_mediaWithoutAPublicationIsDropped() {
        Wire wire = new Wire()
                .audio(1, "af01")
                .video(2, "1701")
                .data(3, "onTextData", "x")
                .publish("a");
        wire.audio(4, "af0104")
                .command("deleteStream", 4, null, 1.0)
                .audio(5, "af0105")
                .video(6, "170106");
        wire.command("closeStream", 5, (Object) null)
                .command("pause", 6, null, true, 0.0)
                .data(7, "onMetaData");
        Replay.Session session = Replay.session(wire);
        assertThat(session.relayed()).containsExactly("audio 4 af0104");
        assertThat(session.ended()).containsExactly("publish CLIENT 3");
        assertThat(session.open()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 12",
        "0, 1, 13",
        "0xFFFFFE, 60000, 60012",
        "0, 60001, 60014",
        "0, 120000, 120013",
        "0xFFFFFF, 60000, 60016",
        "0x1000000, 60001, 60022",
        "0xFFFFFFF0, 120001, 120027"
    })
    void c20_messagesLeaveWithType0AbsoluteTimeAndTheExtensionOnEveryChunk(String time, int length, int size) {
        int timestamp = Long.decode(time).intValue();
        boolean extended = Long.decode(time) >= 0xFFFFFF;
        ByteBuf body = Bytes.filled(length, 'x');
        ByteBuf out = Unpooled.buffer();
        RtmpWireFormat.INSTANCE.write(out, MediaKind.VIDEO, timestamp, body);
        assertThat(RtmpWireFormat.INSTANCE.size(MediaKind.VIDEO, timestamp, length))
                .isEqualTo(size);
        assertThat(ByteBufUtil.equals(RtmpWireFormat.INSTANCE.body(out), body)).isTrue();

        Wire expected = new Wire().type0(6, extended ? 0xFFFFFF : timestamp, length, RtmpMessage.VIDEO, 1);
        for (int at = 0; at == 0 || at < length; at += 60_000) {
            if (at > 0) {
                expected.type3(6);
            }
            if (extended) {
                expected.int32(timestamp);
            }
            expected.fill(Math.min(60_000, length - at), 'x');
        }
        assertThat(ByteBufUtil.getBytes(out)).hasSize(size).isEqualTo(expected.bytes());
    }

    @Test
    void c20_everyKindHasItsOwnChunkStream() {
        for (MediaKind kind : MediaKind.values()) {
            ByteBuf out = Unpooled.buffer();
            RtmpWireFormat.INSTANCE.write(out, kind, 0, Unpooled.EMPTY_BUFFER);
            int expected =
                    kind.messageType() == RtmpMessage.AUDIO ? 4 : kind.messageType() == RtmpMessage.VIDEO ? 6 : 5;
            assertThat(out.getByte(0)).isEqualTo((byte) expected);
        }
        ByteBuf control = new RtmpReplies().acknowledgement(1).bytes();
        ByteBuf command = new RtmpReplies().result(1).bytes();
        assertThat(control.getByte(0)).isEqualTo((byte) 2);
        assertThat(command.getByte(0)).isEqualTo((byte) 3);
        control.release();
        command.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 10, 14, 16, 19, 21, 23, 255})
    void c22_unknownTypesAreSkipped(int type) {
        Wire wire = new Wire()
                .connect()
                .message(5, type, 0, 0, Bytes.filled(9, 0x41))
                .createStream(2);
        Replay.Session session = Replay.session(wire);
        assertThat(session.said()).endsWith("_result");
        assertThat(session.open()).isTrue();
    }

    @Test
    void c23_aggregateIsTakenApartWithTimesFromTheOuterOne() {
        ByteBuf body =
                sub(8, 5, "af0101", 14).writeBytes(sub(9, 45, "2701000000", 16)).writeBytes(sub(8, 28, "af0102", 99));
        Wire wire = new Wire().publish("a").video(900, "1701000000").message(4, RtmpMessage.AGGREGATE, 1000, 1, body);
        assertThat(Replay.session(wire).relayed())
                .containsExactly(
                        "video 900 1701000000", "audio 1000 af0101", "video 1040 2701000000", "audio 1023 af0102");
    }

    @Test
    void c23_brokenAggregatesEndWhereTheyBreakAndNeverNest() {
        ByteBuf tooLong = sub(8, 0, "af0101", 14).writeByte(8).writeMedium(500).writeLong(0);
        ByteBuf nested =
                sub(22, 0, ByteBufUtil.hexDump(sub(8, 0, "af0109", 14)), 29).writeBytes(sub(8, 0, "af0102", 0));
        ByteBuf empty = sub(8, 0, "", 11).writeBytes(sub(9, 0, "", 11)).writeBytes(sub(8, 3, "af0103", 14));
        Wire wire = new Wire().publish("a");
        for (ByteBuf each : List.of(tooLong, nested, empty, Bytes.filled(10, 8), Unpooled.EMPTY_BUFFER)) {
            wire.message(4, RtmpMessage.AGGREGATE, 1000, 1, each);
        }
        Replay.Session session = Replay.session(wire);
        assertThat(session.relayed())
                .containsExactly("audio 1000 af0101", "audio 1000 af0102", "audio 1000 ", "audio 1003 af0103");
        assertThat(session.open()).isTrue();
    }

    @Test
    void c23_aggregatedMetadataIsReadAsMetadata() {
        String metadata = ByteBufUtil.hexDump(Wire.amf("@setDataFrame", "onMetaData", new AmfObject().with("k", 1.0)));
        Wire wire = new Wire().publish("a").message(4, RtmpMessage.AGGREGATE, 0, 1, sub(18, 0, metadata, 0));
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient player = relay.player("a");
            relay.connect().send(wire.audio(1, "af01"));
            assertThat(player.heard()).contains("onMetaData");
        }
    }

    private static ByteBuf sub(int type, int time, String hex, int backPointer) {
        ByteBuf body = Wire.hex(hex);
        ByteBuf out = Unpooled.buffer().writeByte(type).writeMedium(body.readableBytes());
        out.writeMedium(time).writeByte(time >>> 24).writeMedium(0);
        return out.writeBytes(body).writeInt(backPointer);
    }

    private static byte[] said(EmbeddedClient client) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf out = client.channel().readOutbound();
                out != null;
                out = client.channel().readOutbound()) {
            all.writeBytes(out);
            out.release();
        }
        return ByteBufUtil.getBytes(all, EmbeddedClient.HANDSHAKE, all.writerIndex() - EmbeddedClient.HANDSHAKE);
    }
}
