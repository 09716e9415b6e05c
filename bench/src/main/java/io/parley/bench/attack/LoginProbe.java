package io.parley.bench.attack;

import io.parley.bench.server.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * People who log in to rooms of their own, log out and come back, all the time: connection, upgrade, token, transaction. A few at a
 * time, so that a short run has some hundred logins to take a percentile of.
 */
final class LoginProbe {

    private static final int PEOPLE = 4;
    private static final long EVERY_MS = 100;
    private static final int ROOMS = 50;

    private final Victim victim;
    private final String token;
    private final ConcurrentHistogram micros = new ConcurrentHistogram(3);
    private final AtomicInteger failed = new AtomicInteger();

    LoginProbe(Victim victim, String token) {
        this.victim = victim;
        this.token = token;
    }

    /** Blocks for so many seconds. */
    void run(int seconds) throws InterruptedException {
        micros.reset();
        failed.set(0);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Thread> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            int person = i;
            Thread each = new Thread(() -> comeAndGo(person, end), "probe-" + i);
            people.add(each);
            each.start();
        }
        for (Thread each : people) {
            each.join();
        }
    }

    private void comeAndGo(int person, long end) {
        for (int number = 0; System.nanoTime() < end; number++) {
            long start = System.nanoTime();
            try (Signal signal = new Signal(victim.url())) {
                signal.login(victim.app(), "probe-" + person + "-" + number % ROOMS, "probe", token);
                micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
                signal.request("logout", Map.of());
            } catch (ExecutionException | TimeoutException | IllegalStateException e) {
                failed.incrementAndGet();
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
        return failed.get();
    }
}
