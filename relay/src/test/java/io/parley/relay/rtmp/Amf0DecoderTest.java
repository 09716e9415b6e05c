package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Amf0DecoderTest {

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
        ByteBuf out = Unpooled.buffer();
        Amf0Encoder.write(out, "y".repeat(70_000));
        assertThat(out.getByte(0)).isEqualTo((byte) Amf0.LONG_STRING);
        assertThat(Amf0Decoder.decode(out)).containsExactly("y".repeat(70_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1})
    void ecmaArraysAreReadToTheirEndWhateverTheyCount(int count) {
        ByteBuf in = Unpooled.buffer().writeByte(Amf0.ECMA_ARRAY).writeInt(count);
        in.writeShort(1).writeByte('k').writeByte(Amf0.BOOLEAN).writeByte(1);
        AmfObject array = (AmfObject) Amf0Decoder.decode(in).get(0);
        assertThat(array.get("k")).isEqualTo(true);
    }

    @Test
    void emptyKeyIsAKeyUnlessTheEndFollows() {
        ByteBuf in = Unpooled.buffer().writeByte(Amf0.OBJECT).writeShort(0).writeByte(Amf0.NULL);
        in.writeShort(1).writeByte('k').writeByte(Amf0.BOOLEAN).writeByte(1).writeMedium(Amf0.OBJECT_END);
        AmfObject object = (AmfObject) Amf0Decoder.decode(in).get(0);
        assertThat(object.properties()).extracting(AmfObject.Property::name).containsExactly("", "k");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x04, 0x0E, 0x11, 0x77})
    void unknownMarkersEndTheMessageAndWhatWasReadCounts(int marker) {
        ByteBuf in = Unpooled.buffer();
        Amf0Encoder.write(in, "onStatus");
        in.writeByte(marker).writeLong(0);
        assertThat(Amf0Decoder.decode(in)).containsExactly("onStatus");
    }

    @Test
    void lengthsBeyondTheBufferEndTheMessage() {
        ByteBuf in = Unpooled.buffer().writeByte(Amf0.LONG_STRING).writeInt(-1).writeByte('x');
        assertThat(Amf0Decoder.decode(in)).isEmpty();
        ByteBuf key = Unpooled.buffer().writeByte(Amf0.OBJECT).writeShort(500).writeByte('x');
        assertThat(Amf0Decoder.decode(key)).hasSize(1);
    }

    @Test
    void typedObjectsAreOnlyObjects() {
        ByteBuf in =
                Unpooled.buffer().writeByte(Amf0.TYPED_OBJECT).writeShort(3).writeBytes("a.B".getBytes());
        in.writeMedium(Amf0.OBJECT_END);
        assertThat(Amf0Decoder.decode(in).get(0)).isInstanceOf(AmfObject.class);
    }

    @Test
    void announcedElementsAreNotBelieved() {
        ByteBuf in = Unpooled.buffer().writeByte(Amf0.STRICT_ARRAY).writeInt(-1).writeByte(Amf0.NULL);
        assertThat((List<?>) Amf0Decoder.decode(in).get(0)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 10_000, 1 << 20})
    void deepNestingIsRefused(int depth) {
        ByteBuf in = Unpooled.buffer();
        for (int i = 0; i < depth; i++) {
            in.writeByte(Amf0.STRICT_ARRAY).writeInt(1);
        }
        assertThatThrownBy(() -> Amf0Decoder.decode(in)).isInstanceOf(ProtocolViolation.class);
    }

    @Test
    void sixteenLevelsAreFine() {
        ByteBuf in = Unpooled.buffer();
        for (int i = 0; i < 15; i++) {
            in.writeByte(Amf0.STRICT_ARRAY).writeInt(1);
        }
        assertThat(Amf0Decoder.decode(in.writeByte(Amf0.NULL))).hasSize(1);
    }

    @Test
    void manyValuesAreRefused() {
        ByteBuf in = Bytes.filled(Amf0Decoder.MAX_NODES + 1, Amf0.NULL);
        assertThatThrownBy(() -> Amf0Decoder.decode(in)).isInstanceOf(ProtocolViolation.class);
        assertThat(Amf0Decoder.decode(Bytes.filled(Amf0Decoder.MAX_NODES, Amf0.NULL)))
                .hasSize(4096);
    }
}
