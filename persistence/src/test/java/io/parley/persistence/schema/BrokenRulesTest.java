package io.parley.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.persistence.rule.BrokenRule;
import io.parley.persistence.rule.DatabaseRules;
import java.io.IOException;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas that lack one thing each, as those of a database would that took the DDL and did not keep it. The rule is named. */
class BrokenRulesTest {

    private static final String SOUND = "rules_sound";
    private static final String SPOILT = "rules_spoilt";
    private static final String MONTH = DateTimeFormatter.ofPattern("_yyyy_MM").format(YearMonth.now(ZoneOffset.UTC));

    private static RolesDatabase database;

    @BeforeAll
    static void make() throws IOException, SQLException {
        database = RolesDatabase.shared();
        database.make(SOUND);
    }

    @AfterAll
    static void drop() throws SQLException {
        database.drop(SOUND);
    }

    private static List<String> brokenAfter(String role, String statements) throws SQLException {
        database.copy(SOUND, SPOILT);
        try {
            RolesDatabase.execute(database.in(SPOILT, "postgres"), statements.replace("{month}", MONTH));
            return DatabaseRules.broken(database.in(SPOILT, role)).stream()
                    .map(BrokenRule::toString)
                    .toList();
        } finally {
            database.drop(SPOILT);
        }
    }

