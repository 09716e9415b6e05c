package io.parley.adapter.api;

import jakarta.ejb.ApplicationException;

/** The listener's "no". Rolls the delivery back, and the client is told in the words of its protocol. */
@ApplicationException(rollback = true)
public class MediaRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The reason as far as the client may know it. */
    public enum Reason {
        /** Another user publishes this stream. */
        IN_USE,
        /** The ticket does not allow this. */
        DENIED,
        /** There is nothing to play. */
        NOT_FOUND,
        /** The decision could not be made. */
        UNAVAILABLE
    }

    private final Reason reason;

    public MediaRefused(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
