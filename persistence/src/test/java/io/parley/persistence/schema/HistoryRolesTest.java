package io.parley.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the application's role may do to the audit and to history, and what PostgreSQL refuses it. */
class HistoryRolesTest {

    private static final String MONTH = DateTimeFormatter.ofPattern("_yyyy_MM").format(YearMonth.now(ZoneOffset.UTC));

    private static final String ENTRY =
            "insert into audit_entry (id, occurred_at, actor_kind, actor_id, action, outcome, address, node_id)"
                    + " values (nextval('audit_entry_seq'), %s, 'ADMIN', 'mallory', 'LOGIN', 'DONE', '', 1)";

    private static RolesDatabase database;

    @BeforeAll
    static void fill() throws IOException, SQLException {
        database = RolesDatabase.shared();
        RolesDatabase.execute(
                database.application(),
                ENTRY.formatted("now()"),
                "insert into room_session (id, opened_at, app_id, room_id, node_id) values (1, now(), 1, 'r', 1), (2, now(), 1, 's', 1)",
                "insert into participation (id, joined_at, app_id, room_id, user_id, user_name, room_session_id, node_id, client_kind,"
                        + " client_version, address, resume_hash) values (1, now(), 1, 'r', 'u', 'U', 1, 1, 'OTHER', '1', '', '')",
                "insert into publication (id, started_at, app_id, stream_id, room_id, user_id, room_session_id, participation_id, node_id,"
                        + " protocol, address, ticket_id) values (1, now(), 1, 's', 'r', 'u', 1, 1, 1, 'RTMP', '', 1)",
                "insert into callback_outbox (room_session_id, seq, occurred_at, app_id, room_id, event, body)"
                        + " values (1, 1, now(), 1, 'r', 'ROOM_CLOSED', '{}')",
                // the ends, each once
                "update room_session set closed_at = now(), closed_at_max = now(), close_reason = 'EMPTY' where id = 1",
                "update participation set left_at = now(), left_at_max = now(), leave_reason = 'LOGOUT' where id = 1",
                "update publication set ended_at = now(), ended_at_max = now(), end_reason = 'LOGOUT', bytes = 10 where id = 1",
                "update publication set bytes = 12 where id = 1",
                "update callback_outbox set attempts = 1, delivered_at = now()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "truncate audit_entry",
                "truncate audit_entry{month}",
                "drop table audit_entry",
                "drop table audit_entry{month}",
                "alter table audit_entry detach partition audit_entry{month}",
                "alter table audit_entry disable trigger all",
                "alter table audit_entry{month} disable trigger all",
                "update audit_entry set actor_id = 'somebody else'",
                "update audit_entry{month} set actor_id = 'somebody else'",
                "delete from audit_entry",
                "delete from audit_entry{month}",
                "insert into audit_entry{month} select * from audit_entry",
                "select * from audit_entry for update",
                "update room_session set room_id = 'other'",
                "update room_session set opened_at = opened_at - interval '1 hour'",
                "update room_session set close_reason = 'KICKED' where id = 1",
                "update room_session set closed_at = null, closed_at_max = null, close_reason = null where id = 1",
                "update participation set user_id = 'other'",
                "update participation set left_at = left_at + interval '1 hour', left_at_max = left_at_max + interval '1 hour'",
                "update publication set end_reason = 'KICKED'",
                "update publication set bytes = 0",
                "update publication set address = '10.0.0.1'",
                "delete from participation",
                "delete from room_session",
                "truncate participation",
                "truncate participation{month}",
                "drop table participation{month}",
                "update callback_outbox set body = '{\"a\":1}'",
                "delete from callback_outbox",
                "delete from ban",
                "delete from node",
                "delete from admin_session",
                "update flyway_schema_history set success = true",
                "drop function refuse_change() cascade",
                "create or replace function refuse_change() returns trigger language plpgsql as 'begin return null; end'",
                "create table mine (id bigint)",
                "create schema mine",
                "select ensure_partition('audit_entry', '1999-01-01')",
                "select ensure_partition('app', current_date)",
                "set role parley_owner",
                "set session_replication_role = replica",
            })
    void theApplicationsRoleIsRefused(String statement) {
        Throwable refused = catchThrowable(
                () -> RolesDatabase.execute(database.application(), statement.replace("{month}", MONTH)));
        assertThat(refused).as(statement).isInstanceOf(SQLException.class);
        assertThat(((SQLException) refused).getSQLState())
                .as("%s: %s", statement, refused.getMessage())
                .isIn("42501", "22023"); // insufficient privilege; a month or table that is none
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"now() - interval '11 minutes'", "now() + interval '11 minutes'", "now() - interval '20 days'"})
    void anAuditEntryOfAnotherTimeIsRefused(String time) {
        assertThatThrownBy(() -> RolesDatabase.execute(database.application(), ENTRY.formatted(time)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("cannot be written at");
    }

    @Test
    void theOwnerMayBringInAnOldHistoryButNotChangeIt() throws SQLException {
        RolesDatabase.execute(database.owner(), ENTRY.formatted("date_trunc('month', now())"));
        for (String statement : new String[] {
            "update audit_entry set actor_id = 'x'",
            "truncate audit_entry",
            "truncate audit_entry" + MONTH,
            "update participation set user_id = 'other'",
            "update room_session set close_reason = 'KICKED' where id = 1"
        }) {
            assertThatThrownBy(() -> RolesDatabase.execute(database.owner(), statement))
                    .as(statement)
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void nothingBelongsToTheApplicationsRole() throws SQLException {
        assertThat(
                        RolesDatabase.texts(
                                database.superuser(),
                                "select rolname from pg_roles where rolname = 'parley' and (rolsuper or rolcreaterole or rolbypassrls)"))
                .isEmpty();
        assertThat(RolesDatabase.texts(
                        database.owner(),
                        "select relname from pg_class where pg_get_userbyid(relowner) = 'parley'"
                                + " union all select proname from pg_proc where pg_get_userbyid(proowner) = 'parley'"))
                .isEmpty();
    }

    /** What a later migration makes, and the partitions of later months. */
    @Test
    void rightsHoldForWhatIsMadeLater() throws SQLException {
        RolesDatabase.execute(database.owner(), "create table later (id bigint)", "create sequence later_seq");
        RolesDatabase.execute(
                database.application(), "select ensure_partition('audit_entry', (now() + interval '7 months')::date)");
        database.migrate();
        RolesDatabase.execute(
                database.application(),
                "insert into later values (nextval('later_seq'))",
                "update later set id = 2",
                "delete from later");
        String later = "audit_entry"
                + DateTimeFormatter.ofPattern("_yyyy_MM")
                        .format(YearMonth.now(ZoneOffset.UTC).plusMonths(7));
        for (String statement : new String[] {"truncate " + later, "drop table " + later, "delete from " + later}) {
            assertThatThrownBy(() -> RolesDatabase.execute(database.application(), statement))
                    .as(statement)
                    .isInstanceOf(SQLException.class);
        }
        assertThatThrownBy(() -> RolesDatabase.execute(database.owner(), "truncate " + later))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("TRUNCATE");
    }

    /** Between upgrades a server needs no owner. */
    @Test
    void aStartWithoutTheOwnerWorksWhileNothingIsToBeMigrated() {
        Schema.migrate(database.application(), RolesDatabase.APPLICATION);
    }

    /** Reports are made by the application's role, with functions that belong to the owner. */
    @Test
    void theSumsOfReportsAreMadeByTheApplicationsRole() throws SQLException {
        RolesDatabase.execute(
                database.application(),
                "update report_progress set rolled_to = date_bin('15 minutes', now() - interval '2 hours', 'epoch')",
                "select report_advance(now(), '1 day')");
    }
}
