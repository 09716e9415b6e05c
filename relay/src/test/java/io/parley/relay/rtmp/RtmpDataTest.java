package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.parley.relay.hub.MediaKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtmpDataTest {

    @Test
    void metadataLeavesAsAnEcmaArrayWithNothingAfterIt() {
        ByteBuf in = Unpooled.buffer();
        AmfObject sent =
                new AmfObject().with("width", 320.0).with("videocodecid", 7.0).with("width", 321.0);
        for (Object value : List.of("@setDataFrame", "onMetaData", sent, "trailing")) {
            Amf0Encoder.write(in, value);
        }
        RtmpData data = RtmpData.of(data(RtmpMessage.AMF0_DATA, in));
        assertThat(data.kind()).isEqualTo(MediaKind.METADATA);
        ByteBuf body = data.body();
        assertThat(body.getByte(13)).isEqualTo((byte) Amf0.ECMA_ARRAY);
        assertThat(body.getMedium(body.writerIndex() - 3)).isEqualTo(Amf0.OBJECT_END);
        List<Object> values = Amf0Decoder.decode(body);
        assertThat(values).hasSize(2).startsWith("onMetaData");
        assertThat(((AmfObject) values.get(1)).properties()).isEqualTo(sent.properties());
    }

    @Test
    void otherDataPassesUnchangedWithoutItsPrefix() {
        ByteBuf in = Unpooled.buffer();
        Amf0Encoder.write(in, "@setDataFrame");
        int prefix = in.writerIndex();
        Amf0Encoder.write(in, "onTextData");
        Amf0Encoder.write(in, "hello");
        ByteBuf expected = in.copy(prefix, in.writerIndex() - prefix);
        RtmpData data = RtmpData.of(data(RtmpMessage.AMF0_DATA, in));
        assertThat(data.kind()).isEqualTo(MediaKind.DATA);
        assertThat(data.body()).isEqualTo(expected);
    }

    @Test
    void amf3DataIsReadAfterItsFirstByte() {
        ByteBuf in = Unpooled.buffer().writeByte(0);
        Amf0Encoder.write(in, "onCuePoint");
        assertThat(RtmpData.of(data(RtmpMessage.AMF3_DATA, in)).kind()).isEqualTo(MediaKind.DATA);
    }

    @Test
    void dataThatDoesNotBeginWithAShortStringStaysHere() {
        assertThat(RtmpData.of(data(RtmpMessage.AMF0_DATA, Unpooled.copyInt(0x01020304))))
                .isNull();
        ByteBuf longName = Unpooled.buffer();
        Amf0Encoder.write(longName, "n".repeat(64));
        assertThat(RtmpData.of(data(RtmpMessage.AMF0_DATA, longName))).isNull();
        assertThat(RtmpData.of(data(RtmpMessage.AMF0_DATA, Unpooled.EMPTY_BUFFER)))
                .isNull();
    }

    @Test
    void clearingForgetsTheMetadata() {
        ByteBuf in = Unpooled.buffer();
        Amf0Encoder.write(in, "@clearDataFrame");
        Amf0Encoder.write(in, "onMetaData");
        assertThat(RtmpData.of(data(RtmpMessage.AMF0_DATA, in)).kind()).isNull();
    }

    private static RtmpMessage data(int type, ByteBuf body) {
        return new RtmpMessage(type, 0, 1, body);
    }
}
