package io.parley.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The one thread's event loop: sockets that are ready, and publishers whose next message is due. */
final class LoadLoop implements AutoCloseable {

    private static final int READ_BYTES = 256 << 10;

    /** After how many sockets publishers get their turn: a flood of arrivals must not make pushing late. */
    private static final int EVENTS_PER_TURN = 16;

    /** Something that sends by the clock. */
    interface Paced {

        /** Time at which the next message is due, in nanoseconds of {@link System#nanoTime()}. */
        long due();

        /** Sends what is due; false when there will be nothing more. */
        boolean send(long now);
    }

    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    private final PriorityQueue<Paced> schedule = new PriorityQueue<>(Comparator.comparingLong(Paced::due));
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final Consumer<SelectionKey> handler = this::ready;
    private int events;

    LoadLoop() throws IOException {
        selector = Selector.open();
    }

    Selector selector() {
        return selector;
    }

    /** The buffer that all connections read into; its content is void after each event. */
    ByteBuffer in() {
        return in.clear();
    }

    void pace(Paced paced) {
        schedule.add(paced);
    }

    /** Runs a task when the present events are done with. */
    void later(Runnable task) {
        later.add(task);
    }

    /** Handles events until the given time; returns soon after it. */
    void runUntil(long end) throws IOException {
        long now = System.nanoTime();
        do {
            sendDue(now);
            for (int i = later.size(); i > 0; i--) {
                later.remove().run();
            }
            select(end);
            now = System.nanoTime();
        } while (now < end);
    }

    private void select(long end) throws IOException {
        Paced next = schedule.peek();
        long wake = next == null ? end : Math.min(end, next.due());
        // rounded up: sending is late by less than a millisecond, and the processor can rest meanwhile
        long millis = TimeUnit.NANOSECONDS.toMillis(wake - System.nanoTime() + 999_999);
        if (millis > 0 && later.isEmpty()) {
            selector.select(handler, millis);
        } else {
            selector.selectNow(handler);
        }
    }

    private void ready(SelectionKey key) {
        ((Connection) key.attachment()).ready();
        if (++events % EVENTS_PER_TURN == 0) {
            sendDue(System.nanoTime());
        }
    }

    private void sendDue(long now) {
        for (Paced next = schedule.peek(); next != null && next.due() <= now; next = schedule.peek()) {
            schedule.remove();
            if (next.send(now)) {
                schedule.add(next);
            }
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
