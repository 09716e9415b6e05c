package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import io.parley.relay.RelayConfig;
import io.parley.relay.RelaySetting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of one event loop do now and then, in one task: a timer for each would wake the loop hundreds of times
 * a second for nothing. Confined to its event loop.
 */
public final class LoopTicker implements Runnable {

    private final EventLoop eventLoop;
    private final int periodMs;
    private final List<Runnable> members = new ArrayList<>();
    private @Nullable Future<?> ticking;

    LoopTicker(EventLoop eventLoop, RelayConfig config) {
        this.eventLoop = eventLoop;
        int shortest = Math.min(
                Math.min(config.get(RelaySetting.PING_INTERVAL_MS), config.get(RelaySetting.DEAD_PEER_MS)),
                config.get(RelaySetting.STALL_MAX_MS));
        periodMs = Math.max(10, Math.min(1_000, shortest / 4));
    }

    /** Runs the task about once a second, or more often where a limit is short. */
    public void add(Runnable task) {
        members.add(task);
        if (ticking == null) {
            ticking = eventLoop.scheduleWithFixedDelay(this, periodMs, periodMs, TimeUnit.MILLISECONDS);
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

    @Override
    public void run() {
        for (int i = members.size() - 1; i >= 0; i--) {
            // A member may leave while it is told.
            if (i < members.size()) {
                members.get(i).run();
            }
        }
    }
}
