package io.parley.persistence.id;

import io.parley.persistence.audit.Refusal;
import org.jspecify.annotations.Nullable;

/** A room of one app. The same roomID always means the same room. */
public record RoomId(String value) {

    /** In UTF-8 bytes. */
    public static final int MAX_BYTES = 128;

    public RoomId {
        value = Identifiers.room(
                value, MAX_BYTES, Refusal.ROOM_ID_EMPTY, Refusal.ROOM_ID_ILLEGAL, Refusal.ROOM_ID_TOO_LONG);
    }

    /** Checks what a client sent, absent included. */
    @SuppressWarnings("NullAway") // the constructor refuses null with the right word
    public static RoomId of(@Nullable String value) {
        return new RoomId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
