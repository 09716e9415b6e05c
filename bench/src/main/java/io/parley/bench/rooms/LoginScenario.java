package io.parley.bench.rooms;

import io.parley.bench.server.ResourceUse;
import java.io.IOException;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * People come at a rate, stay for a while and say goodbye.
 *
 * @param name of the row
 * @param perSecond how many come
 * @param stay seconds
 * @param already how many are inside before, and stay
 * @param room of the n-th who comes
 */
record LoginScenario(
        String name, double perSecond, int seconds, int stay, int already, int rooms, IntFunction<String> room) {

    static final String HEAD =
            "| people come | a second | let in | p50 ms | p99 ms | max ms | others told p50 ms | p99 ms |"
                    + " refused | lost | server CPU s | database CPU s | ms of both a login | heap MB |\n"
                    + "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |";

    private static final int PATIENCE_SECONDS = 120;
    private static final double ALREADY_PER_SECOND = 100;

    void run(TestBed bed) throws IOException, InterruptedException {
        String label = TestBed.label(name);
        try (SignalWire wire = new SignalWire(bed.url());
                UserGroup crowd = new UserGroup(wire)) {
            for (int i = 0; i < TestBed.WATCHERS; i++) {
                crowd.enter(bed.watcher(label + room.apply(i), i, crowd), System.nanoTime());
            }
            UserGroup.Invitation invitation =
                    number -> bed.person(label + room.apply(number), user(number, bed), crowd);
            crowd.come(invitation, 0, already, ALREADY_PER_SECOND);
            crowd.settle(PATIENCE_SECONDS);
            crowd.stayFor(stay);
            crowd.measure();
            ResourceUse use = ResourceUse.start();
            long start = System.nanoTime();
            crowd.come(invitation, already, (int) (perSecond * seconds), perSecond);
            crowd.settle(PATIENCE_SECONDS);
            double took = (System.nanoTime() - start) / 1e9;
            print(crowd, use, took, bed);
        }
    }

    /** In the same room never the same user within a long time, and no user who is inside: one that comes twice replaces itself. */
    private int user(int number, TestBed bed) {
        if (rooms > 1) {
            return number + number / rooms;
        }
        return number < already ? number : already + (number - already) % (bed.people() - already);
    }

    private void print(UserGroup crowd, ResourceUse use, double took, TestBed bed) throws InterruptedException {
        double server = use.serverCpu();
        double database = use.databaseCpu();
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.1f | %.0f | %.0f | %.1f | %.0f | %d | %d | %.1f | %.1f | %.2f | %.0f |%n",
                name,
                perSecond,
                crowd.admitted.get() / took,
                UserGroup.ms(crowd.logins, 50),
                UserGroup.ms(crowd.logins, 99),
                UserGroup.ms(crowd.logins, 100),
                UserGroup.ms(crowd.news, 50),
                UserGroup.ms(crowd.news, 99),
                crowd.asked.get() - crowd.admitted.get(),
                crowd.lost.get(),
                server,
                database,
                (server + database) * 1_000 / Math.max(1, crowd.admitted.get()),
                bed.heap().usedMb());
        if (crowd.refused.get() > 0) {
            System.err.println("refused: " + crowd.lastRefusal.get());
        }
    }
}
