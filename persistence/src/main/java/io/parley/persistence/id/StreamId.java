package io.parley.persistence.id;

import io.parley.persistence.audit.Refusal;
import org.jspecify.annotations.Nullable;

/** A stream of one app: at most one is live under it at any time. */
public record StreamId(String value) {

    /** In UTF-8 bytes. */
    public static final int MAX_BYTES = 256;

    public StreamId {
        value = Identifiers.stream(
                value, MAX_BYTES, Refusal.STREAM_ID_EMPTY, Refusal.STREAM_ID_ILLEGAL, Refusal.STREAM_ID_TOO_LONG);
    }

    /** Checks what a client sent, absent included. */
    @SuppressWarnings("NullAway") // the constructor refuses null with the right word
    public static StreamId of(@Nullable String value) {
        return new StreamId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
