package io.parley.bench.rooms;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * People who come at a rate, whether or not those before them are in: an open loop, as people do not wait for one another. Latencies
 * count from the time at which a user was to come.
 */
class UserGroup implements SimulatedUser.Observer, AutoCloseable {

    private static final double NANOS_PER_MS = 1e6;

    final ConcurrentHistogram logins = histogram();

    /** From the answer to the user that came in, which is sent after the commit, to the news of it at a user in the room. */
    final ConcurrentHistogram news = histogram();

    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger admitted = new AtomicInteger();
    final AtomicInteger resumed = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger lost = new AtomicInteger();
    final AtomicReference<@Nullable String> lastRefusal = new AtomicReference<>();
    final Set<SimulatedUser> inside = ConcurrentHashMap.newKeySet();

    private final Map<String, Long> answered = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final SignalWire wire;
    private volatile long staySeconds;
    private volatile boolean measuring;

    UserGroup(SignalWire wire) {
        this.wire = wire;
    }

    static ConcurrentHistogram histogram() {
        return new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(5), 3);
    }

    /** A percentile of nanoseconds in milliseconds. */
    static double ms(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / NANOS_PER_MS;
    }

    /** @param seconds after which each user that comes from now on says goodbye, 0 for never */
    void stayFor(long seconds) {
        staySeconds = seconds;
    }

    /** Forgets what was counted, and counts from here. */
    void measure() {
        logins.reset();
        news.reset();
        for (AtomicInteger each : new AtomicInteger[] {asked, admitted, resumed, refused, lost}) {
            each.set(0);
        }
        measuring = true;
    }

    /** Does something so often at this rate, evenly; returns when it has been done the last time. */
    static void atRate(int count, double perSecond, IntConsumer action) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + (long) (i * 1e9 / perSecond);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            action.accept(i);
        }
    }

    /** Makes the n-th person. */
    interface Invitation {
        SimulatedUser person(int number);
    }

    /** Has people come at this rate; returns when the last one has been asked in. */
    void come(Invitation invitation, int from, int count, double perSecond) {
        long start = System.nanoTime();
        atRate(count, perSecond, i -> enter(invitation.person(from + i), start + (long) (i * 1e9 / perSecond)));
    }

    /** Comes, or comes back. @param due when it was to come, in nanoseconds */
    void enter(SimulatedUser person, long due) {
        person.due = due;
        asked.incrementAndGet();
        wire.connect(person);
    }

    /** Does something after so many milliseconds. */
    void later(Runnable action, long milliseconds) {
        clock.schedule(action, milliseconds, TimeUnit.MILLISECONDS);
    }

    /** Waits until each user that was to come has an answer, for so long at most. */
    void settle(long seconds) {
        await(seconds, () -> admitted.get() + resumed.get() + refused.get() >= asked.get());
    }

    /** Waits for it, for so long at most. */
    static void await(long seconds, BooleanSupplier done) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void inside(SimulatedUser person, boolean again) {
        long now = System.nanoTime();
        if (measuring) {
            logins.recordValue(Math.max(0, now - person.due));
            answered.put(person.room + "/" + person.user, now);
        }
        (again ? resumed : admitted).incrementAndGet();
        inside.add(person);
        if (staySeconds > 0 && !again) {
            clock.schedule(person::leave, staySeconds, TimeUnit.SECONDS);
        }
    }

    @Override
    public void received(SimulatedUser person, String type, String text) {
        if (measuring && type.equals("userAdded")) {
            long now = System.nanoTime();
            Long answer = answered.get(person.room + "/" + SimulatedUser.field(text, "userID"));
            // Who is told before the one who came has its answer waits for nothing.
            news.recordValue(answer == null ? 0 : Math.max(0, now - answer));
        }
    }

    @Override
    public void refused(SimulatedUser person, String why) {
        refused.incrementAndGet();
        lastRefusal.set(why);
        person.cut();
    }

    @Override
    public void closed(SimulatedUser person, boolean wasInside) {
        answered.remove(person.room + "/" + person.user);
        inside.remove(person);
        if (wasInside) {
            lost.incrementAndGet();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        inside.forEach(SimulatedUser::leave);
        await(10, inside::isEmpty);
    }
}
