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
    private static final class Talk extends Crowd {

        final ConcurrentHistogram answers = histogram();
        final ConcurrentHistogram heard = histogram();
        final Map<String, Long> said = new ConcurrentHashMap<>();
        final Map<Person, Long> asked = new ConcurrentHashMap<>();
        final AtomicInteger answered = new AtomicInteger();

        Talk(Wire wire) {
            super(wire);
        }

        void say(Person person, int number) {
            long now = System.nanoTime();
            asked.put(person, now);
            said.put("m" + number, now);
            person.broadcast("m" + number);
        }

        @Override
        public void answered(Person person, String type, String text) {
            Long since = asked.get(person);
            if (since != null) {
                answers.recordValue(System.nanoTime() - since);
                answered.incrementAndGet();
            }
        }

        @Override
        public void told(Person person, String type, String text) {
            if (type.equals("broadcast")) {
                Long since = said.get(Person.field(text, "text"));
                if (since != null) {
                    heard.recordValue(System.nanoTime() - since);
                }
            }
        }
    }

    void run(TestBed bed) throws IOException, InterruptedException {
        String label = TestBed.label("talk");
        try (Wire wire = new Wire(bed.url());
                Talk talk = new Talk(wire)) {
            List<Person> people = new ArrayList<>();
            talk.come(
                    number -> {
                        Person person = bed.person(label + number % rooms, number, talk);
                        people.add(person);
                        return person;
                    },
                    0,
                    rooms * IN_A_ROOM,
                    ENTERING_PER_SECOND);
            talk.settle(PATIENCE_SECONDS);
            ResourceUse use = ResourceUse.start();
            int count = (int) (perSecond * seconds);
            Crowd.atRate(count, perSecond, i -> talk.say(people.get(i % people.size()), i));
            long expected = (long) count * (IN_A_ROOM - 1);
            Crowd.await(PATIENCE_SECONDS, () -> talk.answered.get() >= count && talk.heard.getTotalCount() >= expected);
            System.out.printf(
                    Locale.ROOT,
                    "| %.0f | %d | %d of %d | %.1f | %.0f | %.1f | %.0f | %d of %d | %.1f | %.1f |%n",
                    perSecond,
                    rooms,
                    talk.answered.get(),
                    count,
                    Crowd.ms(talk.answers, 50),
                    Crowd.ms(talk.answers, 99),
                    Crowd.ms(talk.heard, 50),
                    Crowd.ms(talk.heard, 99),
                    talk.heard.getTotalCount(),
                    expected,
                    use.serverCpu(),
                    use.databaseCpu());
        }
    }
}
