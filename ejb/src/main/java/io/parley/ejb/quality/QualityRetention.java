package io.parley.ejb.quality;

import io.parley.ejb.log.ServiceLogger;
import jakarta.annotation.Resource;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;

/** Drops old samples every night, and tries again during the night while somebody reads them. */
@Singleton
@Lock(LockType.READ)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class QualityRetention {

    private static final ServiceLogger LOG = ServiceLogger.of(QualityRetention.class);

    private static final Duration PAUSE = Duration.ofMinutes(10);

    /** As many hours of pauses as the night is long. */
    private static final int ATTEMPTS = 24;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private TimerService timers;

    private final QualityRecords records;

    @Inject
    public QualityRetention(QualityRecords records) {
        this.records = records;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public QualityRetention() {
        this(null);
    }

    @Schedule(hour = "3", minute = "37", persistent = false)
    public void nightly() {
        drop(1);
    }

    @Timeout
    public void again(Timer timer) {
        drop((Integer) timer.getInfo());
    }

    private void drop(int attempt) {
        try {
            for (String month = records.dropOldest(); month != null; month = records.dropOldest()) {
                LOG.samplesDropped(month);
            }
        } catch (RuntimeException e) {
            LOG.samplesNotDropped(e);
            if (attempt < ATTEMPTS) {
                timers.createSingleActionTimer(PAUSE.toMillis(), new TimerConfig(attempt + 1, false));
            }
        }
    }
}
