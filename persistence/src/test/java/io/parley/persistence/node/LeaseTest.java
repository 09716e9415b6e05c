package io.parley.persistence.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.persistence.schema.RolesDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Leases in a real PostgreSQL, by its clock. */
class LeaseTest {

    private static final Duration LEASE = Duration.ofMinutes(5);

    private static RolesDatabase database;
    private static SessionFactory sessions;

    @BeforeAll
    static void start() throws Exception {
        database = RolesDatabase.shared();
        Configuration configuration = new Configuration();
        configuration.getProperties().put("hibernate.connection.datasource", database.application());
        sessions = configuration.buildSessionFactory();
    }

    @AfterAll
    static void stop() {
        sessions.close();
    }

    private static <T> T with(Function<NodeRepository, T> work) {
        return sessions.fromTransaction(em -> work.apply(new NodeRepository(em)));
    }

    private static long started(String name) {
        return with(nodes -> nodes.start(name, LEASE));
    }

    private static Optional<Long> dead(long self) {
        return with(nodes -> nodes.dead(self));
    }

    private static void expire(long node) {
        sessions.inTransaction(em -> new NodeRepository(em).renew(node, Duration.ZERO));
    }

    private static void end(long node) {
        sessions.inTransaction(em -> new NodeRepository(em).end(node, "LOST"));
    }

    /** No time of this machine goes in: one whose clock is an hour off renews as long, and declares nobody dead. */
    @Test
    void aLeaseBeginsAndEndsByTheDatabasesClock() throws Exception {
        long node = started("by-its-clock");
        assertThat(dead(0)).isEmpty();
        assertThat(RolesDatabase.texts(
                        database.application(),
                        "select extract(epoch from lease_until - renewed_at)::integer from node where node_id = " + node
                                + " and renewed_at between now() - interval '1 minute' and clock_timestamp()"))
                .containsExactly("300");
        expire(node);
        assertThat(dead(0)).contains(node);
        assertThat(dead(node)).as("itself").isEmpty();
        assertThat(new LeaseRenewal(database.application()).renew(node, LEASE)).isTrue();
        assertThat(dead(0)).isEmpty();
        end(node);
        assertThat(new LeaseRenewal(database.application()).renew(node, LEASE))
                .as("declared dead")
                .isFalse();
    }

    @Test
    void aStartUnderTheSameNameEndsTheLeaseOfTheOlderOne() {
        long older = started("twice");
        long newer = started("twice");
        assertThat(dead(newer)).contains(older);
        end(older);
        end(newer);
    }

    /** Closing takes its time; the lease of the server that closes does not wait for it. */
    @Test
    void aLeaseIsRenewedWhileADeadServerIsBeingClosed() {
        long dead = started("dead");
        long alive = started("alive");
        expire(dead);
        Optional<Long> second = sessions.fromTransaction(em -> {
            assertThat(new NodeRepository(em).dead(alive)).contains(dead);
            assertThat(new LeaseRenewal(database.application()).renew(alive, LEASE))
                    .isTrue();
            return dead(alive); // a second closer finds nothing
        });
        assertThat(second).isEmpty();
        end(dead);
        end(alive);
    }

    /** With a table held by somebody else, all others get their months. */
    @Test
    void oneTableInUseKeepsNoOtherFromItsPartition() throws Exception {
        try (Connection holder = database.owner().getConnection()) {
            holder.setAutoCommit(false);
            RolesDatabase.execute(holder, "lock table playback in share update exclusive mode");
            List<PartitionRepository.Partition> missing = missing();
            assertThat(missing).hasSizeGreaterThanOrEqualTo(7);
            for (PartitionRepository.Partition each : missing) {
                try {
                    sessions.inTransaction(em -> new PartitionRepository(em).make(each, Duration.ofMillis(100)));
                } catch (RuntimeException e) {
                    assertThat(each.table()).isEqualTo("playback");
                }
            }
            assertThat(missing()).isNotEmpty().allMatch(each -> each.table().equals("playback"));
        }
        missing()
                .forEach(each ->
                        sessions.inTransaction(em -> new PartitionRepository(em).make(each, Duration.ofSeconds(30))));
        assertThat(missing()).isEmpty();
    }

    private static List<PartitionRepository.Partition> missing() {
        return sessions.fromTransaction(em -> new PartitionRepository(em).missing(6));
    }
}
