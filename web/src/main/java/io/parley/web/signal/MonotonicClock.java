package io.parley.web.signal;

import java.util.concurrent.TimeUnit;

/** Time that never jumps, in milliseconds: for waiting, not for showing. */
final class MonotonicClock {

    private MonotonicClock() {}

    static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
