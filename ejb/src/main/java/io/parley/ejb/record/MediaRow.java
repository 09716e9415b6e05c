package io.parley.ejb.record;

import io.parley.persistence.audit.EndReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A publication or a playback.
 *
 * @param userID who pushed, or who watched
 * @param ticketID of the media address it was opened with
 * @param bytes of media, known at the end
 */
public record MediaRow(
        long id,
        long stayID,
        @Nullable String callID,
        String roomID,
        String userID,
        String streamID,
        String protocol,
        String address,
        long ticketID,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant endedAtMax,
        @Nullable EndReason endReason,
        long bytes) {}
