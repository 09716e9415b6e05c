package io.parley.persistence.record;

import java.util.Map;

/** Columns and orders that several lists of history have. */
final class HistoryColumns {

    /** The moment as of which what goes on has lasted: that of the first page, on all pages. */
    static final String AS_OF = "now()";

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
            "duration", LASTED.formatted("r.ended_at", "r.started_at"));
    static final String AUDIT =
            "r.id, r.occurred_at, r.app_id, r.actor_kind, r.actor_id, r.action, r.outcome, r.refusal,"
                    + " r.room_id, r.user_id, r.stream_id, r.address, r.times, r.last_at, cast(r.detail as text) as detail";

    private HistoryColumns() {}
}
