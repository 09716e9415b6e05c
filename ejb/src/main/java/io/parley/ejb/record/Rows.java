package io.parley.ejb.record;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.id.CallId;
import io.parley.persistence.record.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From the database's rows to the records that pages, REST and exports show. */
final class Rows {

    private Rows() {}

    static CallRow call(Row row) {
        Instant opened = row.instant("opened_at");
        return new CallRow(
                new CallId(row.number("id"), opened).toString(),
                row.text("room_id"),
                opened,
                row.optionalInstant("closed_at"),
                row.optionalInstant("closed_at_max"),
                reason(row, "close_reason"),
                (int) row.number("people"));
    }

    static StayRow stay(Row row) {
        return new StayRow(
                row.number("id"),
                callId(row),
                row.text("room_id"),
                row.text("user_id"),
                row.text("user_name"),
                row.text("client_kind"),
                row.text("client_version"),
                row.text("address"),
                row.instant("joined_at"),
                row.optionalInstant("left_at"),
                row.optionalInstant("left_at_max"),
                reason(row, "leave_reason"));
    }

    static MediaRow media(Row row) {
        return new MediaRow(
                row.number("id"),
                row.number("participation_id"),
                callId(row),
                row.text("room_id"),
                row.text("user_id"),
                row.text("stream_id"),
                row.text("protocol"),
                row.text("address"),
                row.number("ticket_id"),
                row.instant("started_at"),
                row.optionalInstant("ended_at"),
                row.optionalInstant("ended_at_max"),
                reason(row, "end_reason"),
                row.number("bytes"));
    }

    static AuditRow audit(Row row) {
        return new AuditRow(
                row.number("id"),
                row.instant("occurred_at"),
                row.optionalNumber("app_id"),
                row.text("actor_kind"),
                row.text("actor_id"),
                row.text("action"),
                row.optionalText("refusal"),
                row.optionalText("room_id"),
                row.optionalText("user_id"),
                row.optionalText("stream_id"),
                row.text("address"),
                row.text("detail"));
    }

    private static @Nullable String callId(Row row) {
        Instant opened = row.optionalInstant("call_opened_at");
        return opened == null ? null : new CallId(row.number("room_session_id"), opened).toString();
    }

    private static @Nullable EndReason reason(Row row, String column) {
        String name = row.optionalText(column);
        return name == null ? null : EndReason.valueOf(name);
    }
}
