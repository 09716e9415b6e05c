package io.parley.bench.rooms;

import io.parley.bench.load.LoadResult;
import io.parley.bench.server.Calls;
import io.parley.bench.server.ResourceUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/**
 * A network's fault: all connections go at the same moment, while some calls with media go on. Then all come back at once, or
 * none does.
 *
 * @param people whose connection goes
 * @param comeBack whether they do
 * @param calls that go on beside
 */
record StormScenario(int people, boolean comeBack, int calls) {

    static final String HEAD =
            "| connections cut | then | p50 ms | p95 ms | max ms | in 10 s | tries refused | lost or twice | ended in the records |"
                    + " running calls: stays lost | streams stalled or lost | longest gap ms | server CPU s | database CPU s |\n"
                    + "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |";

    private static final int PEOPLE_IN_A_ROOM = 50;
    private static final double ENTERING_PER_SECOND = 200;
    private static final int PATIENCE_SECONDS = 120;
    private static final int CALM_SECONDS = 6;
    private static final int GRACE_SECONDS = 30;
    private static final int AFTER_SECONDS = 30;
    private static final double IN_TIME_NANOS = 10e9;

    /** People of whom watchers hear that they are gone, and who try to come back as the SDK does. */
    private static final class Storm extends UserGroup {

        /** As the SDK's: the first and longest wait in milliseconds before the next try, each twice the one before. */
        private static final long BACKOFF_FIRST_MS = 300;

        private static final long BACKOFF_LIMIT_MS = 2_000;
        private static final int MOST_ATTEMPTS = 30;

        final ConcurrentHistogram removals = histogram();
        final Map<String, AtomicInteger> removed = new ConcurrentHashMap<>();
        volatile long cutAt;

        Storm(SignalWire wire) {
            super(wire);
        }

        /** Waits, and comes. */
        void comeBack(SimulatedUser user) {
            long longest = Math.min(BACKOFF_LIMIT_MS, BACKOFF_FIRST_MS << user.attempts);
            long wait = longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2);
            later(() -> enter(user, cutAt), wait);
        }

        @Override
        public void refused(SimulatedUser user, String why) {
            super.refused(user, why);
            if (cutAt != 0 && ++user.attempts < MOST_ATTEMPTS) {
                comeBack(user);
            }
        }

        @Override
        public void received(SimulatedUser user, String type, String text) {
            super.received(user, type, text);
            if (cutAt != 0 && type.equals("userRemoved")) {
                removals.recordValue(Math.max(0, System.nanoTime() - cutAt));
                removed.computeIfAbsent(
                                user.room + "/" + SimulatedUser.field(text, "userID"), who -> new AtomicInteger())
                        .incrementAndGet();
            }
        }
    }

    void run(TestBed bed) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        String label = TestBed.label("storm");
        try (Calls running = Calls.open(bed.url(), bed.server(), label + "call", calls);
                SignalWire wire = new SignalWire(bed.url());
                Storm storm = new Storm(wire)) {
            int rooms = (people + PEOPLE_IN_A_ROOM - 1) / PEOPLE_IN_A_ROOM;
            for (int i = 0; i < rooms; i++) {
                storm.enter(bed.watcher(label + i, i % TestBed.WATCHERS, storm), System.nanoTime());
            }
            storm.settle(PATIENCE_SECONDS);
            storm.come(
                    number -> bed.person(label + number / PEOPLE_IN_A_ROOM, number, storm),
                    0,
                    people,
                    ENTERING_PER_SECOND);
            storm.settle(PATIENCE_SECONDS);
            AtomicReference<@Nullable LoadResult> media = new AtomicReference<>();
            Thread load = new Thread(() -> media.set(media(running)), "media");
            load.start();
            TimeUnit.SECONDS.sleep(CALM_SECONDS); // the streams have begun
            int lostBefore = bed.server().endedStays("CONNECTION_LOST");
            List<SimulatedUser> victims = new ArrayList<>(storm.inside);
            victims.removeIf(SimulatedUser::hears);
            storm.measure();
            ResourceUse use = ResourceUse.start();
            storm.cutAt = System.nanoTime();
            victims.forEach(SimulatedUser::cut);
            if (comeBack) {
                UserGroup.await(PATIENCE_SECONDS, () -> storm.lost.get() >= victims.size());
                victims.forEach(storm::comeBack);
                UserGroup.await(PATIENCE_SECONDS, () -> storm.resumed.get() >= victims.size());
            } else {
                UserGroup.await(GRACE_SECONDS + AFTER_SECONDS, () -> storm.removals.getTotalCount() >= victims.size());
            }
            load.join();
            print(
                    storm,
                    victims.size(),
                    bed.server().endedStays("CONNECTION_LOST") - lostBefore,
                    use,
                    running,
                    media.get());
        }
    }

    private @Nullable LoadResult media(Calls running) {
        try {
            return running.media((comeBack ? 0 : GRACE_SECONDS) + AFTER_SECONDS);
        } catch (IOException | RuntimeException e) {
            System.err.println("media: " + e);
            return null;
        }
    }

    private void print(Storm storm, int cut, int recorded, ResourceUse use, Calls running, @Nullable LoadResult media) {
        ConcurrentHistogram times = comeBack ? storm.logins : storm.removals;
        double from = comeBack ? 0 : TimeUnit.SECONDS.toMillis(GRACE_SECONDS);
        long inTime = times.getCountBetweenValues(0, (long) (from * 1e6 + IN_TIME_NANOS));
        long wrong = comeBack
                ? storm.removed.size()
                : storm.removed.values().stream()
                                .filter(count -> count.get() != 1)
                                .count()
                        + cut
                        - storm.removed.size();
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %.0f | %.0f | %.0f | %.1f %% | %d | %d | %d | %d of %d | %s | %s | %.1f | %.1f |%n",
                cut,
                comeBack ? "all come back, as the SDK does" : "no user comes back: after the grace",
                UserGroup.ms(times, 50) - from,
                UserGroup.ms(times, 95) - from,
                UserGroup.ms(times, 100) - from,
                100.0 * inTime / cut,
                storm.refused.get(),
                wrong,
                recorded,
                running.stays() - running.open(),
                running.stays(),
                media == null
                        ? "not measured"
                        : media.players().stalled() + media.players().lost()
                                + media.publishers().lost() + " of " + running.count(),
                media == null || media.gapMs() == null
                        ? ""
                        : String.format(Locale.ROOT, "%.0f", media.gapMs().max()),
                use.serverCpu(),
                use.databaseCpu());
    }
}
