package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one event loop to players: everything that became due in one turn of the loop leaves together, by one system
 * call where the kernel has a ring for that. Confined to the event loop.
 */
final class WriteBatcher {

    /** Time within which the next delivery goes along with one that is due, in nanoseconds: a timer of its own costs more. */
    static final long TOGETHER = TimeUnit.MILLISECONDS.toNanos(2);

    static final long NEVER = Long.MAX_VALUE;

    private final EventLoop eventLoop;
    private final LongSupplier clock;
    private final boolean wantsRing;
    private final List<EventLoopPlayers> ready = new ArrayList<>();
    private final DelayedFeeds merging = new DelayedFeeds();
    private final DelayedFeeds audio = new DelayedFeeds();
    private final Runnable deliver = this::deliver;
    private final Runnable alarm = this::alarm;
    private boolean delivering;
    private long alarmAt = NEVER;
    private boolean begun;
    private @Nullable IoUringSender ring;

    WriteBatcher(EventLoop eventLoop, LongSupplier clock, boolean wantsRing) {
        this.eventLoop = eventLoop;
        this.clock = clock;
        this.wantsRing = wantsRing;
    }

    /** These players have something to read: they get it when the loop has read what its sockets have. */
    void soon(EventLoopPlayers players) {
        ready.add(players);
        if (!delivering) {
            delivering = true;
            eventLoop.execute(deliver);
        }
    }

    private void deliver() {
        delivering = false;
        IoUringSender shared = ready.size() == 1 && ready.get(0).isSmall() ? null : ring();
        long now = clock.getAsLong();
        for (int i = 0; i < ready.size(); i++) {
            ready.get(i).drain(shared, now);
        }
        ready.clear();
        if (shared != null && !shared.flush(now)) {
            ring = null;
        }
    }

    private @Nullable IoUringSender ring() {
        if (!begun) {
            begun = true;
            ring = wantsRing ? IoUringSender.open(eventLoop) : null;
        }
        return ring;
    }

    /**
     * Sees to it that what this feed holds back goes out at its due time at the latest.
     *
     * @param merged true when any message is held back, or audio alone: each for its own time
     */
    void later(StreamFeed feed, boolean merged) {
        (merged ? merging : audio).add(feed, feed.due());
        wakeBy(feed.due());
    }

    private void wakeBy(long due) {
        if (due < alarmAt) {
            alarmAt = due;
            eventLoop.schedule(alarm, Math.max(0, due - clock.getAsLong()), TimeUnit.NANOSECONDS);
        }
    }

    private void alarm() {
        alarmAt = NEVER;
        long until = clock.getAsLong() + TOGETHER;
        merging.release(until);
        audio.release(until);
        long next = Math.min(merging.next(), audio.next());
        if (next != NEVER) {
            wakeBy(next);
        }
    }

    /** Gives the ring back. */
    void close() {
        IoUringSender open = ring;
        ring = null;
        if (open != null) {
            open.destroy();
        }
    }
}
