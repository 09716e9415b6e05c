package io.parley.persistence.stream;

import io.parley.persistence.room.RoomKey;
import java.time.Instant;

/** The claim "this user plays this stream": exists only while the user is inside. */
public record LivePlayer(
        RoomKey room,
        String streamId,
        String userId,
        long stayId,
        long playbackId,
        long publicationId,
        Instant startedAt,
        long ticketId) {}
