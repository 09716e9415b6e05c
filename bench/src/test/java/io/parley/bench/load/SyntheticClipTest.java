package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SyntheticClipTest {

    private final Clip clip = SyntheticClip.make();

    @Test
    void hasTheShapeOfACall() {
        assertThat(clip.messages().stream().filter(m -> m.type() == Clip.VIDEO)).hasSize(SyntheticClip.FRAMES);
        assertThat(clip.messages().stream().filter(m -> m.type() == Clip.AUDIO)).hasSize(SyntheticClip.AUDIO_MESSAGES);
        int bytes = clip.messages().stream().mapToInt(m -> m.body().length).sum();
        assertThat(bytes * 8.0 / clip.lengthMs()).isBetween(830.0, 870.0);
        assertThat(clip.isStampable()).isTrue();
    }

    @Test
    void framesAreWholeNalUnits() {
        boolean isFirst = true;
        for (Clip.Message message : clip.messages()) {
            byte[] body = message.body();
            if (message.type() == Clip.VIDEO) {
                assertThat(Clip.isAvcFrame(body, body.length)).isTrue();
                assertThat(Clip.isKeyFrame(body)).isEqualTo(isFirst);
                ByteBuffer units = ByteBuffer.wrap(body, 5, body.length - 5);
                while (units.hasRemaining()) {
                    int length = units.getInt();
                    units.position(units.position() + length);
                }
                isFirst = false;
            }
        }
    }

    @Test
    void parameterSetsSayBaselineAt640By360() {
        byte[] config = clip.videoConfig();

        assertThat(config).startsWith(0x17, 0, 0, 0, 0, 1, 66, 0xc0, 30, 0xff, 0xe1, 0);
        // reckoned by hand: 40 by 23 macroblocks, 8 rows cropped
        assertThat(config).containsSequence(0x67, 0x42, 0xc0, 0x1e, 0xda, 0x02, 0x80, 0xbf, 0xe5);
        assertThat(Clip.isConfig(Clip.VIDEO, config, config.length)).isTrue();
        assertThat(Clip.isConfig(Clip.AUDIO, clip.audioConfig(), 4)).isTrue();
    }
}
