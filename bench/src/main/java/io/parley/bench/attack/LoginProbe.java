package io.parley.bench.attack;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/** Somebody who logs in to a room, logs out and comes back, all the time: connection, upgrade, token, transaction. */
final class LoginProbe {

    private static final long EVERY_MS = 100;

    private final Victim victim;
    private final String token;
    private final Histogram micros = new Histogram(3);
    private int failed;
    private int number;

    LoginProbe(Victim victim, String token) {
        this.victim = victim;
        this.token = token;
    }

    /** Blocks for so many seconds. */
    void run(int seconds) {
        micros.reset();
        failed = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            try (Signal signal = new Signal(victim)) {
                signal.login(victim, "probe-" + number++ % 50, "probe", token);
                micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
                signal.request("logout", Map.of());
            } catch (ExecutionException | TimeoutException | IllegalStateException e) {
                failed++;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            Attack.pause(EVERY_MS);
        }
    }

    double p50() {
        return micros.getValueAtPercentile(50) / 1_000.0;
    }

    double p99() {
        return micros.getValueAtPercentile(99) / 1_000.0;
    }

    long count() {
        return micros.getTotalCount();
    }

    int failed() {
        return failed;
    }
}
