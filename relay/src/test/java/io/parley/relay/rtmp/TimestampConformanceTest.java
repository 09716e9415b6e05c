package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.parley.relay.flv.FlvWireFormat;
import io.parley.relay.hub.MediaKind;
import io.parley.relay.rtmp.Replay.Got;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Time on the wire, in both directions; the repair of a publisher's clock is tested where it is done. */
@Isolated("counts the memory of the whole process")
class TimestampConformanceTest {

    private static final int AUDIO = RtmpMessage.AUDIO;
    private static final int VIDEO = RtmpMessage.VIDEO;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0xFFFFFE, 0xFFFFFF, 0x1000000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF})
    void t1_absoluteTimesAreReadInMessagesOfOneChunkAndOfSeveral(int time) {
        Wire wire = new Wire().message(4, AUDIO, time, 1, Bytes.filled(1, 'a'));
        wire.message(6, VIDEO, time, 1, Bytes.filled(300, 'v'));
        assertThat(Replay.decode(wire).messages())
                .containsExactly(new Got(AUDIO, time, 1, "a"), new Got(VIDEO, time, 1, "v".repeat(300)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xFFFFFE, 0xFFFFFF, 0x1000000})
    void t1_deltasAreReadInMessagesOfOneChunkAndOfSeveral(int delta) {
        boolean extended = delta >= 0xFFFFFF;
        Wire wire =
                new Wire().type0(4, 200_000, 1, AUDIO, 1).text("a").type1(4, extended ? 0xFFFFFF : delta, 200, AUDIO);
        extension(wire, extended, delta).fill(128, 'b').type3(4);
        extension(wire, extended, delta).fill(72, 'b').type2(4, extended ? 0xFFFFFF : delta);
        extension(wire, extended, delta).fill(128, 'c').type3(4);
        extension(wire, extended, delta).fill(72, 'c');
        assertThat(Replay.decode(wire).messages())
                .extracting(Got::timestamp)
                .containsExactly(200_000, 200_000 + delta, 200_000 + 2 * delta);
    }

    private static Wire extension(Wire wire, boolean there, int value) {
        return there ? wire.int32(value) : wire;
    }

    @Test
    void t2_extensionRepeatedOnContinuationsIsSkipped() {
        Wire wire =
                new Wire().type0(6, 0xFFFFFF, 300, VIDEO, 1).int32(0x1234567).fill(128, 'v');
        wire.type3(6).int32(0x1234567).fill(128, 'v').type3(6).int32(0x1234567).fill(44, 'v');
        assertThat(Replay.decode(wire).messages()).containsExactly(new Got(VIDEO, 0x1234567, 1, "v".repeat(300)));
    }

    @Test
    void t2_extensionNotRepeatedIsNoticedOnceForTheConnection() {
        Wire wire =
                new Wire().type0(6, 0xFFFFFF, 300, VIDEO, 1).int32(0x1234567).fill(128, 'v');
        wire.type3(6).fill(128, 'v').type3(6).fill(44, 'v');
        // The payload looks like the extension here, but the connection is known not to repeat it.
        wire.type0(7, 0xFFFFFF, 132, VIDEO, 1)
                .int32(0x76767676)
                .fill(128, 'v')
                .type3(7)
                .fill(4, 'v');
        assertThat(Replay.decode(wire).messages())
                .containsExactly(
                        new Got(VIDEO, 0x1234567, 1, "v".repeat(300)), new Got(VIDEO, 0x76767676, 1, "v".repeat(132)));
    }

    @ParameterizedTest
    @CsvSource({
        "40, 0x1000028, 0x1000050",
        "60000, 0x100EA60, 0x101D4C0",
        "-60000, 0xFF15A0, 0xFE2B40",
    })
    void t3_extendedDeltaNearTheLastTimeIsAnAbsoluteTime(int step, String second, String third) {
        Wire wire = new Wire().type0(6, 0xFFFFFF, 1, VIDEO, 1).int32(0x1000000).text("v");
        wire.type1(6, 0xFFFFFF, 1, VIDEO).int32(0x1000000 + step).text("v");
        wire.type2(6, 0xFFFFFF).int32(0x1000000 + 2 * step).text("v");
        assertThat(Replay.decode(wire).messages())
                .extracting(Got::timestamp)
                .containsExactly(0x1000000, Integer.decode(second), Integer.decode(third));
    }

    @ParameterizedTest
    @ValueSource(ints = {60_001, -60_001, Integer.MIN_VALUE})
    void t3_extendedDeltaFarFromTheLastTimeIsADelta(int distance) {
        int delta = 0x1000000 + distance;
        Wire wire = new Wire().type0(6, 0xFFFFFF, 1, VIDEO, 1).int32(0x1000000).text("v");
        wire.type1(6, 0xFFFFFF, 1, VIDEO).int32(delta).text("v");
        assertThat(Replay.decode(wire).messages())
                .extracting(Got::timestamp)
                .containsExactly(0x1000000, 0x1000000 + delta);
    }

    @Test
    void t4_deltasWrapAt32BitsWithoutASign() {
        Wire wire = new Wire()
                .publish("a")
                .type0(4, 0xFFFFFF, 2, AUDIO, 1)
                .int32(0xFFFFFFF0)
                .add(Wire.hex("af01"));
        wire.type1(4, 32, 2, AUDIO).add(Wire.hex("af01")).type3(4).add(Wire.hex("af01"));
        assertThat(Replay.session(wire).relayed())
                .containsExactly("audio 1000 af01", "audio 1032 af01", "audio 1064 af01");
    }

    @Test
    void t5_absoluteTimeBelongsToItsChunkStreamWhateverComesInBetween() {
        Wire wire = new Wire()
                .type0(6, 500, 200, VIDEO, 1)
                .fill(128, 'v')
                .type0(4, 480, 1, AUDIO, 1)
                .text("a");
        wire.type1(4, 23, 1, AUDIO)
                .text("b")
                .type3(6)
                .fill(72, 'v')
                .type1(6, 40, 1, VIDEO)
                .text("w");
        assertThat(Replay.decode(wire).messages()).extracting(Got::timestamp).containsExactly(480, 503, 500, 540);
    }

    @Test
    void t8_compositionOffsetsAndEqualTimestampsAreRelayedUntouched() {
        Wire wire = new Wire().publish("a").video(40, "1701000050aa").video(80, "270100007811");
        wire.video(80, "2701ffffd822").video(80, "270100000033").video(120, "2701ffffff44");
        assertThat(Replay.session(wire).relayed())
                .containsExactly(
                        "video 40 1701000050aa",
                        "video 80 270100007811",
                        "video 80 2701ffffd822",
                        "video 80 270100000033",
                        "video 120 2701ffffff44");
    }

    @Test
    void t9_dataWithTimeZeroInMidStreamMovesNoClock() {
        Wire wire = new Wire().publish("a").audio(5_000, "af0101").data(0, "onTextData", "x");
        wire.data(0, "@setDataFrame", "onMetaData", new AmfObject().with("width", 1.0))
                .audio(5_020, "af0102");
        assertThat(Replay.session(wire).relayed()).containsExactly("audio 5000 af0101", "audio 5020 af0102");
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient player = relay.player("a");
            relay.connect().send(wire);
            assertThat(player.received())
                    .filteredOn(message -> message.type() == RtmpMessage.AMF0_DATA)
                    .extracting(RtmpClient.Message::timestamp)
                    .containsExactly(0, 5_000, 5_000);
        }
    }

    @Test
    void t10_headersOnJoiningHaveTheTimeOfTheFirstFrameThatFollows() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient publisher = relay.publisher("a");
            publisher.send(new Wire()
                    .data(0, "@setDataFrame", "onMetaData", new AmfObject().with("width", 1.0))
                    .video(0, "170000000001")
                    .audio(0, "af001210")
                    .video(0, "170100000002")
                    .audio(20, "af0103")
                    .video(40, "170100000004")
                    .audio(45, "af0105"));
            EmbeddedClient player = relay.player("a");
            assertThat(player.received())
                    .filteredOn(message -> message.isMedia() || message.name().equals("onMetaData"))
                    .extracting(RtmpClient.Message::timestamp)
                    .containsExactly(40, 40, 40, 40, 45);
        }
    }

    @ParameterizedTest
    @CsvSource({"0x00000001, 00000100", "0x00FFFFFF, ffffff00", "0x01000000, 00000001", "0xFFFFFFF0, fffff0ff"})
    void t11_flvTagsSplitTheTimeInto24LowBitsAndAHighByte(String time, String expected) {
        ByteBuf out = Unpooled.buffer();
        FlvWireFormat.PLAIN.write(out, MediaKind.AUDIO, Long.decode(time).intValue(), Wire.hex("af01"));
        assertThat(out).isEqualTo(Wire.hex("08 000002" + expected + "000000 af01 0000000d"));
    }

    @Test
    void t11_flvTagsHoldUpTo16MiBLessOne() {
        ByteBuf body = Bytes.filled(0xFFFFFF, 'x');
        ByteBuf out = Unpooled.buffer(FlvWireFormat.PLAIN.size(MediaKind.VIDEO, 0, 0xFFFFFF));
        FlvWireFormat.PLAIN.write(out, MediaKind.VIDEO, 0, body);
        assertThat(out.getUnsignedMedium(1)).isEqualTo(0xFFFFFF);
        assertThat(out.getInt(out.writerIndex() - 4)).isEqualTo(0xFFFFFF + 11);
        assertThat(FlvWireFormat.PLAIN.body(out)).isEqualTo(body);
    }
}
