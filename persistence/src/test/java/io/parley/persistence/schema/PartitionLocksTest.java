package io.parley.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Partitions are made while others read and write: nobody queues behind the one who makes them. */
class PartitionLocksTest {

    private static final String ENTRY =
            "insert into audit_entry (id, occurred_at, actor_kind, actor_id, action, outcome, address, node_id)"
                    + " values (nextval('audit_entry_seq'), now(), 'SYSTEM', 'parley', 'LOGIN', 'DONE', '', 1)";

    private static final String ALL =
            "'room_session', 'participation', 'publication', 'playback', 'audit_entry', 'callback_outbox',"
                    + " 'quality_sample'";

    private static RolesDatabase database;

    @BeforeAll
    static void start() throws IOException, SQLException {
        database = RolesDatabase.shared();
    }

    private static List<String> partitionsOf(String month) throws SQLException {
        return RolesDatabase.texts(
                database.owner(),
                "select p.relname from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_class c on c.oid = i.inhrelid"
                        + " where c.relname = p.relname || '" + month + "' and p.relkind = 'p'");
    }

    /** A backup, or a report that somebody left open. */
    @Test
    void aReaderHoldsUpNeitherPartitionsNorWriters() throws Exception {
        try (Connection reader = database.owner().getConnection();
                Connection maker = database.owner().getConnection()) {
            reader.setAutoCommit(false);
            RolesDatabase.execute(
                    reader,
                    "lock table room_session, participation, publication, playback, audit_entry, callback_outbox, quality_sample"
                            + " in access share mode");
            maker.setAutoCommit(false);
            RolesDatabase.execute(maker, "set local lock_timeout = '20s'", "select ensure_partitions('2031-01-01', 2)");
            // Its transaction is not over, and the others write all the same.
            try (Connection writer = database.application().getConnection()) {
                RolesDatabase.execute(writer, "set lock_timeout = '20s'", ENTRY);
            }
            maker.commit();
            assertThat(partitionsOf("_2031_02")).hasSize(7);
            reader.commit();
        }
    }

    /** An index that is being built, a table that is being cleaned: they hold what attaching needs. */
    @Test
    void whoCannotAttachGivesUpSoonAndNobodyWaitsMeanwhile() throws Exception {
        try (Connection holder = database.owner().getConnection();
                Connection maker = database.application().getConnection()) {
            holder.setAutoCommit(false);
            RolesDatabase.execute(holder, "lock table audit_entry in share update exclusive mode");
            maker.setAutoCommit(false);
            RolesDatabase.execute(maker, "set local lock_timeout = '200ms'");
            CompletableFuture<Void> attempt = CompletableFuture.runAsync(() -> {
                assertThatThrownBy(() -> RolesDatabase.execute(
                                maker, "select ensure_partition('audit_entry', (now() + interval '9 months')::date)"))
                        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState())
                                .isEqualTo("55P03"));
            });
            RolesDatabase.execute(database.application(), "set lock_timeout = '20s'", ENTRY);
            attempt.get(60, TimeUnit.SECONDS);
            maker.rollback();
            holder.commit();
            RolesDatabase.execute(maker, "select ensure_partition('audit_entry', (now() + interval '9 months')::date)");
            maker.commit();
        }
    }

    @Test
    void oneServerAtATimeMakesPartitions() throws Exception {
        try (Connection first = database.application().getConnection();
                Connection second = database.application().getConnection()) {
            first.setAutoCommit(false);
            RolesDatabase.execute(first, "select ensure_partition('playback', (now() + interval '8 months')::date)");
            assertThatThrownBy(() -> RolesDatabase.execute(
                            second, "select ensure_partition('playback', (now() + interval '9 months')::date)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
            first.commit();
            RolesDatabase.execute(second, "select ensure_partition('playback', (now() + interval '9 months')::date)");
        }
    }

    /** The same indexes, keys, checks and triggers as those that were made with the table. */
    @Test
    void aPartitionThatWasAttachedIsLikeTheOthers() throws Exception {
        RolesDatabase.execute(database.owner(), "select ensure_partitions('2033-01-01', 1)");
        String shape = "select p.relname || ' ' || x.what from pg_inherits i join pg_class p on p.oid = i.inhparent"
                + " join pg_class c on c.oid = i.inhrelid cross join lateral ("
                + " select regexp_replace(pg_get_indexdef(indexrelid), '\\S*_\\d{4}_\\d\\d\\S*', '', 'g') as what from pg_index where indrelid = c.oid"
                + " and exists (select 1 from pg_inherits o where o.inhrelid = indexrelid)"
                + " union all select replace(pg_get_constraintdef(o.oid), ' NOT VALID', '') from pg_constraint o where conrelid = c.oid"
                + " union all select t.tgname from pg_trigger t where tgrelid = c.oid and not tgisinternal"
                + " union all select a.attname || format_type(a.atttypid, a.atttypmod) || a.attnotnull || a.attcollation"
                + " from pg_attribute a where a.attrelid = c.oid and a.attnum > 0) x"
                + " where p.relname in (" + ALL + ") and p.relkind = 'p' and c.relname like '%%%s' order by 1";
        String present = java.time.format.DateTimeFormatter.ofPattern("_yyyy_MM")
                .format(java.time.YearMonth.now(java.time.ZoneOffset.UTC));
        assertThat(RolesDatabase.texts(database.owner(), shape.formatted("_2033_01")))
                .isEqualTo(RolesDatabase.texts(database.owner(), shape.formatted(present)));
    }

    @Test
    void samplesAreDroppedByTheMonthAndNeverTheCurrentOne() throws Exception {
        RolesDatabase.execute(database.owner(), "select ensure_partition('quality_sample', '2001-01-01')");
        assertThat(RolesDatabase.texts(database.application(), "select drop_quality_month('2001-02-01')"))
                .containsExactly("quality_sample_2001_01");
        List<String> before = RolesDatabase.texts(
                database.owner(),
                "select inhrelid::regclass from pg_inherits where inhparent = 'quality_sample'::regclass");
        assertThat(RolesDatabase.texts(database.application(), "select drop_quality_month('2999-01-01')"))
                .containsExactly((String) null);
        assertThat(RolesDatabase.texts(
                        database.owner(),
                        "select inhrelid::regclass from pg_inherits where inhparent = 'quality_sample'::regclass"))
                .isEqualTo(before);
    }
}
