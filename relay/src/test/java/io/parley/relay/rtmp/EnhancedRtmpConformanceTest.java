package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Enhanced RTMP: what is announced, and what players that join are given. How messages are classified is tested in the hub. */
@Isolated("counts the memory of the whole process")
class EnhancedRtmpConformanceTest {

    private static final String HEVC = "68766331";
    private static final String AV1 = "61763031";
    private static final String OPUS = "4f707573";

    private final EmbeddedRelay relay = new EmbeddedRelay();
    private final EmbeddedClient publisher = relay.publisher("a");

    @AfterEach
    void nothingIsLeft() {
        relay.close();
    }

    static Stream<AmfObject> announcements() {
        AmfObject forward = new AmfObject().with("*", 4.0);
        return Stream.of(
                new AmfObject().with("fourCcList", List.of("av01", "hvc1")),
                new AmfObject().with("fourCcList", List.of("*")).with("capsEx", 3.0),
                new AmfObject()
                        .with("videoFourCcInfoMap", forward)
                        .with("audioFourCcInfoMap", forward)
                        .with("capsEx", 15.0));
    }

    @ParameterizedTest
    @MethodSource("announcements")
    void x1_clientsThatAnnounceCodecsAreToldThatAllAreForwarded(AmfObject announced) {
        AmfObject info = connected(announced);
        assertThat(info.get("fourCcList")).isEqualTo(List.of("*"));
        assertThat(info.get("capsEx"))
                .as("reconnect, multitrack, ModEx, nanoseconds")
                .isEqualTo(1.0 + 2.0 + 4.0 + 8.0);
        assertThat(((AmfObject) info.get("videoFourCcInfoMap")).get("*")).isEqualTo(4.0);
        assertThat(((AmfObject) info.get("audioFourCcInfoMap")).get("*")).isEqualTo(4.0);
    }

    @Test
    void x1_otherClientsAreToldNothingOfIt() {
        assertThat(connected(new AmfObject()).properties())
                .extracting(AmfObject.Property::name)
                .containsExactly("level", "code", "description", "objectEncoding");
    }

    private AmfObject connected(AmfObject options) {
        EmbeddedClient client = relay.connect().send(new Wire().command("connect", 1, options.with("app", "live")));
        byte[] answer = client.received().get(2).body();
        return (AmfObject) Amf0Decoder.decode(Unpooled.wrappedBuffer(answer)).get(3);
    }

    @Test
    void x2_sequenceHeaderAndHdrMetadataAreGivenToPlayersThatJoin() {
        publish("v90" + HEVC + "01", "v94" + HEVC + "02", "v91" + HEVC + "000000aa", "va3" + HEVC + "bb");
        assertThat(join())
                .containsExactly(
                        "v90" + HEVC + "01", "v94" + HEVC + "02", "v91" + HEVC + "000000aa", "va3" + HEVC + "bb");
    }

    @Test
    void x2_newSequenceHeaderOfATrackReplacesTheOldOneWhateverItsCodec() {
        publish("v90" + HEVC + "01", "v90" + HEVC + "02", "v90" + AV1 + "03", "v91" + AV1 + "aa");
        assertThat(join()).containsExactly("v90" + AV1 + "03", "v91" + AV1 + "aa");
    }

    @Test
    void x2_endOfTheSequenceEndsItsHeadersAndNoOthers() {
        publish("v90" + HEVC + "01", "v94" + HEVC + "02", "a90" + OPUS + "05", "v92" + HEVC, "v91" + HEVC + "000000aa");
        assertThat(join()).containsExactly("a90" + OPUS + "05", "v91" + HEVC + "000000aa");
        publish("v90" + AV1 + "03", "v92" + HEVC, "v91" + AV1 + "aa");
        assertThat(join()).as("the end of the former codec").startsWith("v90" + AV1 + "03");
    }

    @Test
    void x2_seekCommandsAreNoHeaders() {
        publish("v1700000000aa", "v5700", "vd000", "v1701000000bb");
        assertThat(join()).containsExactly("v1700000000aa", "v1701000000bb");
    }

    @Test
    void x2_sequenceStartInAnMpeg2TsDescriptorIsAHeaderToo() {
        publish("v95" + AV1 + "01", "v91" + AV1 + "aa");
        assertThat(join()).containsExactly("v95" + AV1 + "01", "v91" + AV1 + "aa");
    }