    private static void isNamed(String rule, String role, String statements) throws SQLException {
        assertThat(DatabaseRules.names()).contains(rule);
        assertThat(brokenAfter(role, statements)).as(statements).anySatisfy(broken -> assertThat(broken)
                .startsWith("'" + rule + "': "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            one live room for a roomID                   | alter table room drop constraint room_pkey cascade
            one stay of a user in a room                 | alter table room_user drop constraint room_user_pkey cascade
            one claim for a stay                         | alter table room_user drop constraint room_user_participation_id_key
            one live publisher for a streamID            | alter table stream drop constraint stream_pkey
            one live publisher for a streamID            | alter table stream drop constraint stream_pkey; create index on stream (app_id, stream_id)
            who writes a key waits for whoever writes it already | alter table stream drop constraint stream_pkey
            one live stream for a publication            | alter table stream drop constraint stream_publication_id_key
            one player for a playback                    | alter table player drop constraint player_pkey
            a ticket is revoked once                     | alter table revoked_ticket drop constraint revoked_ticket_pkey
            one app for an AppID                         | alter table app drop constraint app_pkey cascade
            one incarnation, recording and session of each number | alter table recording drop constraint recording_pkey
            one incarnation, recording and session of each number | alter table admin_session drop constraint admin_session_pkey
            one set-up code and one progress of reports  | alter table admin_setup drop constraint admin_setup_pkey
            one set-up code and one progress of reports  | alter table report_progress drop constraint report_progress_one_check
            a fact is there once                         | alter table participation drop constraint participation_pkey
            a fact is there once                         | alter table callback_outbox drop constraint callback_outbox_pkey
            """)
    void aKeyIsMissing(String rule, String statements) throws SQLException {
        isNamed(rule, RolesDatabase.APPLICATION, statements);
    }

    /** The index is there, for all rows instead of those of its predicate, or for none. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            one valid secret in each slot of an app          | drop index app_secret_live
            any number of revoked secrets beside the valid one | drop index app_secret_live; create unique index app_secret_live on app_secret (app_id, slot)
            one administrator of a name, whatever the case of its letters | drop index admin_user_live
            one administrator of a name, whatever the case of its letters | drop index admin_user_live; create unique index admin_user_live on admin_user (username) where disabled_at is null
            any number of disabled administrators of a name  | drop index admin_user_live; create unique index admin_user_live on admin_user (lower(username))
            one active server key for a purpose              | drop index server_key_active
            any number of retired server keys and of those made ahead | drop index server_key_active; create unique index server_key_active on server_key (purpose)
            any number of retired server keys and of those made ahead | drop index server_key_active; create unique index server_key_active on server_key (purpose) where retired_at is null
            """)
    void aPredicateIsIgnored(String rule, String statements) throws SQLException {
        isNamed(rule, RolesDatabase.APPLICATION, statements);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            no live room without its app                     | alter table room drop constraint room_app_id_fkey
            no stay outside a live room                      | alter table room_user drop constraint room_user_app_id_room_id_fkey
            a room is not closed while somebody is inside    | alter table room disable trigger all
            nothing is live without its node                 | alter table room_user drop constraint room_user_node_id_fkey
            nothing is live without its node                 | alter table player drop constraint player_node_id_fkey
            no live media without its user in the room       | alter table stream drop constraint stream_app_id_room_id_user_id_fkey
            no live media without its user in the room       | alter table player disable trigger all
            nobody leaves a room whose media is live         | alter table room_user disable trigger all
            what the users of a room share goes with the room | alter table room_extra_info drop constraint room_extra_info_app_id_room_id_fkey
            what the users of a room share goes with the room | alter table room_extra_info drop constraint room_extra_info_app_id_room_id_fkey, add foreign key (app_id, room_id) references room
            no secret, recording or ban without its app      | alter table recording drop constraint recording_app_id_fkey
            """)
    void aReferenceIsMissing(String rule, String statements) throws SQLException {
        isNamed(rule, RolesDatabase.APPLICATION, statements);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a room has no more users than seats              | alter table room drop constraint room_check
            a room has no more users than seats              | alter table room drop constraint room_check1
            identifiers have their length in bytes           | alter table room drop constraint room_room_id_check
            identifiers have their length in bytes           | alter table room drop constraint room_room_id_check, add check (length(room_id) between 1 and 128)
            identifiers have their length in bytes           | alter table stream drop constraint stream_stream_id_check
            identifiers compare byte by byte                 | alter table room drop constraint room_pkey cascade; alter table room alter room_id type char(128)
            only known values                                | alter table app drop constraint app_first_frame_check
            only known values                                | alter table audit_entry drop constraint audit_entry_outcome_check
            numbers are in their range                       | alter table app drop constraint app_grace_seconds_check
            numbers are in their range                       | alter table node drop constraint node_check
            what must be there is there                      | alter table app alter name drop not null
            a ban says whom it holds for and ends after it began | alter table ban drop constraint ban_check1
            a ban says whom it holds for and ends after it began | alter table ban drop constraint ban_check
            a recording has a file when it has ended         | alter table recording drop constraint recording_check
            a refusal has its name, and nothing else has one | alter table audit_entry drop constraint audit_entry_check
            an end has a time and a reason                   | alter table participation drop constraint participation_check
            nothing ends before it began                     | alter table participation drop constraint participation_check1
            """)
    void aCheckIsMissing(String rule, String statements) throws SQLException {
        isNamed(rule, RolesDatabase.APPLICATION, statements);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            what has ended does not end again                | parley       | alter table participation disable trigger participation_ends_once
            what has ended does not end again                | parley_owner | drop trigger playback_ends_once on playback
            what has begun does not change                   | parley_owner | alter table publication disable trigger publication_begins_once
            the bytes of media only grow                     | parley       | drop trigger publication_counts_up on publication
            an audit entry does not change                   | parley_owner | alter table audit_entry disable trigger audit_entry_is_append_only
            an audit entry does not change                   | parley       | alter table audit_entry disable trigger all; grant update, delete on audit_entry to parley
            an audit entry is of the time at which it is written | parley   | alter table audit_entry disable trigger audit_entry_is_of_now
            the guards of history are in force               | parley       | alter table audit_entry disable trigger audit_entry_is_append_only
            the guards of history are in force               | parley       | drop trigger history_is_not_emptied on audit_entry{month}
            the guards of history are in force               | parley       | alter table room_session{month} disable trigger room_session_begins_once
            what has ended does not end again                | postgres     | alter database rules_spoilt set session_replication_role = replica
            """)
    void aTriggerDoesNotFire(String rule, String role, String statements) throws SQLException {
        isNamed(rule, role, statements);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            the application's role removes nothing of history | grant delete on participation to parley
            the application's role removes nothing of history | grant truncate on audit_entry to parley
            the application's role removes nothing of history | grant delete on recording to parley
            the application's role changes nothing of events and incarnations | grant update on callback_outbox to parley
            what has begun does not change                   | grant update on room_session to parley; alter table room_session disable trigger all
            claims and facts can be written                  | revoke insert on room from parley
            claims and facts can be written                  | drop table room_session{month}
            """)
    void theRoleHasOtherRights(String rule, String statements) throws SQLException {
        isNamed(rule, RolesDatabase.APPLICATION, statements);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table participation_other partition of participation default",
                "create table audit_entry_other partition of audit_entry default",
                "create table callback_outbox_other partition of callback_outbox default"
            })
    void aPartitionTakesWhatIsOfNoMonth(String statement) throws SQLException {
        isNamed("a fact of a month without a partition is refused", RolesDatabase.APPLICATION, statement);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a fact lies in the partition of its month        | alter table participation{month} rename to participation_x
            a statement sees what was committed before it began | alter database rules_spoilt set default_transaction_isolation = 'repeatable read'
            a statement sees what was committed before it began | alter database rules_spoilt set default_transaction_isolation = 'serializable'
            a sequence gives no number twice                 | alter sequence message_seq restart 1 minvalue 1 maxvalue 2 cycle
            an advisory lock has one holder                  | alter database rules_spoilt set search_path = public, pg_catalog; create function pg_advisory_xact_lock(bigint) returns void language sql as ''
            """)
    void anythingElseIsDifferent(String rule, String statements) throws SQLException {
        isNamed(rule, RolesDatabase.APPLICATION, statements);
    }

    /** A view in the place of the table: its rows cannot be locked, and nothing says so. */
    @ParameterizedTest
    @ValueSource(strings = {"who locks a row waits for whoever has locked it", "SKIP LOCKED passes over a locked row"})
    void aRowIsNotLocked(String rule) throws SQLException {
        isNamed(rule, RolesDatabase.APPLICATION, """
                drop table report_progress cascade;
                create view report_progress as select true as one, now() as rolled_to from generate_series(1, 1);
                grant select, update on report_progress to parley""");
    }
}
