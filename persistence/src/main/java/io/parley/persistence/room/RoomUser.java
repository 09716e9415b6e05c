package io.parley.persistence.room;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The claim "this user is in this room": at most one stay per user and room, by primary key. */
public record RoomUser(
        RoomKey room,
        String userId,
        String userName,
        long stayId,
        Instant joinedAt,
        ClientKind clientKind,
        long nodeId,
        byte @Nullable [] resumeHash,
        TokenRights rights) {

    @Override
    public String toString() {
        return "RoomUser[" + room + " " + userId + " stay " + stayId + "]";
    }
}
