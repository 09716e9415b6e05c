package io.parley.persistence.rule;

import static io.parley.persistence.rule.RefusalState.CHECK;
import static io.parley.persistence.rule.RefusalState.PRIVILEGE;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rules about the audit and about what the application's role may do to history. */
final class AuditRules {

    /** Triggers of history, and where they are. All but the last are those of rows. */
    private static final String GUARDS = """
            with guard (name, history) as (values
                ('audit_entry_is_append_only', 'audit_entry'), ('audit_entry_is_of_now', 'audit_entry'),
                ('room_session_begins_once', 'room_session'), ('room_session_ends_once', 'room_session'),
                ('participation_begins_once', 'participation'), ('participation_ends_once', 'participation'),
                ('publication_begins_once', 'publication'), ('publication_ends_once', 'publication'),
                ('publication_counts_up', 'publication'), ('playback_counts_up', 'playback'),
                ('playback_begins_once', 'playback'), ('playback_ends_once', 'playback'),
                ('history_is_not_emptied', 'audit_entry'), ('history_is_not_emptied', 'room_session'),
                ('history_is_not_emptied', 'participation'), ('history_is_not_emptied', 'publication'),
                ('history_is_not_emptied', 'playback'), ('history_is_not_emptied', 'callback_outbox'))
            select coalesce(min(g.name || ' of ' || t.name), '') from guard g
                cross join lateral (values (g.history), (g.history || to_char(now() at time zone 'UTC', '_YYYY_MM'))) t (name)
            where not exists (
                select 1 from pg_trigger p where p.tgrelid = to_regclass(t.name) and p.tgname = g.name and p.tgenabled in ('O', 'A'))""";

    /** Ten minutes are allowed. The other side of now where that would be another month, which may have no partition yet. */
    private static final String OTHER_TIME =
            "now() + interval '11 minutes' * case when date_trunc('month', now() at time zone 'UTC')"
                    + " = date_trunc('month', (now() + interval '11 minutes') at time zone 'UTC') then 1 else -1 end";

    /** What is no right of the application's role on these tables. Asked and not tried: TRUNCATE locks the table first. */
    private static final Map<String, String> FORBIDDEN = new TreeMap<>(Map.of(
            "audit_entry", "UPDATE,DELETE,TRUNCATE",
            "callback_outbox", "DELETE,TRUNCATE",
            "participation", "DELETE,TRUNCATE",
            "playback", "DELETE,TRUNCATE",
            "publication", "DELETE,TRUNCATE",
            "quality_sample", "DELETE,TRUNCATE",
            "recording", "DELETE,TRUNCATE",
            "room_session", "DELETE,TRUNCATE"));

    private AuditRules() {}

    /** Whoever works with the tables. */
    static final List<DatabaseRule> RULES = List.of(
            DatabaseRule.of("an audit entry does not change")
                    .refuses(
                            PRIVILEGE,
                            "a change",
                            "update audit_entry set actor_id = 'x' where id = {n} and occurred_at = now()")
                    .refuses(PRIVILEGE, "its end", "delete from audit_entry where id = {n} and occurred_at = now()"),
            DatabaseRule.of("a refusal has its name, and nothing else has one")
                    .refuses(CHECK, "a refusal without one", SampleRows.entry("{n} - 1", "now()", "'REFUSED'", "null"))
                    .refuses(
                            CHECK, "a name without a refusal", SampleRows.entry("{n} - 1", "now()", "'DONE'", "'RULE'"))
                    .takes("a refusal", SampleRows.entry("{n} - 1", "now()", "'REFUSED'", "'RULE'")),
            DatabaseRule.of("the guards of history are in force").answers("", GUARDS));

    /** Of a role that owns nothing. */
    static final List<DatabaseRule> OF_APPLICATION = List.of(
            DatabaseRule.of("an audit entry is of the time at which it is written")
                    .refuses(PRIVILEGE, "one of another", SampleRows.entry("{n} - 1", OTHER_TIME, "'DONE'", "null")),
            DatabaseRule.of("the application's role removes nothing of history")
                    .refuses(
                            PRIVILEGE,
                            "the end of a stay's fact",
                            "delete from participation where id = {n} and joined_at = now()")
                    .refuses(
                            PRIVILEGE, "the end of an event", "delete from callback_outbox where room_session_id = {n}")
                    .refuses(PRIVILEGE, "the end of an incarnation", "delete from node where node_id = {n}")
                    .with(trial -> {
                        for (Map.Entry<String, String> each : FORBIDDEN.entrySet()) {
                            String finding = trial.ask(
                                    "f",
                                    "select has_table_privilege('" + each.getKey() + "', '" + each.getValue() + "')");
                            if (finding != null) {
                                return "it grants one of " + each.getValue() + " on " + each.getKey();
                            }
                        }
                        return null;
                    }),
            DatabaseRule.of("the application's role changes nothing of events and incarnations")
                    .refuses(
                            PRIVILEGE,
                            "another body",
                            "update callback_outbox set body = '[]' where room_session_id = {n}")
                    .refuses(PRIVILEGE, "another name", "update node set name = 'x' where node_id = {n}"));
}
