package io.parley.persistence.rule;

import static io.parley.persistence.rule.RefusalState.CHECK;
import static io.parley.persistence.rule.RefusalState.NOT_NULL;

import java.util.List;

/** Rules about values: their ranges, their length and how they compare. */
final class ValueRules {

    private static final String BAN =
            "insert into ban (ban_id, app_id, user_id, address, forbids, reason, created_by, created_at, ends_at)"
                    + " overriding system value values ({n}, {app}, ";

    private ValueRules() {}

    static final List<DatabaseRule> RULES = List.of(
            DatabaseRule.of("a room has no more users than seats")
                    .takes("a full room", room("user_count = 3, peak_users = 3"))
                    .refuses(CHECK, "one more", room("user_count = 4, peak_users = 4"))
                    .refuses(CHECK, "fewer than none", room("user_count = -1"))
                    .refuses(CHECK, "a peak below", room("peak_users = 1")),
            DatabaseRule.of("identifiers have their length in bytes")
                    .takes("a roomID of 128", SampleRows.room("repeat('x', 128)"))
                    // 129 bytes are 43 of these letters
                    .refuses(CHECK, "a roomID of 129", SampleRows.room("repeat('会', 43)"))
                    .refuses(CHECK, "an empty roomID", SampleRows.room(""))
                    .refuses(CHECK, "a userID of 65", SampleRows.stay("r", "repeat('x', 65)", "{n} - 2"))
                    .refuses(CHECK, "a streamID of 257", SampleRows.stream("repeat('x', 257)", "v", "{n} - 1")),
            DatabaseRule.of("identifiers compare byte by byte")
                    .takes("a roomID in the other case", SampleRows.room("R"))
                    .takes("a roomID with a space at its end", SampleRows.room("r "))
                    .takes("a roomID with another letter", SampleRows.room("é"))
                    .takes("a roomID between them", SampleRows.room("z"))
                    .answers(
                            "R|r|r |z|é",
                            "select string_agg(room_id, '|' order by room_id) from room where app_id = {app}"),
            DatabaseRule.of("only known values")
                    .refuses(CHECK, "a first frame", app("first_frame = 'RULE'"))
                    .refuses(CHECK, "a way of logging in again", app("duplicate_login = 'RULE'"))
                    .refuses(CHECK, "an end of a token", app("token_expiry = 'RULE'"))
                    .refuses(CHECK, "a slot", """
                            insert into app_secret (id, app_id, slot, ciphertext, created_at) overriding system value
                            values ({n}, {app}, 'RULE', '', now())""")
                    .refuses(CHECK, "a purpose", """
                            insert into server_key (purpose, kid, ciphertext, created_at) values ('RULE', 'rule{n}', '', now())""")
                    .refuses(CHECK, "an outcome", SampleRows.entry("{n} - 1", "now()", "'RULE'", "null"))
                    .refuses(CHECK, "a side", SampleRows.sample("{n} - 1", "'RULE'", 1000, 0))
                    .refuses(CHECK, "a state of a recording", """
                            insert into recording (publication_id, app_id, room_session_id, user_id, stream_id, node_id, started_at,
                                state, file) values ({n}, {app}, {n}, 'u', 's', {n}, now(), 'RULE', 'f')"""),
            DatabaseRule.of("numbers are in their range")
                    .refuses(CHECK, "a grace period of 4 seconds", app("grace_seconds = 4"))
                    .refuses(CHECK, "a call of more than a week", app("max_minutes = 10081"))
                    .refuses(CHECK, "fewer seats than none", app("room_capacity = -1"))
                    .refuses(CHECK, "a gap longer than its window", SampleRows.sample("{n} - 1", "'PLAY'", 1000, 1001))
                    .refuses(CHECK, "an AppID beyond 32 bits", """
                            insert into app (app_id, name, created_at) values (4294967296, 'rule', now())""")
                    .refuses(CHECK, "a lease that ends before it is renewed", """
                            update node set lease_until = renewed_at - interval '1 second' where node_id = {n}"""),
            DatabaseRule.of("what must be there is there")
                    .refuses(NOT_NULL, "an app without a name", app("name = null"))
                    .refuses(
                            NOT_NULL,
                            "an audit entry without an outcome",
                            SampleRows.entry("{n} - 1", "now()", "null", "null")),
            DatabaseRule.of("a ban says whom it holds for and ends after it began")
                    .takes("a ban", BAN + "'u', '10.0.0.0/8', 'JOIN', 'r', 'r', now(), null)")
                    .refuses(CHECK, "a ban of nobody", BAN + "null, null, 'JOIN', 'r', 'r', now(), null)")
                    .refuses(CHECK, "a ban of no time", BAN + "'u', null, 'JOIN', 'r', 'r', now(), now())"),
            DatabaseRule.of("a recording has a file when it has ended").refuses(CHECK, "one without", """
                    insert into recording (publication_id, app_id, room_session_id, user_id, stream_id, node_id, started_at, state)
                    values ({n}, {app}, {n}, 'u', 's', {n}, now(), 'COMPLETE')"""));

    private static String room(String change) {
        return "update room set " + change + " where app_id = {app} and room_id = 'r'";
    }

    private static String app(String change) {
        return "update app set " + change + " where app_id = {app}";
    }
}
