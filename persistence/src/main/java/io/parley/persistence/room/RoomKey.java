package io.parley.persistence.room;

import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;

/** Names a room across apps. */
@Embeddable
public record RoomKey(
        @Column(name = "app_id") long appId,
        @Column(name = "room_id") String roomId) implements Serializable {

    public static RoomKey of(AppId app, RoomId room) {
        return new RoomKey(app.value(), room.value());
    }
}
