package io.parley.persistence.rule;

/** Statements that make rows of an app that nobody else has. */
final class SampleRows {

    private SampleRows() {}

    /** One call: a room of three seats with two users, a publisher {@code u} and a player {@code v}, and all that is known of it. */
    static final DatabaseRule CALL = DatabaseRule.of("claims and facts can be written")
            .takes("two apps", """
                    insert into app (app_id, name, created_at) values ({app}, 'rule', now()), ({app} + 1, 'rule', now())""")
            .takes("a node", """
                    insert into node (node_id, name, started_at, renewed_at, lease_until) values ({n}, 'rule', now(), now(), now())""")
            .takes("a room", room("r"))
            .takes("a stay", stay("r", "u", "{n}"))
            .takes("a second stay", stay("r", "v", "{n} - 1"))
            .takes("a stream", stream("s", "u", "{n}"))
            .takes("a player", player("v", "{n}"))
            .takes("a call's fact", fact("room_session", "{n}"))
            .takes("a stay's fact", fact("participation", "{n}"))
            .takes("a publication", fact("publication", "{n}"))
            .takes("a playback", fact("playback", "{n}"))
            .takes("an event", event("{n}", 1))
            .takes("an audit entry", entry("{n}", "now()", "'DONE'", "null"))
            .takes("a quality sample", sample("{n}", "'PLAY'", 1000, 0));

    static String room(String room) {
        return "insert into room (app_id, room_id, session_id, opened_at, user_count, peak_users, capacity)"
                + " values ({app}, " + quoted(room) + ", {n}, now(), 2, 2, 3)";
    }

    static String stay(String room, String user, String participation) {
        return "insert into room_user (app_id, room_id, user_id, participation_id, joined_at, user_name, client_kind, node_id,"
                + " may_publish) values ({app}, " + quoted(room) + ", " + quoted(user) + ", " + participation
                + ", now(), 'U', 'OTHER', {n}, true)";
    }

    static String stream(String stream, String user, String publication) {
        return "insert into stream (app_id, stream_id, room_id, user_id, participation_id, publication_id, started_at, node_id,"
                + " ticket_id) values ({app}, " + quoted(stream) + ", 'r', " + quoted(user) + ", {n}, " + publication
                + ", now(), {n}, {n})";
    }

    static String player(String user, String playback) {
        return "insert into player (playback_id, app_id, stream_id, publication_id, room_id, user_id, participation_id, started_at,"
                + " node_id, ticket_id) values (" + playback + ", {app}, 's', {n}, 'r', " + quoted(user)
                + ", {n} - 1, now(), {n}, {n})";
    }

    /** A fact of one of the four tables that have an end. */
    static String fact(String table, String id) {
        return fact(table, id, "now()");
    }

    static String fact(String table, String id, String begun) {
        String common = "insert into " + table + " (id, app_id, room_id, node_id, ";
        String values = ") values (" + id + ", {app}, 'r', {n}, " + begun;
        String media =
                "started_at, stream_id, user_id, room_session_id, participation_id, protocol, address, ticket_id, bytes";
        String mediaValues = ", 's', 'u', {n}, {n}, 'RTMP', '', {n}, 10";
        return switch (table) {
            case "room_session" -> common + "opened_at" + values + ")";
            case "participation" ->
                common
                        + "joined_at, user_id, user_name, room_session_id, client_kind, client_version, address, resume_hash"
                        + values + ", 'u', 'U', {n}, 'OTHER', '1', '', '')";
            case "publication" -> common + media + values + mediaValues + ")";
            case "playback" -> common + media + ", publication_id" + values + mediaValues + ", {n})";
            default -> throw new IllegalArgumentException(table);
        };
    }

    static String event(String call, int number) {
        return event(call, number, "now()");
    }

    static String event(String call, int number, String at) {
        return "insert into callback_outbox (room_session_id, seq, occurred_at, app_id, room_id, event, body) values ("
                + call + ", " + number + ", " + at + ", {app}, 'r', 'RULE', '{}')";
    }

    static String entry(String id, String at, String outcome, String refusal) {
        return "insert into audit_entry (id, occurred_at, app_id, actor_kind, actor_id, action, outcome, refusal, address, node_id)"
                + " values (" + id + ", " + at + ", {app}, 'SYSTEM', 'rule', 'RULE', " + outcome + ", " + refusal
                + ", '', {n})";
    }

    static String sample(String id, String side, int windowMs, int gapMs) {
        return sample(id, side, windowMs, gapMs, "now()");
    }

    static String sample(String id, String side, int windowMs, int gapMs, String at) {
        return "insert into quality_sample (sampled_at, id, app_id, room_session_id, media_id, side, source, window_ms, audio_gap_ms)"
                + " values (" + at + ", " + id + ", {app}, {n}, {n}, " + side + ", 'RELAY', " + windowMs + ", " + gapMs
                + ")";
    }

    /** Text as a literal; an expression if it has a bracket. */
    private static String quoted(String text) {
        return text.contains("(") ? text : "'" + text + "'";
    }
}
