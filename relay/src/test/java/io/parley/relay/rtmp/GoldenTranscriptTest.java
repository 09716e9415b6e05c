package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of real programs come to the same however the network cuts them. */
@Isolated("counts the memory of the whole process and changes the leak detector")
class GoldenTranscriptTest {

    @ParameterizedTest
    @CsvSource({
        "ffmpeg-push, publish a t, 90",
        "gstreamer-push, publish a null, 60",
        "obs-push, publish a t, 82",
        "enhanced-push, publish a null, 26",
        "ffmpeg-play, play a t, 0",
        "rtmpdump-play, play a t, 0",
        "gstreamer-play, play a null, 0"
    })
    void c21_recordedSessionsComeToTheSameHoweverTheyAreCut(String name, String asked, int leastMedia) {
        byte[] bytes = Corpus.connection(name);
        Replay.Session whole = Replay.sessionOnce(new byte[0], List.of(bytes));
        assertThat(whole.violation()).isNull();
        assertThat(whole.asked()).first().isEqualTo(asked);
        assertThat(whole.said()).contains("NetConnection.Connect.Success");
        assertThat(whole.relayed()).hasSizeGreaterThanOrEqualTo(leastMedia);
        Replay.manyTimes(() -> cutAtRandom(bytes, new Random(name.hashCode()), whole));
    }

    private static void cutAtRandom(byte[] bytes, Random random, Replay.Session expected) {
        for (int round = 0; round < 12; round++) {
            List<byte[]> segments = new ArrayList<>();
            int most = 1 << 5 + random.nextInt(9);
            for (int at = 0; at < bytes.length; ) {
                int end = Math.min(bytes.length, at + 1 + random.nextInt(most));
                segments.add(Arrays.copyOfRange(bytes, at, end));
                at = end;
            }
            assertThat(Replay.sessionOnce(new byte[0], segments)).isEqualTo(expected);
        }
    }
}
