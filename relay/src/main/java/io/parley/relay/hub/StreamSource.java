package io.parley.relay.hub;

import io.parley.relay.gate.EndCause;

/**
 * The origin of a stream's media: a publisher's session, or whatever else has got a {@link StreamFeed} for a stream. A stream has one at
 * a time.
 */
interface StreamSource {

    /** Counts media payload that came from here, in bytes; on the feed's event loop. */
    void count(long bytes);

    /**
     * Ends the source, since a newer one has the stream or the relay stops. On any thread and perhaps under the stream's lock: notes it
     * and hands over. False when it was over already.
     */
    boolean terminate(EndCause why);
}
