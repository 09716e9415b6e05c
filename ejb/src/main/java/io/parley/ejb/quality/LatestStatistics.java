package io.parley.ejb.quality;

import io.parley.adapter.api.MediaEnded;
import io.parley.ejb.room.AfterCommit;
import io.parley.ejb.stream.MediaFinished;
import io.parley.persistence.quality.MediaSide;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Final relay statistics of ended media, held until they are stored. Bounded: excess entries are dropped. Thread-safe. */
@ApplicationScoped
public class LatestStatistics {

    /** Media that ended, and when this was recorded. */
    record Finished(MediaSide side, MediaEnded end, Instant at) {}

    private static final int MOST = 20_000;

    private final BlockingQueue<Finished> finished = new ArrayBlockingQueue<>(MOST);

    private final Clock clock;

    @Inject
    public LatestStatistics(Clock clock) {
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected LatestStatistics() {
        this(null);
    }

    void take(@Observes @AfterCommit MediaFinished media) {
        var unused = finished.offer(new Finished(media.side(), media.end(), clock.instant()));
    }

    List<Finished> drain() {
        List<Finished> all = new ArrayList<>();
        finished.drainTo(all);
        return all;
    }
}
