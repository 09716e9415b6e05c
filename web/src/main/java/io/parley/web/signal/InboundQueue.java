package io.parley.web.signal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one connection that have arrived and are not yet handled: one at a time, in order, on the threads of an executor.
 * Bounded; {@link #offer} is called on I/O threads and never blocks.
 */
final class InboundQueue {

    /** Messages that may wait; more than a client may send in several seconds. */
    static final int MAX_MESSAGES = 256;

    /** Characters that may wait, at least one largest message. */
    static final int MAX_CHARACTERS = 4 * SignalEndpoint.MAX_MESSAGE;

    /** Messages of a turn; then other connections have theirs. */
    private static final int PER_TURN = 8;

    private final Deque<String> waiting = new ArrayDeque<>();
    private final Executor executor;
    private final Function<String, CompletionStage<?>> handler;
    private int characters;
    private boolean running;
    private boolean closed;

    /**
     * @param executor asked for a thread at each turn, and may choose another one each time
     * @param handler what it returns is complete when the message has been handled; until then the next one waits, and no thread does
     */
    InboundQueue(Executor executor, Function<String, CompletionStage<?>> handler) {
        this.executor = executor;
        this.handler = handler;
    }

    /** @return false if there is no room */
    boolean offer(String text) {
        synchronized (this) {
            if (closed) {
                return true;
            }
            if (waiting.size() >= MAX_MESSAGES || characters + text.length() > MAX_CHARACTERS) {
                return false;
            }
            waiting.add(text);
            characters += text.length();
            if (running) {
                return true;
            }
            running = true;
        }
        executor.execute(this::turn);
        return true;
    }

    /** Tells whether a message waits or is being handled. */
    synchronized boolean isBusy() {
        return running;
    }

    /** Forgets what waits: nobody hears the answer. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        characters = 0;
    }

    private void turn() {
        for (int i = 0; i < PER_TURN; i++) {
            String next = next();
            if (next == null) {
                return;
            }
            CompletableFuture<?> handled = handler.apply(next).toCompletableFuture();
            if (!handled.isDone()) {
                handled.whenComplete((nothing, failure) -> again());
                return;
            }
        }
        again();
    }

    private void again() {
        try {
            executor.execute(this::turn);
        } catch (RejectedExecutionException e) {
            close(); // the server stops
        }
    }

    private synchronized @Nullable String next() {
        String next = waiting.poll();
        if (next == null) {
            running = false;
        } else {
            characters -= next.length();
        }
        return next;
    }
}
