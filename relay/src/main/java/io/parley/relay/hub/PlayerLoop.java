package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The players of one stream on one event loop, woken together by at most one pending task. */
final class PlayerLoop implements Runnable {

    private final EventLoop eventLoop;
    private final AtomicBoolean pending = new AtomicBoolean();
    private final List<Player> players = new ArrayList<>();

    PlayerLoop(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /** From any thread. */
    void wake() {
        if (!pending.get() && pending.compareAndSet(false, true)) {
            try {
                eventLoop.execute(this);
            } catch (RejectedExecutionException stopped) {
                pending.set(false);
            }
        }
    }

    @Override
    public void run() {
        // Before reading, so that what is appended meanwhile wakes again.
        pending.set(false);
        for (int i = players.size() - 1; i >= 0; i--) {
            // A player may leave while it drains, others stay where they are.
            players.get(i).drain();
        }
    }

    void add(Player player) {
        players.add(player);
    }

    void remove(Player player) {
        players.remove(player);
    }

    boolean isEmpty() {
        return players.isEmpty();
    }
}
