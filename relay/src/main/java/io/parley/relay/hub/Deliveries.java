package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop has to hand to players: everything that became due in one turn of the loop leaves together, by one system
 * call where the kernel has a ring for that. Confined to the event loop.
 */
final class Deliveries {

    /** What is due so soon after something else goes along with it, in nanoseconds: a timer of its own costs more. */
    static final long TOGETHER = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long NEVER = Long.MAX_VALUE;

    private final EventLoop eventLoop;
    private final LongSupplier clock;
    private final boolean wantsRing;
    private final List<PlayerLoop> ready = new ArrayList<>();
    private final List<StreamFeed> waiting = new ArrayList<>();
    private final Runnable deliver = this::deliver;
    private final Runnable alarm = this::alarm;
    private boolean delivering;
    private long alarmAt = NEVER;
    private boolean begun;
    private @Nullable SendRing ring;

    Deliveries(EventLoop eventLoop, LongSupplier clock, boolean wantsRing) {
        this.eventLoop = eventLoop;
        this.clock = clock;
        this.wantsRing = wantsRing;
    }

    /** These players have something to read: they get it when the loop has read what its sockets have. */
    void soon(PlayerLoop players) {
        ready.add(players);
        if (!delivering) {
            delivering = true;
            eventLoop.execute(deliver);
        }
    }

    private void deliver() {
        delivering = false;
        SendRing shared = ready.size() == 1 && ready.get(0).isSmall() ? null : ring();
        long now = clock.getAsLong();
        for (int i = 0; i < ready.size(); i++) {
            ready.get(i).drain(shared, now);
        }
        ready.clear();
        if (shared != null && !shared.flush(now)) {
            ring = null;
        }
    }

    private @Nullable SendRing ring() {
        if (!begun) {
            begun = true;
            ring = wantsRing ? SendRing.open(eventLoop) : null;
        }
        return ring;
    }

    /** What this feed holds back goes out at its due time at the latest. */
    void later(StreamFeed feed) {
        waiting.add(feed);
        wakeBy(feed.due());
    }

    /** Something that waits is due earlier than it was. */
    void wakeBy(long due) {
        if (alarmAt == NEVER || due < alarmAt) {
            alarmAt = due;
            eventLoop.schedule(alarm, Math.max(0, due - clock.getAsLong()), TimeUnit.NANOSECONDS);
        }
    }

    private void alarm() {
        alarmAt = NEVER;
        long limit = clock.getAsLong() + TOGETHER;
        long next = NEVER;
        int kept = 0;
        for (int i = 0; i < waiting.size(); i++) {
            StreamFeed feed = waiting.get(i);
            if (feed.isHoldingBack() && feed.due() > limit) {
                waiting.set(kept++, feed);
                next = Math.min(next, feed.due());
            } else {
                feed.release();
            }
        }
        waiting.subList(kept, waiting.size()).clear();
        if (next != NEVER) {
            wakeBy(next);
        }
    }

    /** Gives the ring back. */
    void close() {
        SendRing open = ring;
        ring = null;
        if (open != null) {
            open.destroy();
        }
    }
}
