package io.parley.ejb.room;

import io.parley.persistence.audit.Refused;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Does requests in transactions of several: while one transaction runs, others come, and the next one takes all that wait. So a request
 * that comes alone waits for nothing, and a crowd shares locks, round trips and commits. Requests with the same key go through the same
 * lane, one transaction after another, in order. Thread-safe; {@link #submit} never blocks.
 *
 * @param <T> a request
 * @param <R> its answer
 */
public final class GroupCommit<T, R> {

    /** The outcome of one request of a transaction that has committed. @param refused the refusal, null where there is an answer */
    public record Outcome<R>(@Nullable R answer, @Nullable RuntimeException refused) {

        static <R> Outcome<R> of(R answer) {
            return new Outcome<>(answer, null);
        }

        static <R> Outcome<R> refused(RuntimeException why) {
            return new Outcome<>(null, why);
        }
    }

    /** So many that fail one after the other are no single one's fault: the database may be away. */
    private static final int HOPELESS = 3;

    private record Waiting<T, R>(T request, CompletableFuture<R> answer, long since) {}

    private final List<Lane> lanes = new ArrayList<>();
    private final int most;
    private final Executor executor;
    private final LongSupplier clockMs;
    private final Function<List<T>, List<Outcome<R>>> transaction;

    /**
     * @param lanes transactions that may run at a time, at least 1
     * @param most requests of one transaction, at least 1
     * @param executor has a thread for each lane
     * @param clockMs monotonic, in milliseconds
     * @param transaction does the requests, and has committed when it returns their outcomes, in the same order; where it throws, nothing
     *     of them has happened
     */
    GroupCommit(
            int lanes,
            int most,
            Executor executor,
            LongSupplier clockMs,
            Function<List<T>, List<Outcome<R>>> transaction) {
        for (int i = 0; i < lanes; i++) {
            this.lanes.add(new Lane());
        }
        this.most = most;
        this.executor = executor;
        this.clockMs = clockMs;
        this.transaction = transaction;
    }

    /** Has the request done; the answer comes after the commit, on a lane's thread, which it must not keep. */
    CompletionStage<R> submit(Object key, T request) {
        Waiting<T, R> waiting = new Waiting<>(request, new CompletableFuture<>(), clockMs.getAsLong());
        lanes.get(Math.floorMod(key.hashCode(), lanes.size())).add(waiting);
        return waiting.answer();
    }

    /** The time that the oldest request has waited for its transaction to begin, in milliseconds; 0 if none waits. */
    long oldestWaitMs() {
        long now = clockMs.getAsLong();
        return lanes.stream().mapToLong(lane -> lane.waitMs(now)).max().orElse(0);
    }

    private final class Lane {

        private final Deque<Waiting<T, R>> queue = new ArrayDeque<>();
        private boolean running;

        void add(Waiting<T, R> waiting) {
            synchronized (this) {
                queue.add(waiting);
                if (running) {
                    return;
                }
                running = true;
            }
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException | Error e) {
                refuseAll(e); // the server stops, or has no thread left
            }
        }

        synchronized long waitMs(long now) {
            Waiting<T, R> oldest = queue.peek();
            return oldest == null ? 0 : now - oldest.since();
        }

        private void run() {
            for (List<Waiting<T, R>> group = next(); !group.isEmpty(); group = next()) {
                perform(group);
            }
        }

        private synchronized List<Waiting<T, R>> next() {
            List<Waiting<T, R>> group = new ArrayList<>(Math.min(most, queue.size()));
            while (group.size() < most && !queue.isEmpty()) {
                group.add(queue.remove());
            }
            running = !group.isEmpty();
            return group;
        }

        private synchronized void refuseAll(Throwable why) {
            queue.forEach(waiting -> waiting.answer().completeExceptionally(why));
            queue.clear();
            running = false;
        }
    }

    /** One of them may be what no transaction can do: it must not stand in the others' way. Where nothing can be done, none is tried. */
    private void performSingly(List<Waiting<T, R>> group) {
        int failed = 0;
        for (Waiting<T, R> waiting : group) {
            if (failed < HOPELESS) {
                failed = perform(List.of(waiting)) ? 0 : failed + 1;
            } else {
                waiting.answer().completeExceptionally(new IllegalStateException("its transaction's group failed"));
            }
        }
    }

    /** @return false when the transaction failed; that somebody was refused is no failure */
    private boolean perform(List<Waiting<T, R>> group) {
        List<Outcome<R>> outcomes;
        try {
            outcomes = transaction.apply(group.stream().map(Waiting::request).toList());
        } catch (RuntimeException | Error e) {
            // An error, too, must not be the end of the lane: everybody behind it would wait for ever.
            if (group.size() == 1) {
                group.get(0).answer().completeExceptionally(e);
            } else {
                performSingly(group);
            }
            return e instanceof Refused;
        }
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome<R> outcome = outcomes.get(i);
            CompletableFuture<R> answer = group.get(i).answer();
            if (outcome.refused() != null) {
                answer.completeExceptionally(outcome.refused());
            } else {
                answer.complete(outcome.answer());
            }
        }
        return true;
    }
}
