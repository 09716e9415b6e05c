package io.parley.ejb.room;

import io.parley.persistence.id.CallId;
import io.parley.persistence.room.RoomInfo;
import io.parley.persistence.room.RoomKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room as of event number {@code seq}, as one user sees it.
 *
 * @param stayId the stay of the user it was made for
 * @param resumeKey the secret by which the user can come back to this stay, null where it was not asked for
 * @param users everybody but that user, at most {@link #MOST_USERS}, those who have been there for longest; nobody for a user who does not
 *     want to know
 * @param streams everybody's but that user's
 * @param ownStreams that user's live streams
 * @param graceSeconds how long the user may be away, null for the server's own time
 * @param extraInfo what the room's users share, null when nobody wrote it
 */
public record RoomSnapshot(
        RoomKey room,
        CallId call,
        long stayId,
        UserView self,
        @Nullable String resumeKey,
        long seq,
        List<UserView> users,
        List<StreamView> streams,
        List<String> ownStreams,
        @Nullable RoomInfo extraInfo,
        @Nullable Instant tokenExpiresAt,
        @Nullable Integer graceSeconds) {

    /** Users that are told to somebody who comes in. */
    public static final int MOST_USERS = 500;

    /** The same without lists, for whoever keeps it for long. */
    public RoomSnapshot withoutLists() {
        return new RoomSnapshot(
                room,
                call,
                stayId,
                self,
                null,
                seq,
                List.of(),
                List.of(),
                List.of(),
                null,
                tokenExpiresAt,
                graceSeconds);
    }
}
