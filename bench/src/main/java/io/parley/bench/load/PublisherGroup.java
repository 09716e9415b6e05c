package io.parley.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All publishers of a run. */
final class PublisherGroup implements LoadPublisher.Listener {

    private static final long MILLI = 1_000_000;
    private static final long OPENING_INTERVAL = 5 * MILLI;

    /** Publishers begin at different points of a frame's time: otherwise all their frames would come at once. */
    private static final int PHASE_STEP = 29;

    private static final int FRAME_MS = 67;

    private final LoadLoop loop;
    private final LoadPublisher.Pushing pushing;
    private final PlayerMeasurements measurements;
    private final List<LoadPublisher> publishers = new ArrayList<>();
    private int started;
    private boolean isOver;

    PublisherGroup(LoadLoop loop, LoadPublisher.Pushing pushing, PlayerMeasurements measurements) {
        this.loop = loop;
        this.pushing = pushing;
        this.measurements = measurements;
    }

    /** Lets so many publishers in, one after another. */
    void open(int count, RunClock clock) throws IOException {
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            clock.runUntil(begin + i * OPENING_INTERVAL + i * PHASE_STEP % FRAME_MS * MILLI);
            publishers.add(new LoadPublisher(loop, pushing, i, measurements, this));
        }
    }

    boolean isSettled() {
        return started + measurements.failedPublishers >= publishers.size();
    }

    int started() {
        return started;
    }

    @Override
    public void started(LoadPublisher publisher) {
        started++;
    }

    @Override
    public void ended(LoadPublisher publisher, String reason) {
        if (!isOver) {
            if (publisher.isStarted()) {
                measurements.lostPublishers++;
            } else {
                measurements.failedPublishers++;
            }
            measurements.error("publisher: " + reason);
        }
    }

    void close() {
        isOver = true;
        publishers.forEach(publisher -> publisher.close("over"));
    }
}
