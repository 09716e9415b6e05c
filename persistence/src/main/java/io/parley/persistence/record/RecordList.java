package io.parley.persistence.record;

import io.parley.persistence.audit.EndReason;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lists of records: where their rows come from and what they can be ordered by. Names of columns come from here only, values
 * travel as parameters.
 */
public enum RecordList {
    /** Lives of rooms. */
    CALLS(
            "room_session r",
            "r.opened_at",
            "r.close_reason",
            "r.id, r.opened_at, r.room_id, r.closed_at, r.closed_at_max, r.close_reason, " + Columns.PEOPLE
                    + " as people",
            Map.of(
                    "time",
                    "r.opened_at",
                    "room",
                    "r.room_id",
                    "people",
                    Columns.PEOPLE,
                    "duration",
                    Columns.LASTED.formatted("r.closed_at", "r.opened_at"))),
    /** Users inside. */
    STAYS(
            "participation r",
            "r.joined_at",
            "r.leave_reason",
            "r.id, r.joined_at, r.room_id, r.user_id, r.user_name, r.client_kind, r.client_version, r.address, r.left_at,"
                    + " r.left_at_max, r.leave_reason, r.room_session_id, "
                    + Columns.CALL_OPENED.formatted("r.joined_at"),
            Map.of(
                    "time", "r.joined_at",
                    "room", "r.room_id",
                    "user", "r.user_id",
                    "duration", Columns.LASTED.formatted("r.left_at", "r.joined_at"))),
    PUBLICATIONS("publication r", "r.started_at", "r.end_reason", Columns.MEDIA, Columns.MEDIA_SORTS),
    PLAYBACKS("playback r", "r.started_at", "r.end_reason", Columns.MEDIA, Columns.MEDIA_SORTS),
    /** What somebody asked for and did not get. */
    REFUSALS(
            "audit_entry r",
            "r.occurred_at",
            "r.refusal",
            Columns.AUDIT,
            Map.of(
                    "time", "r.occurred_at",
                    "reason", "r.refusal",
                    // Nothing is before or behind what is not known: without a value a row would fall out of the pages.
                    "room", "coalesce(r.room_id, '')",
                    "user", "coalesce(r.user_id, '')")),
    AUDIT(
            "audit_entry r",
            "r.occurred_at",
            "r.refusal",
            Columns.AUDIT,
            Map.of("time", "r.occurred_at", "action", "r.action", "actor", "r.actor_id")),
    /** How media was doing, window by window. */
    QUALITY(
            "quality_sample r",
            "r.sampled_at",
            "",
            "r.id, r.sampled_at, r.media_id, r.side, r.source, r.window_ms, r.bytes, r.frames, r.audio_gap_ms,"
                    + " r.video_gap_ms, r.rtt_ms, r.lag_ms, "
                    + Columns.OF_MEDIA.formatted("room_id")
                    + Columns.OF_MEDIA.formatted("user_id")
                    + Columns.OF_MEDIA.formatted("stream_id")
                    + "r.room_session_id, "
                    + Columns.CALL_OPENED.formatted("r.sampled_at"),
            Map.of("time", "r.sampled_at"));

    /** The moment as of which what goes on has lasted: that of the first page, on all pages. */
    static final String AS_OF = "now()";

    private static final class Columns {
        static final String LASTED = "least(%s, " + AS_OF + ") - %s";

        /** The most at a time; of a live call the room knows it. */
        static final String PEOPLE = "case when r.closed_at is not null then r.peak_users else greatest(r.peak_users,"
                + " coalesce((select live.peak_users from room live where live.app_id = r.app_id"
                + " and live.room_id = r.room_id and live.session_id = r.id), 0)) end";

        /** A call's name has its beginning in it. Looked for in the months in which it can have begun. */
        static final String CALL_OPENED = "(select s.opened_at from room_session s where s.id = r.room_session_id"
                + " and s.opened_at <= %1$s and s.opened_at > %1$s - interval '62 days') as call_opened_at";

        /** A sample has its media's number; media begins before its samples. */
        static final String OF_MEDIA = "case r.side when 'PUBLISH' then (select m.%1$s from publication m"
                + " where m.id = r.media_id and m.started_at <= r.sampled_at"
                + " and m.started_at > r.sampled_at - interval '62 days') else (select m.%1$s from playback m"
                + " where m.id = r.media_id and m.started_at <= r.sampled_at"
                + " and m.started_at > r.sampled_at - interval '62 days') end as %1$s, ";

        static final String MEDIA =
                "r.id, r.started_at, r.room_id, r.user_id, r.stream_id, r.protocol, r.address, r.ticket_id,"
                        + " r.bytes, r.ended_at, r.ended_at_max, r.end_reason, r.room_session_id, r.participation_id, "
                        + CALL_OPENED.formatted("r.started_at");
        static final Map<String, String> MEDIA_SORTS = Map.of(
                "time", "r.started_at",
                "room", "r.room_id",
                "user", "r.user_id",
                "stream", "r.stream_id",
                "bytes", "r.bytes",
                "duration", Columns.LASTED.formatted("r.ended_at", "r.started_at"));
        static final String AUDIT =
                "r.id, r.occurred_at, r.app_id, r.actor_kind, r.actor_id, r.action, r.outcome, r.refusal,"
                        + " r.room_id, r.user_id, r.stream_id, r.address, r.times, r.last_at, cast(r.detail as text) as detail";
    }

    final String from;
    final String time;
    final String reason;
    final String columns;
    final Map<String, String> sorts;

    RecordList(String from, String time, String reason, String columns, Map<String, String> sorts) {
        this.from = from;
        this.time = time;
        this.reason = reason;
        this.columns = columns;
        this.sorts = sorts;
    }

    /** What it can be ordered by. */
    public Set<String> sorts() {
        return sorts.keySet();
    }

    boolean isAudit() {
        return this == REFUSALS || this == AUDIT;
    }

    /** Ends that a filter can ask for, where reasons are end reasons. */
    public static List<EndReason> endReasons() {
        return List.of(EndReason.values());
    }
}
