package io.parley.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All publishers of a run. */
final class Crew implements Publisher.Listener {

    private static final long MILLI = 1_000_000;
    private static final long OPENING_INTERVAL = 5 * MILLI;

    /** Publishers begin at different points of a frame's time: otherwise all their frames would come at once. */
    private static final int PHASE_STEP = 29;

    private static final int FRAME_MS = 67;

    private final Loop loop;
    private final Publisher.Pushing pushing;
    private final Tally tally;
    private final List<Publisher> publishers = new ArrayList<>();
    private int started;
    private boolean isOver;

    Crew(Loop loop, Publisher.Pushing pushing, Tally tally) {
        this.loop = loop;
        this.pushing = pushing;
        this.tally = tally;
    }

    /** Lets so many publishers in, one after another. */
    void open(int count, RunClock clock) throws IOException {
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            clock.runUntil(begin + i * OPENING_INTERVAL + i * PHASE_STEP % FRAME_MS * MILLI);
            publishers.add(new Publisher(loop, pushing, i, tally, this));
        }
    }

    boolean isSettled() {
        return started + tally.failedPublishers >= publishers.size();
    }

    int started() {
        return started;
    }

    @Override
    public void started(Publisher publisher) {
        started++;
    }

    @Override
    public void ended(Publisher publisher, String reason) {
        if (!isOver) {
            if (publisher.isStarted()) {
                tally.lostPublishers++;
            } else {
                tally.failedPublishers++;
            }
            tally.error("publisher: " + reason);
        }
    }

    void close() {
        isOver = true;
        publishers.forEach(publisher -> publisher.close("over"));
    }
}
