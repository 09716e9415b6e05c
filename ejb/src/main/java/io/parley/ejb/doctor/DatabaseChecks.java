package io.parley.ejb.doctor;

import io.parley.persistence.node.DatabaseProbe;
import io.parley.persistence.node.NodeStatus;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/** The checks that ask the database, each in a transaction of its own: one that fails does not spoil the next. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class DatabaseChecks {

    private static final long SLOW_MS = 100;
    private static final int FEW_CONNECTIONS = 10;
    private static final long SKEW_MS = 1_000;
    private static final long LATE_SECONDS = 600;

    private final DatabaseProbe database;
    private final NodeStatus node;
    private final Clock clock;

    @Inject
    public DatabaseChecks(DatabaseProbe database, NodeStatus node, Clock clock) {
        this.database = database;
        this.node = node;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public DatabaseChecks() {
        this(null, null, null);
    }

    /** Checks that it answers, how fast, and how many more could ask. */
    public Finding database() {
        String version = database.version();
        long began = System.nanoTime();
        database.time();
        long took = (System.nanoTime() - began) / 1_000_000;
        int free = database.connections().free();
        if (free < FEW_CONNECTIONS) {
            return Finding.warning("database.connections", version, took, free);
        }
        return took > SLOW_MS
                ? Finding.warning("database.slow", version, took, free)
                : Finding.ok("database.ok", version, took, free);
    }

    /** Checks that the audit is out of this server's own reach. */
    public Finding roles() {
        String role = database.role();
        return database.ownsTables() ? Finding.warning("roles.one", role) : Finding.ok("roles.ok", role);
    }

    /** Checks that nobody between here and the database can read along. */
    public Finding encryption() {
        DatabaseProbe.Way way = database.way();
        if (way.encryption() != null) {
            return Finding.ok("encryption.ok", way.encryption());
        }
        return way.local() ? Finding.ok("encryption.local") : Finding.warning("encryption.none");
    }

    /** Between the question and the answer lies the moment that the database told. */
    public Finding clock() {
        Instant before = clock.instant();
        Instant there = database.time();
        Instant after = clock.instant();
        Instant here = before.plus(Duration.between(before, after).dividedBy(2));
        long skew = Math.abs(Duration.between(here, there).toMillis());
        return skew > SKEW_MS ? Finding.warning("clock.skew", skew) : Finding.ok("clock.ok", skew);
    }

    /** This month's and the next one's. */
    public Finding partitions() {
        Instant now = clock.instant();
        List<String> missing = database.withoutPartition(now);
        if (!missing.isEmpty()) {
            return Finding.failed("partitions.missing", String.join(", ", missing));
        }
        YearMonth next = YearMonth.from(now.atZone(ZoneOffset.UTC)).plusMonths(1);
        List<String> soon = database.withoutPartition(
                next.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        return soon.isEmpty()
                ? Finding.ok("partitions.ok", next.toString())
                : Finding.warning("partitions.soon", String.join(", ", soon), next.toString());
    }

    /** Events to the customer that should have gone. */
    public Finding outbox() {
        Instant now = clock.instant();
        Instant since = database.overdueSince(now);
        long seconds = since == null ? 0 : Duration.between(since, now).toSeconds();
        return seconds > LATE_SECONDS ? Finding.warning("outbox.late", seconds) : Finding.ok("outbox.ok");
    }

    /** Checks that this server may take anybody in. */
    public Finding node() {
        Instant until = database.leaseUntil(node.nodeId());
        Instant now = database.time();
        if (until == null || !until.isAfter(now)) {
            return Finding.failed("node.dead");
        }
        return node.isReady()
                ? Finding.ok(
                        "node.ok",
                        Long.toString(node.nodeId()),
                        Duration.between(now, until).toSeconds())
                : Finding.warning("node.draining", node.reason());
    }
}
