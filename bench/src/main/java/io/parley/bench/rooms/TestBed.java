package io.parley.bench.rooms;

import io.parley.bench.server.HeapGauge;
import io.parley.bench.server.Tokens;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The running server, and people with tokens. A user may be in many rooms at a time, so there need not be a token for each stay.
 *
 * @param users tokens by the number of the user
 */
record TestBed(URI url, Tokens server, HeapGauge heap, List<String> users) {

    /** Users who watch, apart from those who come and go. */
    static final int WATCHERS = 10;

    /** As many at a time as a server takes quietly. */
    static TestBed make(URI url, Tokens server, HeapGauge heap, int people)
            throws InterruptedException, ExecutionException {
        List<String> tokens = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> made = new ArrayList<>();
            for (int i = 0; i < people + WATCHERS; i++) {
                int number = i;
                made.add(threads.submit(() -> server.token("u" + number)));
            }
            for (Future<String> each : made) {
                tokens.add(each.get());
            }
        } finally {
            threads.shutdownNow();
        }
        return new TestBed(url, server, heap, tokens);
    }

    /** Users who come and go. */
    int people() {
        return users.size() - WATCHERS;
    }

    /** A user in a room who does not want to know who comes and goes. @param number of the user, counted around */
    SimulatedUser person(String room, int number, SimulatedUser.Observer observer) {
        return person(room, Math.floorMod(number, people()), false, observer);
    }

    /** A user in a room who hears of everything. @param number less than {@link #WATCHERS} */
    SimulatedUser watcher(String room, int number, SimulatedUser.Observer observer) {
        return person(room, users.size() - WATCHERS + number, true, observer);
    }

    private SimulatedUser person(String room, int user, boolean hears, SimulatedUser.Observer observer) {
        return new SimulatedUser(server.app(), room, "u" + user, users.get(user), hears, observer);
    }

    /** A name that no room of an earlier run has. */
    static String label(String name) {
        return name.replaceAll("\\W", "-") + "-" + System.currentTimeMillis() % 10_000_000 + "-";
    }
}
