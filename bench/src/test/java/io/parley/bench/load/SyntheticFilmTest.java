package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SyntheticFilmTest {

    private final Film film = SyntheticFilm.make();

    @Test
    void hasTheShapeOfACall() {
        assertThat(film.messages().stream().filter(m -> m.type() == Film.VIDEO)).hasSize(SyntheticFilm.FRAMES);
        assertThat(film.messages().stream().filter(m -> m.type() == Film.AUDIO)).hasSize(SyntheticFilm.AUDIO_MESSAGES);
        int bytes = film.messages().stream().mapToInt(m -> m.body().length).sum();
        assertThat(bytes * 8.0 / film.lengthMs()).isBetween(830.0, 870.0);
        assertThat(film.isStampable()).isTrue();
    }

    @Test
    void framesAreWholeNalUnits() {
        boolean isFirst = true;
        for (Film.Message message : film.messages()) {
            byte[] body = message.body();
            if (message.type() == Film.VIDEO) {
                assertThat(Film.isAvcFrame(body, body.length)).isTrue();
                assertThat(Film.isKeyFrame(body)).isEqualTo(isFirst);
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
        byte[] config = film.videoConfig();

        assertThat(config).startsWith(0x17, 0, 0, 0, 0, 1, 66, 0xc0, 30, 0xff, 0xe1, 0);
        // reckoned by hand: 40 by 23 macroblocks, 8 rows cropped
        assertThat(config).containsSequence(0x67, 0x42, 0xc0, 0x1e, 0xda, 0x02, 0x80, 0xbf, 0xe5);
        assertThat(Film.isConfig(Film.VIDEO, config, config.length)).isTrue();
        assertThat(Film.isConfig(Film.AUDIO, film.audioConfig(), 4)).isTrue();
    }
}
