package io.parley.adapter.inbound;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ids that were told to end while their acceptance was between commit and relay: their end must not get lost there. */
final class PendingCloses {

    /** Ends media in the relay; false when the relay does not know the id. */
    @FunctionalInterface
    interface Closer {
        boolean close(long id);
    }

    private final Set<Long> inFlight = ConcurrentHashMap.newKeySet();
    private final Set<Long> marked = ConcurrentHashMap.newKeySet();

    /** Before the commit of this id can become visible to others. */
    void begin(long id) {
        inFlight.add(id);
    }

    /** After the relay knows the id, or never will. */
    void finish(long id, Closer closer) {
        inFlight.remove(id);
        if (marked.remove(id)) {
            closer.close(id);
        }
    }

    void cut(long id, Closer closer) {
        if (closer.close(id)) {
            return;
        }
        boolean onItsWay = inFlight.contains(id);
        if (onItsWay) {
            marked.add(id);
        }
        // Since the first look the delivery may have finished: then it is closed here or not at all.
        if (!onItsWay || !inFlight.contains(id) && marked.remove(id)) {
            closer.close(id);
        }
    }
}
