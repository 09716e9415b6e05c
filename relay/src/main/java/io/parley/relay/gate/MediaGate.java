package io.parley.relay.gate;

import io.parley.relay.config.RelaySetting;

/**
 * Decides who may publish and play, and is told when each accepted publication or playback has ended.
 *
 * <p>The relay asks before it accepts anything and fails closed: without an answer within
 * {@link RelaySetting#GATE_TIMEOUT_MS} the client is refused, and an acceptance that comes later is answered with the
 * matching {@code ended} call. Every accepted id is reported as ended exactly once, whatever ended it.
 *
 * <p>All methods are called on relay event loops and must not block: hand over to another thread.
 */
public interface MediaGate {

    /** A client wants to publish; it has been answered nothing yet. */
    void authorizePublish(MediaRequest request, GateReply reply);

    /** A client wants to play; it has been answered nothing yet. */
    void authorizePlay(MediaRequest request, GateReply reply);

    /** A publication that the gate had accepted is over. */
    void publishEnded(MediaEnd end);

    /** A playback that the gate had accepted is over. */
    void playEnded(MediaEnd end);

    /**
     * A recording is over, or one that an earlier process did not finish has been made whole. Reported at least once: when the process
     * ends before {@code taken} is run, the next one reports it again. On the recorder's thread.
     */
    default void recorded(RecordingEnd end, Runnable taken) {
        taken.run();
    }
}
