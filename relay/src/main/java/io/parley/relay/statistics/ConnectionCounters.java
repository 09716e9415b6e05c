package io.parley.relay.statistics;

import java.util.Map;

/**
 * The connections of a relay since its start. When nothing comes or goes, {@code accepted} is {@code active} and all of
 * {@code closed} together.
 *
 * @param accepted connections taken from the operating system, those closed at once included
 * @param active connections now
 * @param closed connections closed, by reason; every reason is there
 * @param refusedUnasked requests refused without asking the gate, because it had refused too many from that address
 */
public record ConnectionCounters(long accepted, long active, Map<CloseReason, Long> closed, long refusedUnasked) {

    /** Takes a copy. */
    public ConnectionCounters {
        closed = Map.copyOf(closed);
    }

    /** Connections closed for this reason. */
    public long closed(CloseReason reason) {
        return closed.getOrDefault(reason, 0L);
    }
}
