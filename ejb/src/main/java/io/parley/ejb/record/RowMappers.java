package io.parley.ejb.record;

import io.parley.adapter.api.PublicationStatistics;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppAdministration.AppView;
import io.parley.ejb.moderation.ModerationService.BanView;
import io.parley.ejb.room.CallQueries.CallView;
import io.parley.persistence.app.FirstFrame;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.id.CallId;
import io.parley.persistence.record.ResultRow;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From the database's rows to the records that pages, REST and exports show. */
final class RowMappers {

    private RowMappers() {}

    static CallView call(ResultRow row) {
        Instant opened = row.instant("opened_at");
        return new CallView(
                new CallId(row.number("id"), opened).toString(),
                row.text("room_id"),
                opened,
                row.optionalInstant("closed_at"),
                row.optionalInstant("closed_at_max"),
                reason(row, "close_reason"),
                (int) row.number("people"));
    }

    static StayRow stay(ResultRow row) {
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

    static MediaRow media(ResultRow row) {
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

    static AuditRow audit(ResultRow row) {
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
                row.number("times"),
                row.optionalInstant("last_at"),
                row.text("detail"));
    }

    static QualityRow quality(ResultRow row) {
        return new QualityRow(
                row.number("id"),
                row.number("media_id"),
                row.text("side"),
                row.text("source"),
                callId(row),
                row.optionalText("room_id"),
                row.optionalText("user_id"),
                row.optionalText("stream_id"),
                row.instant("sampled_at"),
                row.number("window_ms"),
                row.number("bytes"),
                row.number("frames"),
                row.number("audio_gap_ms"),
                row.number("video_gap_ms"),
                row.optionalNumber("rtt_ms"),
                row.optionalNumber("lag_ms"));
    }

    private static @Nullable String callId(ResultRow row) {
        Instant opened = row.optionalInstant("call_opened_at");
        return opened == null ? null : new CallId(row.number("room_session_id"), opened).toString();
    }

    private static @Nullable EndReason reason(ResultRow row, String column) {
        String name = row.optionalText(column);
        return name == null ? null : EndReason.valueOf(name);
    }

    static LiveRoomRow liveRoom(ResultRow row) {
        Instant opened = row.instant("opened_at");
        return new LiveRoomRow(
                row.text("room_id"),
                new CallId(row.number("session_id"), opened).toString(),
                opened,
                (int) row.number("user_count"),
                row.number("streams"),
                row.number("players"));
    }

    /** @param media as the relay counts it; null while the stream's server is another one */
    static LiveStreamRow liveStream(ResultRow row, @Nullable PublicationStatistics media) {
        return new LiveStreamRow(
                row.text("stream_id"),
                row.text("room_id"),
                row.text("user_id"),
                row.instant("started_at"),
                media == null ? null : media.bytes(),
                media == null ? null : media.sinceMessageMs(),
                media == null ? null : StreamProblem.of(media));
    }

    static BanView ban(ResultRow row) {
        return new BanView(
                row.number("ban_id"),
                row.optionalText("user_id"),
                row.optionalText("address"),
                row.optionalText("room_id"),
                row.text("forbids"),
                row.text("reason"),
                row.text("created_by"),
                row.instant("created_at"),
                row.optionalInstant("ends_at"));
    }

    static AppView app(ResultRow row) {
        return new AppView(
                row.number("app_id"),
                row.text("name"),
                row.instant("created_at"),
                row.optionalInstant("disabled_at") == null,
                FirstFrame.valueOf(row.text("first_frame")),
                row.flag("record"));
    }

    static AccountRow account(ResultRow row) {
        return new AccountRow(
                row.text("username"),
                roles(row),
                row.flag("founder"),
                row.flag("must_change_password"),
                row.instant("created_at"),
                row.optionalInstant("password_changed_at"),
                row.optionalInstant("disabled_at"));
    }

    static SessionRow session(ResultRow row) {
        return new SessionRow(
                row.text("id"),
                row.text("username"),
                roles(row),
                row.text("source"),
                row.flag("console"),
                row.text("address"),
                row.text("agent"),
                row.instant("opened_at"),
                row.instant("seen_at"),
                row.instant("expires_at"));
    }

    /** In the order in which all roles are listed. */
    private static List<String> roles(ResultRow row) {
        Set<String> held = Set.of(row.text("roles").split(" "));
        return Roles.ALL.stream().filter(held::contains).toList();
    }
}
