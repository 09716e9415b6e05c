package io.parley.ejb.record;

import io.parley.adapter.api.PublicationStatistics;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Problems of live streams that need an operator's attention. */
final class StreamProblem {

    /** A publisher that sends nothing for so long has trouble; a phone in a pocket does so for a second or two. */
    private static final Duration SILENT = Duration.ofSeconds(5);

    /** Without a key frame for so long nobody who joins sees anything. */
    private static final Duration NO_KEY_FRAME = Duration.ofSeconds(20);

    private StreamProblem() {}

    /** A key of its sentence, null when nothing is wrong. */
    static @Nullable String of(PublicationStatistics media) {
        if (media.sinceMessageMs() > SILENT.toMillis()) {
            return "silent";
        }
        boolean hasVideo = media.videoMessages() > 0;
        return hasVideo && media.sinceKeyFrameMs() > NO_KEY_FRAME.toMillis() ? "noKeyFrame" : null;
    }
}
