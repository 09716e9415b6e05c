package io.parley.bench.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Lets time pass in the event loop, and looks at the server's memory meanwhile. */
final class RunClock {

    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long POLL_EVERY = TimeUnit.MILLISECONDS.toNanos(10);

    private final LoadLoop loop;
    private final MeasuredProcess server;
    private long nextLook = System.nanoTime();
    private double peakMb;

    RunClock(LoadLoop loop, MeasuredProcess server) {
        this.loop = loop;
        this.server = server;
    }

    /** The most memory seen. */
    double peakMb() {
        return peakMb;
    }

    void runUntil(long end) throws IOException {
        while (System.nanoTime() < end) {
            loop.runUntil(Math.min(end, nextLook));
            if (System.nanoTime() >= nextLook) {
                look();
            }
        }
    }

    void look() {
        peakMb = Math.max(peakMb, server.usage().rssMb());
        nextLook = System.nanoTime() + LOOK_EVERY;
    }

    void run(double seconds) throws IOException {
        runUntil(System.nanoTime() + nanos(seconds));
    }

    /** Runs until something is so, but no longer than given. */
    void await(BooleanSupplier condition, double seconds) throws IOException {
        long end = System.nanoTime() + nanos(seconds);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            runUntil(Math.min(end, System.nanoTime() + POLL_EVERY));
        }
    }

    static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }
}
