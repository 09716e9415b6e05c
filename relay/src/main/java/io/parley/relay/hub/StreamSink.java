package io.parley.relay.hub;

/**
 * A taker of a stream's media in one wire format: a player, a recording. Reads through its {@link StreamSubscription}, at its own pace
 * and on its own thread, until that is ended; then leaves.
 */
interface StreamSink {

    /** The call when there is something to read or the stream has ended; {@link Wakeup#NONE} for a sink that looks now and then. */
    Wakeup wakeup();

    /** The source has ended or was replaced: what is appended from now on is not its own. Under the stream's lock: only notes it. */
    void sourceEnded();

    /** True for a sink that statistics count as a player. */
    default boolean isPlayer() {
        return false;
    }
}
