package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading AMF0, and commands in it. What becomes of metadata is tested next door. */
@Isolated("counts the memory of the whole process")
class AmfConformanceTest {

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                0x3ff8000000000000L,
                0x7fe1ccf385ebc8a0L,
                0x7ff8000000000000L,
                0x7ff0000000000001L,
                0xfff8000000000abcL,
                0x8000000000000000L
            })
    void a1_transactionIsEchoedBitByBit(long bits) {
        ByteBuf body = Wire.amf("releaseStream").writeByte(Amf0.NUMBER).writeLong(bits);
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient client = relay.connect().send(new Wire().message(3, RtmpMessage.AMF0_COMMAND, 0, 0, body));
            byte[] answer = client.received().get(0).body();
            assertThat(Unpooled.wrappedBuffer(answer)
                            .getLong(Wire.amf("_result").readableBytes() + 1))
                    .isEqualTo(bits);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0200 0131", "05", "03 000009", ""})
    void a1_transactionThatIsNoNumberCountsAsZero(String transaction) {
        ByteBuf body = Wire.amf("createStream").writeBytes(Wire.hex(transaction));
        RtmpCommand command = RtmpCommand.of(new RtmpMessage(RtmpMessage.AMF0_COMMAND, 0, 0, body));
        assertThat(command.transaction()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, -1})
    void a2_ecmaArraysAreReadToTheirEndWhateverTheyCount(int count) {
        ByteBuf in = Unpooled.buffer().writeByte(Amf0.ECMA_ARRAY).writeInt(count);
        in.writeBytes(Wire.hex("0001 6b 01 01 000009")).writeBytes(Wire.amf("after"));
        List<Object> values = Amf0Decoder.decode(in);
        assertThat(((AmfObject) values.get(0)).get("k")).isEqualTo(true);
        assertThat(values.get(1)).isEqualTo("after");
    }

    @Test
    void a2_ecmaArrayWithoutAnEndGoesToTheEndOfTheMessage() {
        AmfObject array = (AmfObject) decode("08 00000001 0001 6b 01 01").get(0);
        assertThat(array.get("k")).isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource({
        "0C 00000001 78, x",
        "0F 00000001 78, x",
        "0B 401c000000000000 0000, 'AmfDate[millis=7.0, zone=0]'",
        "07 0001, ",
        "05, ",
        "06, ",
        "0D, ",
        "10 0003 612e42 0001 6b 05 000009, '[Property[name=k, value=null]]'",
        "10 0010 6a6176612e6c616e672e4f626a656374 000009, []"
    })
    void a3_valuesOfEveryKnownTypeAreReadOrSkipped(String hex, String expected) {
        List<Object> values = Amf0Decoder.decode(
                Wire.hex(hex).readableBytes() > 0
                        ? Unpooled.wrappedBuffer(Wire.hex(hex), Wire.amf("after"))
                        : Unpooled.EMPTY_BUFFER);
        assertThat(values).hasSize(2).last().isEqualTo("after");
        assertThat(values.get(0)).satisfies(value -> assertThat(value == null ? null : value.toString())
                .isEqualTo(expected));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x04, 0x0E, 0x11, 0x12, 0x77, 0xFF})
    void a3_unknownTypesEndTheMessageAndWhatWasReadCounts(int marker) {
        ByteBuf in = Wire.amf("onStatus", 1.0).writeByte(marker).writeLong(0).writeBytes(Wire.amf("lost"));
        assertThat(Amf0Decoder.decode(in)).containsExactly("onStatus", 1.0);
    }

    @Test
    void a4_emptyKeyIsAKeyUnlessTheEndFollows() {
        AmfObject object = (AmfObject) decode("03 0000 05 0001 6b 01 01 000009").get(0);
        assertThat(object.properties()).extracting(AmfObject.Property::name).containsExactly("", "k");
    }

    @ParameterizedTest
    @ValueSource(strings = {"03", "03 00", "03 0001 6b", "03 0001 6b 00 00", "03 01f4 78", "03 0001 6b 05", "03 0000"})
    void a4_objectsThatEndTooEarlyKeepWhatIsWhole(String hex) {
        List<Object> values = decode(hex);
        assertThat(values).hasSize(1);
        assertThat(((AmfObject) values.get(0)).properties()).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0C ffffffff 78", "0C 7fffffff 78", "02 ffff 78", "00 00", "01", "0B 00", "07 00", "0A 00"})
    void a4_valuesThatRunPastTheMessageEndIt(String hex) {
        assertThat(decode(hex)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 10_000, 1 << 20})
    void a5_deepNestingIsRefused(int depth) {
        ByteBuf arrays = Unpooled.buffer();
        ByteBuf objects = Unpooled.buffer();
        for (int i = 0; i < depth; i++) {
            arrays.writeByte(Amf0.STRICT_ARRAY).writeInt(1);
            objects.writeBytes(Wire.hex("03 0001 6b"));
        }
        assertThatThrownBy(() -> Amf0Decoder.decode(arrays)).hasMessage("AMF_BUDGET");
        assertThatThrownBy(() -> Amf0Decoder.decode(objects.writeByte(Amf0.NULL)))
                .hasMessage("AMF_BUDGET");
        assertThatThrownBy(() -> Amf0Decoder.decode(Bytes.filled(1 << 20, Amf0.STRICT_ARRAY)))
                .hasMessage("AMF_BUDGET");
    }

    @Test
    void a5_sixteenLevelsAreFine() {
        ByteBuf in = Unpooled.buffer();
        for (int i = 0; i < 15; i++) {
            in.writeByte(Amf0.STRICT_ARRAY).writeInt(1);
        }
        assertThat(Amf0Decoder.decode(in.writeByte(Amf0.NULL))).hasSize(1);
    }

    @Test
    void a5_announcedElementsAreNotBelieved() {
        assertThat((List<?>) decode("0A ee6b2800 05").get(0)).hasSize(1);
    }

    @Test
    void a5_manyValuesAreRefused() {
        assertThat(Amf0Decoder.decode(Bytes.filled(Amf0Decoder.MAX_NODES, Amf0.NULL)))
                .hasSize(Amf0Decoder.MAX_NODES);
        assertThatThrownBy(() -> Amf0Decoder.decode(Bytes.filled(Amf0Decoder.MAX_NODES + 1, Amf0.NULL)))
                .hasMessage("AMF_BUDGET");
    }

    @Test
    void a6_amf3CommandsAreReadBehindTheirFirstByteOrSkipped() {
        ByteBuf readable = Unpooled.buffer().writeByte(0).writeBytes(Wire.amf("createStream", 7.0, null));
        ByteBuf amf3 = Unpooled.buffer().writeByte(3).writeBytes(Wire.amf("createStream", 8.0, null));
        Wire wire = new Wire().connect().message(3, RtmpMessage.AMF3_COMMAND, 0, 0, amf3);
        wire.message(3, RtmpMessage.AMF3_COMMAND, 0, 0, Unpooled.EMPTY_BUFFER);
        wire.message(3, RtmpMessage.AMF3_COMMAND, 0, 0, readable);
        Replay.Session session = Replay.session(wire);
        assertThat(session.said())
                .endsWith("NetConnection.Connect.Success", "_result")
                .hasSize(4);
        assertThat(session.open()).isTrue();
    }

    @Test
    void a7_strangeCommandNamesAreIgnored() {
        List<ByteBuf> bodies = new ArrayList<>();
        for (String name :
                List.of("", "n".repeat(60_000), "a\0b", "a\r\nb", "\u001b[2Jpublish", "PUBLISH", "connect ")) {
            bodies.add(Wire.amf(name, 1.0, null));
        }
        for (Object name : Arrays.asList(1.0, null, true, new AmfObject().with("publish", "x"), List.of("connect"))) {
            bodies.add(Wire.amf(name, 1.0, null));
        }
        for (ByteBuf body : bodies) {
            try (EmbeddedRelay relay = new EmbeddedRelay()) {
                EmbeddedClient client = relay.connect().send(new Wire().connect());
                client.received();
                client.send(new Wire().message(3, RtmpMessage.AMF0_COMMAND, 0, 0, body))
                        .send(new Wire().createStream(2));
                assertThat(client.heard()).containsExactly("_result");
            }
        }
    }

    @Test
    void a7_namesNeverBreakALogLine() {
        try (EmbeddedRelay relay = new EmbeddedRelay();
                LogCapture log = new LogCapture()) {
            for (String name : List.of("a\r\nforged", "a\u001b[2J", "a%0d%0ab", "a\0b", "a?ticket=se\r\ncret")) {
                relay.connect().send(new Wire().publish(name));
                relay.connect().send(new Wire().play(name));
                relay.connect().send(new Wire().command("connect", 1, new AmfObject().with("app", "live/" + name)));
            }
            assertThat(log.lines()).isNotEmpty().allSatisfy(line -> assertThat(line.chars())
                    .noneMatch(Character::isISOControl));
            assertThat(log.lines()).noneSatisfy(line -> assertThat(line).contains("cret"));
        }
    }

    @Test
    void valuesComeBackAsTheyWereWritten() {
        AmfObject object =
                new AmfObject().with("a", 1.5).with("b", List.of(true, "x")).with("a", null);
        ByteBuf out = Unpooled.buffer();
        for (Object value : Arrays.asList("name", Double.NaN, false, object, new AmfDate(7, (short) 0), null)) {
            Amf0Encoder.write(out, value);
        }
        List<Object> values = Amf0Decoder.decode(out);
        assertThat(values).hasSize(6).startsWith("name", Double.NaN, false).contains(new AmfDate(7, (short) 0), (Object)
                null);
        assertThat(((AmfObject) values.get(3)).properties()).isEqualTo(object.properties());
    }

    @Test
    void stringsAbove64KAreLong() {
        ByteBuf out = Wire.amf("y".repeat(70_000));
        assertThat(out.getByte(0)).isEqualTo((byte) Amf0.LONG_STRING);
        assertThat(Amf0Decoder.decode(out)).containsExactly("y".repeat(70_000));
    }

    private static List<Object> decode(String hex) {
        return Amf0Decoder.decode(Wire.hex(hex));
    }
}
