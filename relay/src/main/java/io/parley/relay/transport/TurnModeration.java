package io.parley.relay.transport;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Keeps the turns of a busy event loop apart, as network cards do with interrupts: hundreds of publishers' messages would wake the loop
 * one by one, and waking up costs as much as the work. A loop that is woken less often than that waits for nothing. One for each
 * event loop, confined to it.
 */
final class TurnModeration implements SelectStrategy {

    /** The mean goes back over so many turns. */
    private static final int TURNS = 16;

    private final long interval;
    private final LongSupplier clock;
    private final LongConsumer pause;
    private long began;
    private long mean;

    /** @param intervalUs the shortest time from turn to turn, in microseconds; 0 to wait for nothing */
    TurnModeration(int intervalUs) {
        this(intervalUs, System::nanoTime, LockSupport::parkNanos);
    }

    /**
     * @param clock monotonic nanoseconds
     * @param pause waits for so many nanoseconds
     */
    TurnModeration(int intervalUs, LongSupplier clock, LongConsumer pause) {
        this.interval = TimeUnit.MICROSECONDS.toNanos(intervalUs);
        this.clock = clock;
        this.pause = pause;
        this.began = clock.getAsLong();
        this.mean = 4 * interval;
    }

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }
        if (interval > 0) {
            keepApart();
        }
        return SELECT;
    }

    private void keepApart() {
        long now = clock.getAsLong();
        long passed = now - began;
        if (isBusy() && passed < interval) {
            pause.accept(interval - passed);
            now = clock.getAsLong();
            passed = now - began;
        }
        began = now;
        // A long silence is not remembered for longer than a short one.
        mean += (Math.min(passed, 4 * interval) - mean) / TURNS;
    }

    /** Turns that are kept apart come a little more rarely than that, and are to stay so. */
    private boolean isBusy() {
        return mean < interval + interval / 2;
    }
}
