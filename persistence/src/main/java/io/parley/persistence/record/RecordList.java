package io.parley.persistence.record;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.record.CurrentSource.Expression;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All lists, of what happened and of what is there now: where their rows come from and what they can be ordered by. Names of columns
 * come from here only, values travel as parameters.
 */
public enum RecordList {
    /** Lives of rooms. */
    CALLS(new HistorySource(
            "room_session",
            "r.opened_at",
            "r.id, r.opened_at, r.room_id, r.closed_at, r.closed_at_max, r.close_reason, " + HistoryColumns.PEOPLE
                    + " as people",
            Map.of(
                    "time",
                    "r.opened_at",
                    "room",
                    "r.room_id",
                    "people",
                    HistoryColumns.PEOPLE,
                    "duration",
                    HistoryColumns.LASTED.formatted("r.closed_at", "r.opened_at")),
            c -> c.room().reason("r.close_reason").callsWithUserAndStream())),
    /** Users inside. */
    STAYS(new HistorySource(
            "participation",
            "r.joined_at",
            "r.id, r.joined_at, r.room_id, r.user_id, r.user_name, r.client_kind, r.client_version, r.address, r.left_at,"
                    + " r.left_at_max, r.leave_reason, r.room_session_id, "
                    + HistoryColumns.CALL_OPENED.formatted("r.joined_at"),
            Map.of(
                    "time", "r.joined_at",
                    "room", "r.room_id",
                    "user", "r.user_id",
                    "duration", HistoryColumns.LASTED.formatted("r.left_at", "r.joined_at")),
            c -> c.room().reason("r.leave_reason").user())),
    PUBLICATIONS(new HistorySource(
            "publication",
            "r.started_at",
            HistoryColumns.MEDIA,
            HistoryColumns.MEDIA_SORTS,
            c -> c.room().reason("r.end_reason").user().stream())),
    PLAYBACKS(new HistorySource(
            "playback",
            "r.started_at",
            HistoryColumns.MEDIA,
            HistoryColumns.MEDIA_SORTS,
            c -> c.room().reason("r.end_reason").user().stream())),
    /** Attempts that were refused. */
    REFUSALS(new HistorySource(
            "audit_entry",
            "r.occurred_at",
            HistoryColumns.AUDIT,
            Map.of(
                    "time", "r.occurred_at",
                    "reason", "r.refusal",
                    // Nothing is before or behind what is not known: without a value a row would fall out of the pages.
                    "room", "coalesce(r.room_id, '')",
                    "user", "coalesce(r.user_id, '')"),
            c -> c.refused().room().reason("r.refusal").actionAndActor().user().stream())),
    AUDIT(new HistorySource(
            "audit_entry",
            "r.occurred_at",
            HistoryColumns.AUDIT,
            Map.of("time", "r.occurred_at", "action", "r.action", "actor", "r.actor_id"),
            c -> c.room().reason("r.refusal").actionAndActor().user().stream())),
    /** Quality of media, window by window. */
    QUALITY(new HistorySource(
            "quality_sample",
            "r.sampled_at",
            "r.id, r.sampled_at, r.media_id, r.side, r.source, r.window_ms, r.bytes, r.frames, r.audio_gap_ms,"
                    + " r.video_gap_ms, r.rtt_ms, r.lag_ms, "
                    + HistoryColumns.OF_MEDIA.formatted("room_id")
                    + HistoryColumns.OF_MEDIA.formatted("user_id")
                    + HistoryColumns.OF_MEDIA.formatted("stream_id")
                    + "r.room_session_id, "
                    + HistoryColumns.CALL_OPENED.formatted("r.sampled_at"),
            Map.of("time", "r.sampled_at"),
            HistoryConditions::samples)),
    /** Live rooms of an app. */
    ROOMS(new CurrentSource(
            """
            select r.app_id, r.session_id, r.opened_at, r.room_id, r.user_count,
                (select count(*) from stream s where s.app_id = r.app_id and s.room_id = r.room_id) as streams,
                (select count(*) from player p where p.app_id = r.app_id and p.room_id = r.room_id) as players
            from room r""",
            "l.app_id = :app",
            "session_id",
            List.of("room_id"),
            "people",
            Map.of(
                    "people", new Expression("l.user_count", "integer", true),
                    "room", new Expression("l.room_id", "text", false),
                    "streams", new Expression("l.streams", "bigint", true),
                    "players", new Expression("l.players", "bigint", true),
                    "time", new Expression("l.opened_at", "timestamptz", true)))),
    /** Live streams of an app. */
    STREAMS(new CurrentSource(
            "select app_id, publication_id, room_id, user_id, stream_id, started_at from stream",
            "l.app_id = :app",
            "publication_id",
            List.of("stream_id", "room_id", "user_id"),
            "time",
            Map.of(
                    "time", new Expression("l.started_at", "timestamptz", true),
                    "stream", new Expression("l.stream_id", "text", false),
                    "room", new Expression("l.room_id", "text", false),
                    "user", new Expression("l.user_id", "text", false)))),
    /** Bans of an app that are in force. */
    BANS(new CurrentSource(
            """
            select app_id, ban_id, user_id, cast(address as text) as address, room_id, forbids, reason, created_by, created_at,
                ends_at, lifted_at
            from ban""",
            "l.app_id = :app and l.lifted_at is null and (l.ends_at is null or l.ends_at > :now)",
            "ban_id",
            List.of("user_id", "address", "room_id", "reason", "created_by"),
            "time",
            Map.of(
                    "time", new Expression("l.created_at", "timestamptz", true),
                    "until", new Expression("coalesce(l.ends_at, 'infinity')", "timestamptz", false),
                    "user", new Expression("coalesce(l.user_id, '')", "text", false),
                    "address", new Expression("coalesce(l.address, '')", "text", false),
                    "room", new Expression("coalesce(l.room_id, '')", "text", false),
                    "forbids", new Expression("l.forbids", "text", false),
                    "actor", new Expression("l.created_by", "text", false)))),
    /** All apps. */
    APPS(new CurrentSource(
            "select app_id, name, created_at, disabled_at, first_frame, record, cast(app_id as text) as digits from app",
            "true",
            "app_id",
            List.of("name", "digits"),
            "time",
            Map.of(
                    "time", new Expression("l.created_at", "timestamptz", false),
                    "name", new Expression("lower(l.name)", "text", false),
                    "id", new Expression("l.app_id", "bigint", false),
                    "state", new Expression("l.disabled_at is not null", "boolean", false)))),
    /** All administrators. */
    ACCOUNTS(new CurrentSource(
            """
            select id, username, roles, founder, must_change_password, created_at, password_changed_at, disabled_at,
                case when disabled_at is not null then 2 when must_change_password then 1 else 0 end as state
            from admin_user""",
            "true",
            "id",
            List.of("username", "roles"),
            "state",
            Map.of(
                    "state", new Expression("l.state", "integer", false),
                    "name", new Expression("lower(l.username)", "text", false),
                    "time", new Expression("l.created_at", "timestamptz", true)))),
    /** Sessions that still open doors; those of consoles only while somebody is seen at them. */
    SESSIONS(new CurrentSource(
            "select * from admin_session",
            "l.ended_at is null and l.expires_at > :now and (not l.console or l.seen_at > :seen)",
            "id",
            List.of("username", "address", "agent"),
            "time",
            Map.of(
                    "time", new Expression("l.opened_at", "timestamptz", true),
                    "seen", new Expression("l.seen_at", "timestamptz", true),
                    "name", new Expression("lower(l.username)", "text", false),
                    "address", new Expression("l.address", "text", false))));

    private final RecordSource source;

    RecordList(RecordSource source) {
        this.source = source;
    }

    RecordSource source() {
        return source;
    }

    /** Tells whether it is a list of what happened, over a time; else it is one of what is there now. */
    public boolean isHistory() {
        return source instanceof HistorySource;
    }

    /** Names of its orders. */
    public Set<String> sorts() {
        return source.sorts();
    }

    /** The order unless asked for otherwise. */
    public String usualSort() {
        return source.usualSort();
    }

    /** Tells whether this order begins with the largest unless asked for otherwise. */
    public boolean isDescending(String sort) {
        return source.isDescending(sort);
    }

    /** Ends that a filter can ask for, where reasons are end reasons. */
    public static List<EndReason> endReasons() {
        return List.of(EndReason.values());
    }
}
