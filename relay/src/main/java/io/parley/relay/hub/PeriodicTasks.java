package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The periodic work of all connections of one event loop, in one task: a timer for each would wake the loop hundreds of times
 * a second for nothing. A part of them at a time, because looking at hundreds of connections takes longer than a frame may wait. Confined
 * to its event loop.
 */
public final class PeriodicTasks implements Runnable {

    /** Looking at more connections than these takes longer than media may wait. */
    private static final int AT_ONCE = 32;

    private static final int SHORTEST_DELAY = 10;

    private final EventLoop eventLoop;
    private final int periodMs;
    private final List<Runnable> members = new ArrayList<>();
    private @Nullable Future<?> ticking;
    private int parts = 1;
    private int part;

    PeriodicTasks(EventLoop eventLoop, RelayConfig config) {
        this.eventLoop = eventLoop;
        int shortest = Math.min(
                Math.min(config.get(RelaySetting.PING_INTERVAL_MS), config.get(RelaySetting.DEAD_PEER_MS)),
                config.get(RelaySetting.STALL_MAX_MS));
        periodMs = Math.max(SHORTEST_DELAY, Math.min(1_000, shortest / 4));
    }

    /** Runs the task about once a second, or more often where a limit is short. */
    public void add(Runnable task) {
        members.add(task);
        if (ticking == null) {
            schedule();
        }
    }

    /** Stops running the task. */
    public void remove(Runnable task) {
        members.remove(task);
        Future<?> clock = ticking;
        if (members.isEmpty() && clock != null) {
            clock.cancel(false);
            ticking = null;
        }
    }

    private void schedule() {
        ticking = eventLoop.schedule(this, Math.max(SHORTEST_DELAY, periodMs / parts), TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        Future<?> now = ticking;
        for (int i = members.size() - 1 - part; i >= 0; i -= parts) {
            // A member may leave while it is told.
            if (i < members.size()) {
                members.get(i).run();
            }
        }
        if (++part >= parts) {
            part = 0;
            parts = 1 + members.size() / AT_ONCE;
        }
        if (ticking == now && now != null) {
            schedule();
        }
    }
}
