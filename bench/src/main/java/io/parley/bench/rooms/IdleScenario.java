package io.parley.bench.rooms;

import io.parley.bench.server.ResourceUse;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Many who are in rooms, two in each, and only say that they are there. @param people how many */
record IdleScenario(int people) {

    static final String HEAD =
            "| idle connections | let in | lost | heap MB | resident MB | server, cores | database, cores |\n"
                    + "| --- | --- | --- | --- | --- | --- | --- |";

    private static final double PER_SECOND = 300;
    private static final int PATIENCE_SECONDS = 120;
    private static final int QUIET_SECONDS = 30;

    void run(TestBed bed) throws IOException, InterruptedException {
        String label = TestBed.label("idle");
        try (SignalWire wire = new SignalWire(bed.url());
                UserGroup crowd = new UserGroup(wire)) {
            // Twice the same user in one room would replace itself.
            crowd.come(number -> bed.person(label + number / 2, number, crowd), 0, people, PER_SECOND);
            crowd.settle(PATIENCE_SECONDS);
            ResourceUse use = ResourceUse.start();
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %d | %.0f | %.0f | %.2f | %.2f |%n",
                    people,
                    crowd.admitted.get(),
                    crowd.lost.get(),
                    bed.heap().liveMb(),
                    use.serverMb(),
                    use.serverCpu() / QUIET_SECONDS,
                    use.databaseCpu() / QUIET_SECONDS);
        }
    }
}
