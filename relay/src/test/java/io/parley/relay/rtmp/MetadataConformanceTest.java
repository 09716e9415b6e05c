package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.parley.relay.hub.MediaKind;
import io.parley.relay.rtmp.RtmpClient.Message;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data messages: metadata in the form that players read, everything else as it came. */
@Isolated("counts the memory of the whole process")
class MetadataConformanceTest {

    private static final String NAME = "02 000a 6f6e4d65746144617461";

    @ParameterizedTest
    @ValueSource(
            strings = {
                // @setDataFrame, onMetaData, an object, and something behind it
                "02 000d 40736574446174614672616d65" + NAME + "03 0001 77 00 4074000000000000 000009 05",
                // an ECMA array with a wrong count
                NAME + "08 ffffffff 0001 77 00 4074000000000000 000009",
                // no end
                NAME + "08 00000001 0001 77 00 4074000000000000",
                // a typed object
                NAME + "10 0003 612e42 0001 77 00 4074000000000000 000009"
            })
    void a8_metadataLeavesAsAnEcmaArrayThatEndsExactly(String hex) {
        RtmpData data = RtmpData.of(data(Wire.hex(hex)));
        assertThat(data.kind()).isEqualTo(MediaKind.METADATA);
        assertThat(data.body()).isEqualTo(Wire.hex(NAME + "08 00000001 0001 77 00 4074000000000000 000009"));
    }

    @Test
    void a8_stringsThatAreNoUtf8PassByteForByte() {
        String gbk = "0004 b1eacce2 02 0004 d6d0b9fa";
        RtmpData data = RtmpData.of(data(Wire.hex(NAME + "03" + gbk + "000009")));
        assertThat(data.body()).isEqualTo(Wire.hex(NAME + "08 00000001" + gbk + "000009"));
    }

    @Test
    void a8_longestKeyThatIsNoUtf8IsNotMadeLonger() {
        String key = "ffff" + "ff".repeat(0xFFFF) + "05";
        RtmpData data = RtmpData.of(data(Wire.hex(NAME + "03" + key + "000009")));
        assertThat(data.body()).isEqualTo(Wire.hex(NAME + "08 00000001" + key + "000009"));
    }

    @ParameterizedTest
    @ValueSource(strings = {NAME, NAME + "05", NAME + "00 0000000000000000", NAME + "11 0a"})
    void a8_metadataWithoutPropertiesStaysHere(String hex) {
        assertThat(RtmpData.of(data(Wire.hex(hex)))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01020304",
                "00 0000000000000000",
                "05",
                "02",
                "02 0005 6f",
                "0c 00000001 78",
                "02 000d 40736574446174614672616d65"
            })
    void a9_dataThatDoesNotBeginWithAStringIsNotForPlayers(String hex) {
        assertThat(RtmpData.of(data(Wire.hex(hex)))).isNull();
        assertThat(Replay.session(new Wire()
                                .publish("a")
                                .message(5, 18, 0, 1, Wire.hex(hex))
                                .audio(0, "af01"))
                        .relayed())
                .hasSize(1);
    }

    @Test
    void a9_namesAreShorterThan64Bytes() {
        assertThat(RtmpData.of(data(Wire.amf("n".repeat(63))))).isNotNull();
        assertThat(RtmpData.of(data(Wire.amf("n".repeat(64))))).isNull();
    }

    @Test
    void a10_otherDataPassesUnchangedWithoutItsPrefix() {
        for (String name : List.of("onTextData", "onCuePoint", "onFI", "sei", "")) {
            ByteBuf expected =
                    Wire.amf(name, new AmfObject().with("text", "x"), 1.0).writeByte(0x77);
            ByteBuf prefixed =
                    Unpooled.buffer().writeBytes(Wire.amf("@setDataFrame")).writeBytes(expected.slice());
            for (ByteBuf sent : List.of(expected, prefixed)) {
                RtmpData data = RtmpData.of(data(sent.copy()));
                assertThat(data.kind()).isEqualTo(MediaKind.DATA);
                assertThat(data.body()).isEqualTo(expected);
            }
        }
    }

