package io.parley.persistence.stream;

import io.parley.persistence.room.RoomKey;
import java.time.Instant;

/** The claim "this stream is live": at most one per app and streamID, by primary key, and only while its publisher is inside. */
public record LiveStream(
        RoomKey room,
        String streamId,
        String userId,
        long stayId,
        long publicationId,
        Instant startedAt,
        String extraInfo,
        long ticketId) {}
