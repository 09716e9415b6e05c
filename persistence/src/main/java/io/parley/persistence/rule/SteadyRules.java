package io.parley.persistence.rule;

import static io.parley.persistence.rule.RefusalState.CHECK;
import static io.parley.persistence.rule.RefusalState.FOREIGN_KEY;
import static io.parley.persistence.rule.RefusalState.UNIQUE;

import java.util.List;

/** Rules about apps, administrators, keys and bans. Several are unique indexes with a predicate, and tried on both sides of it. */
final class SteadyRules {

    /** Numbers of an identity column that nobody draws: nothing is taken from its sequence. */
    private static final String SECRET =
            "insert into app_secret (id, app_id, slot, ciphertext, created_at, revoked_at) overriding system value values ";

    private static final String ACCOUNT =
            "insert into admin_user (id, username, password_hash, roles, created_at, disabled_at)"
                    + " overriding system value values ";

    private static final String KEY =
            "insert into server_key (purpose, kid, ciphertext, created_at, activated_at, retired_at) values ";

    private static final String RECORDING =
            "insert into recording (publication_id, app_id, room_session_id, user_id, stream_id, node_id,"
                    + " started_at) values ({n}, {app}, {n}, 'u', 's', {n}, now())";

    private static final String SESSION =
            "insert into admin_session (id, username, roles, source, console, kid, address, agent, opened_at,"
                    + " seen_at, expires_at) values ('rule{n}', 'rule', '', 'LOCAL', true, '', '', '', now(), now(), now())";

    private SteadyRules() {}

    static final List<DatabaseRule> RULES = List.of(
            DatabaseRule.of("one app for an AppID")
                    .refuses(
                            UNIQUE,
                            "a second one",
                            "insert into app (app_id, name, created_at) values ({app}, 'rule', now())"),
            DatabaseRule.of("one valid secret in each slot of an app")
                    .takes("a secret in each slot", SECRET + """
                            ({n}, {app}, 'PRIMARY', '', now(), null), ({n} - 1, {app}, 'SECONDARY', '', now(), null)""")
                    .refuses(UNIQUE, "a second one", SECRET + "({n} - 2, {app}, 'PRIMARY', '', now(), null)"),
            DatabaseRule.of("any number of revoked secrets beside the valid one")
                    .takes("a secret", SECRET + "({n}, {app}, 'PRIMARY', '', now(), null)")
                    .takes("revoked ones", SECRET + """
                            ({n} - 1, {app}, 'PRIMARY', '', now(), now()), ({n} - 2, {app}, 'PRIMARY', '', now(), now())"""),
            DatabaseRule.of("one administrator of a name, whatever the case of its letters")
                    .takes("an account", ACCOUNT + "({n}, 'rule{n}', '', '', now(), null)")
                    .refuses(UNIQUE, "a second one", ACCOUNT + "({n} - 1, 'RULE{n}', '', '', now(), null)"),
            DatabaseRule.of("any number of disabled administrators of a name")
                    .takes("an account", ACCOUNT + "({n}, 'rule{n}', '', '', now(), null)")
                    .takes("disabled ones", ACCOUNT + """
                            ({n} - 1, 'rule{n}', '', '', now(), now()), ({n} - 2, 'Rule{n}', '', '', now(), now())"""),
            DatabaseRule.of("one active server key for a purpose")
                    // the second of these, or the first beside the server's own
                    .refuses(UNIQUE, "a second one", KEY + """
                            ('TICKET', 'rule{n}', '', now(), now(), null), ('TICKET', 'rule{n} - 1', '', now(), now(), null)"""),
            DatabaseRule.of("any number of retired server keys and of those made ahead")
                    .takes("retired ones", KEY + """
                            ('TICKET', 'rule{n}', '', now(), now(), now()), ('TICKET', 'rule{n} - 1', '', now(), now(), now())""")
                    .takes("those made ahead", KEY + """
                            ('TICKET', 'rule{n} - 2', '', now(), null, null), ('TICKET', 'rule{n} - 3', '', now(), null, null)"""),
            DatabaseRule.of("one set-up code and one progress of reports")
                    .refuses(
                            UNIQUE,
                            "a second code",
                            "insert into admin_setup (code_hash, made_at) values ('', now()), ('', now())")
                    .refuses(
                            CHECK,
                            "a code of another key",
                            "insert into admin_setup (only_one, code_hash, made_at) values (false, '', now())")
                    .refuses(
                            CHECK,
                            "a progress of another key",
                            "insert into report_progress (one, rolled_to) values (false, date_bin('15 minutes', now(), 'epoch'))"),
            DatabaseRule.of("one incarnation, recording and session of each number")
                    .refuses(
                            UNIQUE,
                            "a second incarnation",
                            "insert into node (node_id, name, started_at, renewed_at, lease_until) values ({n}, 'r', now(), now(), now())")
                    .takes("a recording", RECORDING)
                    .refuses(UNIQUE, "a second recording", RECORDING)
                    .takes("a session", SESSION)
                    .refuses(UNIQUE, "a second session", SESSION),
            DatabaseRule.of("no secret, recording or ban without its app")
                    .refuses(FOREIGN_KEY, "a secret", SECRET + "({n}, 0, 'PRIMARY', '', now(), null)")
                    .refuses(FOREIGN_KEY, "a recording", RECORDING.replace("{app}", "0"))
                    .refuses(
                            FOREIGN_KEY,
                            "a ban",
                            "insert into ban (ban_id, app_id, user_id, forbids, reason, created_by, created_at)"
                                    + " overriding system value values ({n}, 0, 'u', 'JOIN', 'r', 'r', now())"));
}
