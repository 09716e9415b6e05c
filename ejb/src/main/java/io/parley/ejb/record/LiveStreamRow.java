package io.parley.ejb.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A live stream.
 *
 * @param silentMs since anything came of it, null while its server is another one
 * @param trouble a key of what is wrong with it, null when nothing is
 */
public record LiveStreamRow(
        String streamID,
        String roomID,
        String userID,
        Instant startedAt,
        @Nullable Long bytes,
        @Nullable Long silentMs,
        @Nullable String trouble) {}
