package io.parley.bench.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One attack: connections that are opened, and what each does until it is told to stop. Runs on threads of its own; bounded in
 * connections by its constructor and in time by {@link #stop}.
 */
abstract class Attack {

    /**
     * The outcome.
     *
     * @param cut connections that the server closed or refused
     * @param done requests answered
     */
    record Outcome(int opened, int cut, int done) {}

    private final String name;
    private final int connections;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    Attack(String name, int connections) {
        this.name = name;
        this.connections = connections;
    }

    String name() {
        return name;
    }

    /** The work of one thread of the attack until {@link #goesOn} says no. */
    abstract void run(int number) throws IOException, InterruptedException;

    int connections() {
        return connections;
    }

    void begin() {
        for (int i = 0; i < connections; i++) {
            int number = i;
            Thread thread = new Thread(() -> attack(number), "attack-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void attack(int number) {
        while (goesOn()) {
            try {
                run(number);
                return;
            } catch (IOException e) {
                cut.incrementAndGet();
                pause(200);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    boolean goesOn() {
        return !stopped.get();
    }

    void opened() {
        opened.incrementAndGet();
    }

    void cut() {
        cut.incrementAndGet();
    }

    void done() {
        done.incrementAndGet();
    }

    int doneSoFar() {
        return done.get();
    }

    static void pause(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Outcome stop() throws InterruptedException {
        stopped.set(true);
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        }
        return new Outcome(opened.get(), cut.get(), done.get());
    }
}
