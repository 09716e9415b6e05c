package io.parley.relay.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaKindTest {

    @ParameterizedTest
    @CsvSource({
        "1700000000, VIDEO_HEADER",
        "1701000000, VIDEO_KEY",
        "2701000000, VIDEO",
        "1702000000, VIDEO",
        "1c00000000, VIDEO_HEADER",
        "1c01000000, VIDEO_KEY",
        "1200, VIDEO_KEY",
        "2200, VIDEO",
        "17, VIDEO",
        "9068766331, VIDEO_HEADER",
        "9168766331, VIDEO_KEY",
        "9368766331, VIDEO_KEY",
        "a168766331, VIDEO",
        "9268766331, VIDEO",
        "97 02 000000 01 68766331, VIDEO_KEY",
        "97 ff 0001 0000 00 68766331, VIDEO_HEADER",
        "9468766331, VIDEO_HEADER",
        "9568766331, VIDEO_HEADER",
        "b168766331, VIDEO",
        "9f68766331, VIDEO",
        "d000, VIDEO",
        "d100, VIDEO",
        "d468766331, VIDEO_HEADER",
        "5700, VIDEO",
        "5701, VIDEO",
        "5c00, VIDEO",
        "9168766331, VIDEO_KEY",
        "96 01 68766331 00, VIDEO_KEY",
        "96 01 68766331 01, VIDEO",
        "96 11 68766331 01 000001aa 00 000001bb, VIDEO_KEY",
        "96 11 68766331 01 000001aa 02 000001bb, VIDEO",
        "96 21 68766331 01 000001aa 61766331 00 000001bb, VIDEO_KEY",
        "96 00 68766331 03, VIDEO_HEADER",
        "97 00 ff 06 01 68766331 00, VIDEO_KEY",
    })
    void x2_videoIsClassified(String hex, MediaKind kind) {
        assertThat(MediaKind.ofVideo(bytes(hex))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "af001210, AUDIO_HEADER",
        "af01aabb, AUDIO",
        "2fff, AUDIO",
        "904f707573, AUDIO_HEADER",
        "914f707573, AUDIO",
        "'', AUDIO",
        "af, AUDIO",
        "90664c6143, AUDIO_HEADER",
        "944f707573, AUDIO_HEADER",
        "924f707573, AUDIO",
        "97000001 4f707573, AUDIO",
        "97000000 4f707573, AUDIO_HEADER",
        "95 00 4f707573 02, AUDIO_HEADER"
    })
    void x3_audioIsClassified(String hex, MediaKind kind) {
        assertThat(MediaKind.ofAudio(bytes(hex))).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "97",
                "97 ff",
                "97 00",
                "97 00 00",
                "97 20 00",
                "97 ff ffff",
                "97 ff 0001 0000",
                "97 000007",
                "97 000007 000007",
                "97 00 00 01",
                "90",
                "91 687663",
                "96",
                "96 01",
                "96 01 68766331",
                "96 21 68766331"
            })
    void x4_videoThatEndsBeforeItSaysWhatItIsIsNothing(String hex) {
        assertThat(MediaKind.ofVideo(bytes(hex))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"97", "97 00", "97 10 00", "97 ff 00", "90", "91 4f7075", "95 00 4f707573"})
    void x4_audioThatEndsBeforeItSaysWhatItIsIsNothing(String hex) {
        assertThat(MediaKind.ofAudio(bytes(hex))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2701000050 aa, true",
        "2701ffffb0 aa, true",
        "2701000000 aa, false",
        "2700000050 aa, false",
        "2c01000050 aa, true",
        "22 01000050 aa, false",
        "27, false",
        "'', false",
        "a1 68766331 000050 aa, true",
        "a1 61766331 000050 aa, true",
        "a1 76766331 000050 aa, true",
        "a1 68766331 000000 aa, false",
        "a1 68766331 0000, false",
        "a3 68766331 000050 aa, false",
        "a1 61763031 000050 aa, false",
        "a1 76703039 000050 aa, false",
        "90 68766331 000050 aa, false",
        "a7 02 000000 01 68766331 000050 aa, true",
        "a7 02 000000 03 68766331 000050 aa, false",
        "a7 02, false",
        "a6 01 68766331 00 000050 aa, true",
        "a6 01 68766331 03 000000 aa, false",
        "a6 11 68766331 00 000003 000000 01 000003 000050, true",
        "a6 11 68766331 00 000003 000000 01 000003 000000, false",
        "a6 21 61763031 00 000003 000050 61766331 01 000003 000050, true",
        "a6 21 61763031 00 000003 000050 61766331 01 000003 000000, false",
        "a6 21 61766331 00 ffffff 000050, true",
        "a7 00 ff 06 01 68766331 00 000050, true",
    })
    void p7_framesWithACompositionTimeAreReordered(String hex, boolean reordered) {
        assertThat(MediaKind.isReordered(bytes(hex))).isEqualTo(reordered);
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }
}
