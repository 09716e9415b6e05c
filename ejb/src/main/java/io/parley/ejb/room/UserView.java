package io.parley.ejb.room;

import io.parley.persistence.room.RoomUser;

/** A user as others see it. */
public record UserView(String userId, String userName) {

    public static UserView of(RoomUser user) {
        return new UserView(user.userId(), user.userName());
    }
}
