package io.parley.bench.rooms;

import io.parley.bench.server.ResourceUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * People in rooms say something to all in their room.
 *
 * @param rooms how many rooms, with ten people each
 * @param perSecond messages
 */
record MessageScenario(int rooms, double perSecond, int seconds) {

    static final String HEAD =
            "| messages a second | rooms of 10 | answered | p50 ms | p99 ms | others told p50 ms | p99 ms | told of expected |"
                    + " server CPU s | database CPU s |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |";

    private static final int IN_A_ROOM = 10;
    private static final double ENTERING_PER_SECOND = 100;
    private static final int PATIENCE_SECONDS = 60;

    /** People who count what they hear. */
    private static final class Talk extends UserGroup {

        final ConcurrentHistogram answerTimes = histogram();
        final ConcurrentHistogram deliveryTimes = histogram();
        final Map<String, Long> said = new ConcurrentHashMap<>();
        final Map<SimulatedUser, Long> asked = new ConcurrentHashMap<>();
        final AtomicInteger answered = new AtomicInteger();

        Talk(SignalWire wire) {
            super(wire);
        }

        void say(SimulatedUser user, int number) {
            long now = System.nanoTime();
            asked.put(user, now);
            said.put("m" + number, now);
            user.broadcast("m" + number);
        }

        @Override
        public void answered(SimulatedUser user, String type, String text) {
            Long since = asked.get(user);
            if (since != null) {
                answerTimes.recordValue(System.nanoTime() - since);
                answered.incrementAndGet();
            }
        }

        @Override
        public void received(SimulatedUser user, String type, String text) {
            if (type.equals("broadcast")) {
                Long since = said.get(SimulatedUser.field(text, "text"));
                if (since != null) {
                    deliveryTimes.recordValue(System.nanoTime() - since);
                }
            }
        }
    }

    void run(TestBed bed) throws IOException, InterruptedException {
        String label = TestBed.label("talk");
        try (SignalWire wire = new SignalWire(bed.url());
                Talk talk = new Talk(wire)) {
            List<SimulatedUser> people = new ArrayList<>();
            talk.come(
                    number -> {
                        SimulatedUser user = bed.person(label + number % rooms, number, talk);
                        people.add(user);
                        return user;
                    },
                    0,
                    rooms * IN_A_ROOM,
                    ENTERING_PER_SECOND);
            talk.settle(PATIENCE_SECONDS);
            ResourceUse use = ResourceUse.start();
            int count = (int) (perSecond * seconds);
            UserGroup.atRate(count, perSecond, i -> talk.say(people.get(i % people.size()), i));
            long expected = (long) count * (IN_A_ROOM - 1);
            UserGroup.await(
                    PATIENCE_SECONDS,
                    () -> talk.answered.get() >= count && talk.deliveryTimes.getTotalCount() >= expected);
            System.out.printf(
                    Locale.ROOT,
                    "| %.0f | %d | %d of %d | %.1f | %.0f | %.1f | %.0f | %d of %d | %.1f | %.1f |%n",
                    perSecond,
                    rooms,
                    talk.answered.get(),
                    count,
                    UserGroup.ms(talk.answerTimes, 50),
                    UserGroup.ms(talk.answerTimes, 99),
                    UserGroup.ms(talk.deliveryTimes, 50),
                    UserGroup.ms(talk.deliveryTimes, 99),
                    talk.deliveryTimes.getTotalCount(),
                    expected,
                    use.serverCpu(),
                    use.databaseCpu());
        }
    }
}
