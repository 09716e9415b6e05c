package io.parley.ejb.room;

import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.room.JoiningUser;
import io.parley.persistence.room.RoomKey;
import org.jspecify.annotations.Nullable;

/**
 * A user wants into a room.
 *
 * @param token the room token as the client sent it; never log it
 * @param hearsUsers whether it wants to know who is inside, and who comes and goes
 * @param maxMemberCount seats if this login opens the room, at most the app's own number; 0 for that number
 */
public record LoginRequest(
        AppId app, RoomId room, @Nullable String token, JoiningUser user, boolean hearsUsers, int maxMemberCount) {

    RoomKey roomKey() {
        return RoomKey.of(app, room);
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "LoginRequest[" + app + " " + room + " " + user + "]";
    }
}