    @Test
    void x3_audioHeaderAndChannelLayoutAreGivenToPlayersThatJoinAndSilenceIsKept() {
        publish("a90" + OPUS + "01", "a94" + OPUS + "02", "v1701000000");
        EmbeddedClient player = relay.player("a");
        publish("a91" + OPUS, "a");
        assertThat(words(player))
                .containsExactly("a90" + OPUS + "01", "a94" + OPUS + "02", "v1701000000", "a91" + OPUS, "a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "97 02 00007f 01",
                "97 02 00007f 07 00 aa 01",
                "97 ff 00ff " + "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00" + "[240] 01"
            })
    void x4_modExIsLookedBehindAndRelayedUntouched(String prefix) {
        String modEx = prefix.replace("[240]", "00".repeat(240)).replace(" ", "");
        publish("v90" + HEVC + "01", "v" + modEx + HEVC + "000000bb");
        String header = "v" + modEx.substring(0, modEx.length() - 1) + "0" + HEVC + "07";
        assertThat(join()).hasSize(2).last().isEqualTo("v" + shortened(modEx + HEVC + "000000bb"));
        publish(header, "v91" + HEVC + "000000cc");
        assertThat(join()).startsWith("v" + shortened(header.substring(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"97", "97 20 00", "97 ff ffff 00 01", "97 00 00", "97 000007"})
    void x4_modExThatRunsPastTheMessageDropsIt(String hex) {
        EmbeddedClient player = relay.player("a");
        publish("v" + hex.replace(" ", ""), "a" + hex.replace(" ", ""), "v1701000000");
        assertThat(words(player)).containsExactly("v1701000000");
        assertThat(publisher.isOpen()).isTrue();
    }

    @Test
    void x5_headersOfOneTrackEachAreKeptByTrack() {
        publish("v90" + HEVC + "01", one(0, HEVC, 1, "02"), one(0, AV1, 2, "03"), one(0, HEVC, 1, "04"));
        publish("v91" + HEVC + "000000aa", one(1, HEVC, 1, "bb"));
        assertThat(join())
                .containsExactly(
                        "v90" + HEVC + "01",
                        one(0, AV1, 2, "03"),
                        one(0, HEVC, 1, "04"),
                        "v91" + HEVC + "000000aa",
                        one(1, HEVC, 1, "bb"));
    }

    @Test
    void x5_headersOfManyTracksInOneMessageAreKeptUntilAllOfThemAreReplaced() {
        String both = "v96 10" + HEVC + "00 000001 01 01 000001 02";
        String codecs = "v96 20" + HEVC + "00 000001 03" + AV1 + "01 000001 04";
        publish(both, one(0, HEVC, 1, "05"), "v91" + HEVC + "aa");
        assertThat(join()).containsExactly(both.replace(" ", ""), one(0, HEVC, 1, "05"), "v91" + HEVC + "aa");
        publish(codecs, "v91" + HEVC + "bb");
        assertThat(join()).containsExactly(codecs.replace(" ", ""), "v91" + HEVC + "bb");
    }

    @Test
    void x5_endOfOneTrackLeavesTheOthers() {
        publish("v90" + HEVC + "01", one(0, HEVC, 1, "02"), one(2, HEVC, 1, ""), "v91" + HEVC + "aa");
        assertThat(join()).containsExactly("v90" + HEVC + "01", "v91" + HEVC + "aa");
    }

    @Test
    void x5_audioTracksAreKeptByTrackToo() {
        publish("a90" + OPUS + "01", "a95 00" + OPUS + "01 02", "a95 04" + OPUS + "01 03", "v1701000000");
        assertThat(join())
                .containsExactly("a90" + OPUS + "01", "a9500" + OPUS + "0102", "a9504" + OPUS + "0103", "v1701000000");
    }

    @Test
    void x5_playersBeginAtAKeyFrameOfTheDefaultTrack() {
        publish("v91" + HEVC + "aa", one(1, HEVC, 1, "bb"), "va1" + HEVC + "cc", one(1, HEVC, 1, "dd"));
        assertThat(join())
                .containsExactly(
                        "v91" + HEVC + "aa", one(1, HEVC, 1, "bb"), "va1" + HEVC + "cc", one(1, HEVC, 1, "dd"));
    }

    @Test
    void x5_tracksWithoutEndDoNotGrowTheCache() {
        for (int track = 0; track < 256; track++) {
            publish(one(0, HEVC, track, "01"));
        }
        publish("v1701000000");
        assertThat(join()).hasSize(32 + 1).first().isEqualTo(one(0, HEVC, 224, "01"));
        publish("v90" + HEVC + "ff".repeat(65_536), "v1701000000");
        assertThat(join()).as("too large to be kept").hasSize(32 + 1);
    }

    @Test
    void x6_privateHevcIsRelayedAndItsHeaderKept() {
        publish("v1c00000000aa", "v1c01000000bb", "v2c01000000cc");
        assertThat(join()).containsExactly("v1c00000000aa", "v1c01000000bb", "v2c01000000cc");
    }

    /** A message about one track. */
    private static String one(int packetType, String codec, int track, String payload) {
        return "v96" + "0" + packetType + codec + "%02x".formatted(track) + payload;
    }

    /** Each begins with a or v. */
    private void publish(String... messages) {
        for (String each : messages) {
            String hex = each.substring(1).replace(" ", "");
            publisher.send(each.charAt(0) == 'a' ? new Wire().audio(0, hex) : new Wire().video(0, hex));
        }
    }

    private List<String> join() {
        return words(relay.player("a"));
    }

    private static List<String> words(EmbeddedClient player) {
        return player.received().stream()
                .filter(RtmpClient.Message::isMedia)
                .map(message -> (message.isAudio() ? "a" : "v") + shortened(ByteBufUtil.hexDump(message.body())))
                .toList();
    }

    private static String shortened(String hex) {
        return hex.length() < 200
                ? hex
                : hex.substring(0, 20) + "…" + hex.length() + "…" + hex.substring(hex.length() - 20);
    }
}