    @Test
    void a6_amf3DataIsReadBehindItsFirstByteOrSkipped() {
        ByteBuf body = Unpooled.buffer().writeByte(0).writeBytes(Wire.amf("onCuePoint"));
        assertThat(RtmpData.of(new RtmpMessage(RtmpMessage.AMF3_DATA, 0, 1, body))
                        .kind())
                .isEqualTo(MediaKind.DATA);
        ByteBuf amf3 = Unpooled.buffer().writeByte(3).writeBytes(Wire.amf("onCuePoint"));
        assertThat(RtmpData.of(new RtmpMessage(RtmpMessage.AMF3_DATA, 0, 1, amf3)))
                .isNull();
    }

    @Test
    void a10_clearedMetadataIsNotGivenToPlayersToComeEvenIfTheyBeginBeforeTheClearing() {
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient publisher = relay.publisher("a");
            publisher.send(metadata("width", 1.0).video(0, "1701000000"));
            assertThat(relay.player("a").heard()).contains("onMetaData");
            publisher.send(new Wire().data(0, "@clearDataFrame", "onMetaData").video(40, "2701000000"));
            assertThat(relay.player("a").heard()).doesNotContain("onMetaData").contains("video 0 1701000000");
            publisher.send(metadata("width", 2.0).video(80, "1701000000"));
            assertThat(relay.player("a").heard()).contains("onMetaData");
        }
    }

    @Test
    void a11_propertiesAreKeptInOrderWithDuplicatesNumbersAndNesting() {
        AmfObject sent = new AmfObject()
                .with("videocodecid", 1752589105.0)
                .with("width", 1.0)
                .with("width", 2.0);
        sent.with("audiocodecid", "Opus")
                .with("videoTrackIdInfoMap", new AmfObject().with("1", new AmfObject().with("x", 1.0)));
        for (int i = 0; i < 500; i++) {
            sent.with("k" + i, (double) i);
        }
        try (EmbeddedRelay relay = new EmbeddedRelay()) {
            EmbeddedClient publisher = relay.publisher("a");
            publisher.send(
                    new Wire().data(0, "@setDataFrame", "onMetaData", sent).audio(0, "af01"));
            Message got = relay.player("a").received().stream()
                    .filter(message -> message.name().equals("onMetaData"))
                    .findFirst()
                    .orElseThrow();
            ByteBuf expected = Unpooled.buffer();
            Amf0Encoder.write(expected, "onMetaData");
            Amf0Encoder.writeEcmaArray(expected, sent, java.nio.charset.StandardCharsets.UTF_8);
            assertThat(got.body()).isEqualTo(ByteBufUtil.getBytes(expected));
        }
    }

    @Test
    void a11_metadataThatIsTooMuchIsDroppedAndThePublicationGoesOn() {
        AmfObject many = new AmfObject();
        for (int i = 0; i < Amf0Decoder.MAX_NODES; i++) {
            many.with("k" + i, null);
        }
        AmfObject deep = new AmfObject();
        for (int i = 0; i < Amf0Decoder.MAX_DEPTH; i++) {
            deep = new AmfObject().with("k", deep);
        }
        Wire wire = new Wire().publish("a");
        for (AmfObject each : List.of(many, deep, new AmfObject().with("k", "x".repeat(70_000)))) {
            wire.data(0, "@setDataFrame", "onMetaData", each);
        }
        Replay.Session session = Replay.session(wire.audio(0, "af01"));
        assertThat(session.relayed()).containsExactly("audio 0 af01");
        assertThat(session.open()).isTrue();
    }

    private static Wire metadata(String key, Object value) {
        return new Wire().data(0, "@setDataFrame", "onMetaData", new AmfObject().with(key, value));
    }

    private static RtmpMessage data(ByteBuf body) {
        return new RtmpMessage(RtmpMessage.AMF0_DATA, 0, 1, body);
    }
}
