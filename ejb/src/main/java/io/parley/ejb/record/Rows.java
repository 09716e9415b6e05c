package io.parley.ejb.record;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.id.CallId;
import jakarta.persistence.Tuple;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From the database's rows to the records that pages, REST and exports show. */
final class Rows {

    private Rows() {}

    static CallRow call(Tuple row) {
        Instant opened = instant(row, "opened_at");
        return new CallRow(
                new CallId(number(row, "id"), opened).toString(),
                text(row, "room_id"),
                opened,
                end(row, "closed_at"),
                end(row, "closed_at_max"),
                reason(row, "close_reason"),
                (int) number(row, "people"));
    }

    static StayRow stay(Tuple row) {
        return new StayRow(
                number(row, "id"),
                callId(row),
                text(row, "room_id"),
                text(row, "user_id"),
                text(row, "user_name"),
                text(row, "client_kind"),
                text(row, "client_version"),
                text(row, "address"),
                instant(row, "joined_at"),
                end(row, "left_at"),
                end(row, "left_at_max"),
                reason(row, "leave_reason"));
    }

    static MediaRow media(Tuple row) {
        return new MediaRow(
                number(row, "id"),
                number(row, "participation_id"),
                callId(row),
                text(row, "room_id"),
                text(row, "user_id"),
                text(row, "stream_id"),
                text(row, "protocol"),
                text(row, "address"),
                number(row, "ticket_id"),
                instant(row, "started_at"),
                end(row, "ended_at"),
                end(row, "ended_at_max"),
                reason(row, "end_reason"),
                number(row, "bytes"));
    }

    static AuditRow audit(Tuple row) {
        Number app = row.get("app_id", Number.class);
        return new AuditRow(
                number(row, "id"),
                instant(row, "occurred_at"),
                app == null ? null : app.longValue(),
                text(row, "actor_kind"),
                text(row, "actor_id"),
                text(row, "action"),
                row.get("refusal", String.class),
                row.get("room_id", String.class),
                row.get("user_id", String.class),
                row.get("stream_id", String.class),
                text(row, "address"),
                text(row, "detail"));
    }

    private static @Nullable String callId(Tuple row) {
        Instant opened = row.get("call_opened_at", Instant.class);
        return opened == null ? null : new CallId(number(row, "room_session_id"), opened).toString();
    }

    static long number(Tuple row, String column) {
        return row.get(column, Number.class).longValue();
    }

    static String text(Tuple row, String column) {
        return row.get(column, String.class);
    }

    static Instant instant(Tuple row, String column) {
        return row.get(column, Instant.class);
    }

    static @Nullable Instant end(Tuple row, String column) {
        return row.get(column, Instant.class);
    }

    static @Nullable EndReason reason(Tuple row, String column) {
        String name = row.get(column, String.class);
        return name == null ? null : EndReason.valueOf(name);
    }
}
