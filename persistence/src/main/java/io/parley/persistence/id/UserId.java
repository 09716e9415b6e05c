package io.parley.persistence.id;

import io.parley.persistence.audit.Refusal;
import org.jspecify.annotations.Nullable;

/** A user of one app. */
public record UserId(String value) {

    /** In UTF-8 bytes. */
    public static final int MAX_BYTES = 64;

    public UserId {
        value = Identifiers.room(
                value, MAX_BYTES, Refusal.USER_ID_EMPTY, Refusal.USER_ID_ILLEGAL, Refusal.USER_ID_TOO_LONG);
    }

    /** Checks what a client sent, absent included. */
    @SuppressWarnings("NullAway") // the constructor refuses null with the right word
    public static UserId of(@Nullable String value) {
        return new UserId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
