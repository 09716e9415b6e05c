package io.parley.relay.hub;

import io.parley.relay.gate.PlaybackStart;
import org.jspecify.annotations.Nullable;

/**
 * The place where a player joins a stream that runs already.
 *
 * @param headers the headers that it needs there
 * @param timestamp of the first message that it gets
 * @param catchUp the pressed frames that come before what its reader reads; null when there are none
 */
record JoinPoint(
        SequenceHeaders headers, int timestamp, @Nullable CatchUp catchUp) {

    /**
     * Chooses the place and moves the reader there, except where it is moved by writing {@link #catchUp}.
     *
     * @param most bytes of video that are pressed together
     */
    static JoinPoint of(StreamSubscription subscription, PlaybackStart mode, int most) {
        KeyFramePosition key = subscription.log().freshKey();
        if (key == null || mode == PlaybackStart.EDGE || !subscription.isVideoExpected()) {
            return edge(subscription);
        }
        CatchUp start = mode == PlaybackStart.SMOOTH ? null : CatchUp.of(subscription.log(), key, most);
        if (start != null) {
            return start.isWorthwhile()
                    ? new JoinPoint(subscription.headers(), start.firstTimestamp(), start)
                    : edge(subscription);
        }
        return subscription.reader().moveTo(key.segment(), key.entry())
                ? new JoinPoint(key.headers(), key.timestamp(), null)
                : edge(subscription);
    }

    private static JoinPoint edge(StreamSubscription subscription) {
        subscription.reader().moveToEdge();
        return new JoinPoint(subscription.headers(), subscription.reader().timestamp(), null);
    }
}
