package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The players of one stream on one event loop, woken together: by at most one pending task from another thread, and by nothing that
 * threads share from its own.
 */
final class EventLoopPlayers implements Runnable, Wakeup {

    /** So few sends are cheaper one by one than by way of a ring. */
    private static final int FEW = 2;

    private final EventLoop eventLoop;
    private final WriteBatcher deliveries;
    private final Runnable whenEmpty;
    private final AtomicBoolean pending = new AtomicBoolean();
    private final List<Player> players = new ArrayList<>();
    private boolean isReady;

    /** @param whenEmpty run when the last player has left */
    EventLoopPlayers(EventLoop eventLoop, WriteBatcher deliveries, Runnable whenEmpty) {
        this.eventLoop = eventLoop;
        this.deliveries = deliveries;
        this.whenEmpty = whenEmpty;
    }

    @Override
    public void wake() {
        if (eventLoop.inEventLoop()) {
            wakeHere();
            return;
        }
        if (!pending.compareAndSet(false, true)) {
            return;
        }
        try {
            eventLoop.execute(this);
        } catch (RejectedExecutionException stopped) {
            pending.set(false);
        }
    }

    @Override
    public void run() {
        // Before reading, so that what is appended meanwhile wakes again.
        pending.set(false);
        wakeHere();
    }

    private void wakeHere() {
        if (!isReady) {
            isReady = true;
            deliveries.soon(this);
        }
    }

    /** Lets every player read on. */
    void drain(@Nullable IoUringSender ring, long now) {
        isReady = false;
        // Backward: a player may leave while it drains, those before it stay where they are.
        for (int i = players.size() - 1; i >= 0; i--) {
            Player player = players.get(i);
            if (ring == null || !player.offer(ring, now)) {
                player.drain(now);
            }
        }
    }

    void add(Player player) {
        players.add(player);
    }

    void remove(Player player) {
        players.remove(player);
        if (players.isEmpty()) {
            whenEmpty.run();
        }
    }

    /** True when a ring would cost more than it saves. */
    boolean isSmall() {
        return players.size() <= FEW;
    }
}
