package io.parley.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Looks again and again until something is so, for what has no event to wait for. */
public final class Eventually {

    /** The longest wait for anything that is to happen: a broken test takes so long, no other one does. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    /** What may fail for now. */
    public interface Check {
        void run() throws Exception;
    }

    private Eventually() {}

    public static void holds(Check check) {
        holds(PATIENCE, check);
    }

    static void holds(Duration patience, Check check) {
        get(patience, () -> {
            check.run();
            return null;
        });
    }

    static <T> T get(Callable<T> source) {
        return get(PATIENCE, source);
    }

    /** The source's first answer that is no exception. */
    static <T> T get(Duration patience, Callable<T> source) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return source.call();
            } catch (Exception | AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("not so within " + patience + ": " + e.getMessage(), e);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
