package io.parley.relay.hub;

import org.jspecify.annotations.Nullable;

/**
 * Feeds that hold something back for equally long, so that those that began first are due first. A feed whose media has gone with
 * something else stays until its time has come; nothing is searched and nothing allocated. Confined to one event loop.
 */
final class DelayedFeeds {

    /** A feed that may hold something back. */
    interface Holder {

        /** Time at which it has to go, in monotonic nanoseconds; anything else when nothing is held back. */
        long due();

        /** The time has come. */
        void release();
    }

    private static final int BEGIN = 64;

    private @Nullable Holder[] feeds = new Holder[BEGIN];
    private long[] dues = new long[BEGIN];
    private int head;
    private int size;

    void add(Holder feed, long due) {
        if (size == feeds.length) {
            grow();
        }
        int tail = head + size & feeds.length - 1;
        feeds[tail] = feed;
        dues[tail] = due;
        size++;
    }

    /** Releases what is due by then and still held back. */
    void release(long until) {
        while (size > 0 && dues[head] <= until) {
            Holder feed = feeds[head];
            long due = dues[head];
            remove();
            // Another time is due when it was held back anew since.
            if (feed != null && feed.due() == due) {
                feed.release();
            }
        }
    }

    /** Time at which the next one has to go; {@link WriteBatcher#NEVER} when none has. */
    long next() {
        while (size > 0) {
            Holder feed = feeds[head];
            if (feed != null && feed.due() == dues[head]) {
                return dues[head];
            }
            remove();
        }
        return WriteBatcher.NEVER;
    }

    private void remove() {
        feeds[head] = null;
        head = head + 1 & feeds.length - 1;
        size--;
    }

    private void grow() {
        @Nullable Holder[] more = new Holder[2 * feeds.length];
        long[] moreDues = new long[more.length];
        for (int i = 0; i < size; i++) {
            more[i] = feeds[head + i & feeds.length - 1];
            moreDues[i] = dues[head + i & feeds.length - 1];
        }
        feeds = more;
        dues = moreDues;
        head = 0;
    }
}
