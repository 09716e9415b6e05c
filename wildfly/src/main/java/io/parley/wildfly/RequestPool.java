package io.parley.wildfly;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for one kind of request. Requests of one kind never take a thread of another, and one address never takes more than three
 * quarters of them: its further requests wait until one of its own ends. Thread-safe.
 */
final class RequestPool {

    private static final long IDLE_SECONDS = 60;

    /** What one address has in this pool: requests on threads, and those that wait for them. */
    private static final class Share {
        private int running;
        private final Deque<Runnable> waiting = new ArrayDeque<>();
    }

    private final ThreadPoolExecutor threads;
    private final int mostPerAddress;
    private final int mostWaiting;
    private final Map<AddressKey, Share> shares = new HashMap<>();
    private int waiting;

    /**
     * @param name of the threads, {@code parley-<name>-<number>}
     * @param size most threads, at least 1
     * @param mostWaiting requests of all addresses that may wait, at least 1; half of them of one address
     */
    RequestPool(String name, int size, int mostWaiting) {
        this.mostPerAddress = Math.max(1, size * 3 / 4);
        this.mostWaiting = mostWaiting;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(mostWaiting), task -> {
                    Thread thread = new Thread(task, "parley-" + name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws RejectedExecutionException if too many wait; Undertow answers that with 503 */
    synchronized void execute(AddressKey address, Runnable task) {
        Share share = shares.computeIfAbsent(address, key -> new Share());
        if (share.running < mostPerAddress) {
            start(address, share, task);
        } else if (waiting < mostWaiting && share.waiting.size() < Math.max(1, mostWaiting / 2)) {
            share.waiting.add(task);
            waiting++;
        } else {
            throw new RejectedExecutionException("too many requests of this kind wait");
        }
    }

    private void start(AddressKey address, Share share, Runnable task) {
        share.running++;
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    finish(address, share);
                }
            });
        } catch (RejectedExecutionException e) {
            share.running--;
            forgetIdle(address, share);
            throw e;
        }
    }

    private synchronized void finish(AddressKey address, Share share) {
        share.running--;
        Runnable next = share.waiting.poll();
        if (next == null) {
            forgetIdle(address, share);
            return;
        }
        waiting--;
        // This thread is about to be free, so the queue has room for what it takes next.
        start(address, share, next);
    }

    private void forgetIdle(AddressKey address, Share share) {
        if (share.running == 0 && share.waiting.isEmpty()) {
            shares.remove(address);
        }
    }
}
