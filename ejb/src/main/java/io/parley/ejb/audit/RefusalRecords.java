package io.parley.ejb.audit;

import io.parley.ejb.log.ServiceLogger;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.CountedRefusals;
import io.parley.persistence.audit.UnstorableRow;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Writes what strangers were refused: off the refused request's path, in batches, one thread at a time. Few equal ones are rows of
 * their own, a moment later; the others are counted and written when their minute is over, or when the server stops in order. What a
 * server that dies has not written is lost: the counts of the running minute, and the single rows of its last moment.
 */
@Singleton
@DependsOn("RefusalRows") // so that it outlives this bean, which writes last when the server stops
@Lock(LockType.READ)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RefusalRecords {

    private static final ServiceLogger LOG = ServiceLogger.of(RefusalRecords.class);

    /** Rows of one transaction. */
    private static final int BATCH = 200;

    private final int equal;
    private final int ofAddress;
    private final int inAll;
    private final int groups;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedExecutorService executor;

    private final RefusalRows rows;
    private final Clock clock;

    @SuppressWarnings("NullAway.Init")
    private RefusalCounter counter;

    @SuppressWarnings("NullAway.Init")
    private BlockingQueue<CountedRefusals> waiting;

    private final AtomicBoolean writing = new AtomicBoolean();

    @Inject
    public RefusalRecords(
            @ConfigProperty(name = "parley.audit.equal-refusals", defaultValue = "5") int equal,
            @ConfigProperty(name = "parley.audit.refusals-of-address", defaultValue = "20") int ofAddress,
            @ConfigProperty(name = "parley.audit.refusals-in-all", defaultValue = "500") int inAll,
            @ConfigProperty(name = "parley.audit.refusal-groups", defaultValue = "500") int groups,
            RefusalRows rows,
            Clock clock) {
        this.equal = equal;
        this.ofAddress = ofAddress;
        this.inAll = inAll;
        this.groups = groups;
        this.rows = rows;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RefusalRecords() {
        this(0, 0, 0, 0, null, null);
    }

    @PostConstruct
    void begin() {
        if (equal < 0 || ofAddress < 0 || inAll < 1 || groups < 1) {
            throw new IllegalStateException(
                    "parley.audit.refusals-in-all and parley.audit.refusal-groups are 1 or more");
        }
        counter = new RefusalCounter(new RefusalCounter.Limits(equal, ofAddress, inAll, groups));
        waiting = new ArrayBlockingQueue<>(inAll);
    }

    /** Takes a refusal to be written soon. Never waits. */
    public void later(AuditRecord entry) {
        if (isSingle(entry)) {
            CountedRefusals single = CountedRefusals.single(entry, clock.instant());
            if (waiting.offer(single)) {
                wake();
            } else {
                counter.giveBack(List.of(single));
            }
        }
    }

    /** Tells whether this refusal is a row of its own, for the caller to write at once; if not, it has been counted. */
    public boolean isSingle(AuditRecord entry) {
        return counter.isSingle(entry, clock.instant());
    }

    /** Takes a single row that the caller could not write. */
    public void giveBack(AuditRecord entry) {
        counter.giveBack(List.of(CountedRefusals.single(entry, clock.instant())));
    }

    /** Reports count a minute's refusals from half a minute after its end on. */
    @Schedule(hour = "*", minute = "*", second = "1", persistent = false)
    public void minuteEnds() {
        wake();
    }

    /** Writes everything, before the server stops. */
    public void writeAll() {
        List<CountedRefusals> last = new ArrayList<>();
        waiting.drainTo(last);
        last.addAll(counter.takeAll());
        if (!last.isEmpty()) {
            rows.write(last);
        }
    }

    private void wake() {
        if (writing.compareAndSet(false, true)) {
            try {
                executor.execute(this::write);
            } catch (RejectedExecutionException e) {
                writing.set(false); // the server stops, and writes everything then
            }
        }
    }

    private void write() {
        try {
            List<CountedRefusals> batch = next();
            while (!batch.isEmpty() && write(batch)) {
                batch = next();
            }
        } finally {
            writing.set(false);
        }
        if (!waiting.isEmpty()) {
            wake(); // it came after the last look
        }
    }

    private List<CountedRefusals> next() {
        List<CountedRefusals> batch = new ArrayList<>(counter.takeEnded(clock.instant()));
        waiting.drainTo(batch, BATCH);
        return batch;
    }

    /** @return false when the database does not take rows now */
    private boolean write(List<CountedRefusals> batch) {
        try {
            rows.write(batch);
            return true;
        } catch (RuntimeException e) {
            if (UnstorableRow.isCauseOf(e)) {
                return writeEach(batch);
            }
            counter.giveBack(batch);
            LOG.refusalsCounted(e);
            return false;
        }
    }

    /** One row that no database would take keeps no other from being written. */
    private boolean writeEach(List<CountedRefusals> batch) {
        boolean taken = true;
        for (CountedRefusals each : batch) {
            try {
                rows.write(List.of(each));
            } catch (RuntimeException e) {
                if (UnstorableRow.isCauseOf(e)) {
                    LOG.refusalsUnstorable(each.times(), each.entry().action(), e);
                } else {
                    counter.giveBack(List.of(each));
                    taken = false;
                }
            }
        }
        return taken;
    }
}
