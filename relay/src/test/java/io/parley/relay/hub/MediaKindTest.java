package io.parley.relay.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "97 ff, VIDEO",
        "97 20 00, VIDEO",
        "96 01 68766331, VIDEO_KEY"
    })
    void videoIsClassified(String hex, MediaKind kind) {
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
        "95004f707573, AUDIO_HEADER"
    })
    void audioIsClassified(String hex, MediaKind kind) {
        assertThat(MediaKind.ofAudio(bytes(hex))).isEqualTo(kind);
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }
}
