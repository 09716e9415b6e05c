package io.parley.adapter.inbound;

import io.parley.adapter.log.AdapterLogger;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that wait for a thread of the work manager. A few transactions at a time, because hundreds of begins and ends would otherwise
 * take the cores that running media needs. Requests go first: a client waits for the answer, while an end is only written down.
 * Neither list is longer than the connections that the relay lets in.
 */
final class DeliveryQueue {

    /** So many requests in a row, then an end, so that ends are not put off for ever. */
    private static final int IN_A_ROW = 4;

    private static final AdapterLogger LOG = AdapterLogger.of(DeliveryQueue.class);

    private final WorkManager workManager;
    private final int most;
    private final Consumer<Runnable> later;
    private final Queue<Work> requests = new ArrayDeque<>();
    private final Queue<Work> ends = new ArrayDeque<>();
    private int running;
    private int inARow;

    /**
     * @param most deliveries at a time
     * @param later does something after a while, for when there is no thread and others already rely on one
     */
    DeliveryQueue(WorkManager workManager, int most, Consumer<Runnable> later) {
        this.workManager = workManager;
        this.most = most;
        this.later = later;
    }

    /** Throws when it will not be run. */
    void addRequest(Work request) throws WorkException {
        submit(requests, request);
    }

    /** Throws when it will not be run. */
    void addEnd(Work end) throws WorkException {
        submit(ends, end);
    }

    private void submit(Queue<Work> queue, Work work) throws WorkException {
        synchronized (this) {
            queue.add(work);
            if (running == most) {
                return;
            }
            running++;
        }
        try {
            workManager.scheduleWork(new Turn());
        } catch (WorkException | RuntimeException | Error rejected) {
            boolean refused;
            boolean stranded;
            synchronized (this) {
                running--;
                // With others at work it has its turn all the same, or has had it.
                refused = running == 0 && queue.remove(work);
                stranded = running == 0 && isAnyWaiting();
            }
            if (stranded) {
                later.accept(this::resume); // they came meanwhile and were told that they would be run
            }
            if (refused) {
                throw rejected;
            }
        }
    }

    private boolean isAnyWaiting() {
        return !requests.isEmpty() || !ends.isEmpty();
    }

    private void resume() {
        synchronized (this) {
            if (running > 0 || !isAnyWaiting()) {
                return;
            }
            running++;
        }
        try {
            workManager.scheduleWork(new Turn());
        } catch (WorkException | RuntimeException | Error rejected) {
            synchronized (this) {
                running--;
            }
            later.accept(this::resume);
        }
    }

    private synchronized @Nullable Work next() {
        Work next = null;
        if (inARow < IN_A_ROW || ends.isEmpty()) {
            next = requests.poll();
        }
        if (next != null) {
            inARow++;
            return next;
        }
        inARow = 0;
        next = ends.poll();
        if (next == null) {
            running--;
        }
        return next;
    }

    /** One thread's turn: until nothing is left. */
    private final class Turn implements Work {

        @Override
        public void run() {
            for (Work work = next(); work != null; work = next()) {
                try {
                    work.run();
                } catch (RuntimeException | Error fault) {
                    LOG.deliveryFailed(fault);
                }
            }
        }

        @Override
        public void release() {
            // the transaction's own timeout ends a stuck delivery
        }
    }
}
