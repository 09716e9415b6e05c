package io.parley.web.rest;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.CallId;
import io.parley.persistence.record.RecordFilter;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Query parameters of the lists of records. Everything may be missing. */
public class RecordQueryParameters {

    private static final Duration DEFAULT_WINDOW = Duration.ofDays(30);
    private static final int LONGEST_TEXT = 256;
    private static final int LONGEST_CURSOR = 1_024;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    @QueryParam("roomID")
    @Parameter(description = "only this room", example = "claim-4711")
    @Nullable
    String roomID;

    @QueryParam("userID")
    @Parameter(description = "only this user; for calls those that the user was in", example = "agent-7")
    @Nullable
    String userID;

    @QueryParam("streamID")
    @Parameter(description = "only this stream; for calls those in which it was published", example = "agent-7-camera")
    @Nullable
    String streamID;

    @QueryParam("reason")
    @Parameter(description = "only this end reason or refusal, by its name in /reasons", example = "CONNECTION_LOST")
    @Nullable
    String reason;

    @QueryParam("action")
    @Parameter(description = "of refusals and the audit: only this action", example = "LOGIN")
    @Nullable
    String action;

    @QueryParam("actor")
    @Parameter(description = "of refusals and the audit: only what this user or administrator did", example = "admin")
    @Nullable
    String actor;

    @QueryParam("from")
    @Parameter(
            description = "the earliest start; 30 days before to when missing",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"),
            example = "2026-11-01T00:00:00Z")
    @Nullable
    String from;

    @QueryParam("to")
    @Parameter(
            description = "the first start that is too late; now when missing",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"),
            example = "2026-11-22T12:00:00Z")
    @Nullable
    String to;

    @QueryParam("sort")
    @DefaultValue("time")
    @Parameter(description = "what the rows are ordered by; each list says what it knows when it is asked for another")
    @SuppressWarnings("NullAway.Init")
    String sort;

    @QueryParam("order")
    @DefaultValue("desc")
    @Parameter(description = "asc or desc")
    @SuppressWarnings("NullAway.Init")
    String order;

    @QueryParam("cursor")
    @Parameter(description = "next of the page before; all other parameters stay the same")
    @Nullable
    String cursor;

    @QueryParam("limit")
    @DefaultValue("50")
    @Parameter(
            description = "rows of a page, 1 to 200; has no meaning for files",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    @SuppressWarnings("NullAway.Init")
    String limit;

    @QueryParam("format")
    @DefaultValue("json")
    @Parameter(description = "json, a page; csv, a file with all rows, ordered by time")
    @SuppressWarnings("NullAway.Init")
    String format;

    /**
     * @param app null for what belongs to no app
     * @param now where the time ends that nobody gave
     */
    RecordFilter filter(@Nullable AppId app, Instant now) {
        Instant end = to == null ? now.plusSeconds(1) : time("to", to);
        Instant start = from == null ? end.minus(DEFAULT_WINDOW) : time("from", from);
        RecordFilter filter = new RecordFilter(
                app == null ? null : app.value(),
                start,
                end,
                text("roomID", roomID),
                text("userID", userID),
                text("streamID", streamID),
                text("reason", reason),
                text("action", action),
                text("actor", actor),
                sort,
                isAscending(order),
                null,
                rows(limit, RecordFilter.MAX_PAGE));
        return behind(filter, cursor);
    }

    /** A call's name is as good as a cursor where calls are ordered by time. */
    static RecordFilter behind(RecordFilter filter, @Nullable String cursor) {
        if (cursor == null) {
            return filter;
        }
        requireShort(cursor);
        return filter.sort().equals("time") && CallId.isOne(cursor)
                ? filter.afterCall(CallId.parse(cursor))
                : filter.after(cursor);
    }

    static @Nullable String requireShort(@Nullable String cursor) {
        if (cursor != null && cursor.length() > LONGEST_CURSOR) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "cursor is too long");
        }
        return cursor;
    }

    boolean isFile() {
        return isFile(format);
    }

    static boolean isFile(String format) {
        return switch (format) {
            case "json" -> false;
            case "csv" -> true;
            default -> throw new Refused(Refusal.ARGUMENT_WRONG, "format must be json or csv");
        };
    }

    static int rows(String limit, int most) {
        try {
            return Math.max(1, Math.min(Integer.parseInt(limit), most));
        } catch (NumberFormatException e) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "limit must be a number");
        }
    }

    static boolean isAscending(String order) {
        return switch (order) {
            case "asc" -> true;
            case "desc" -> false;
            default -> throw new Refused(Refusal.ARGUMENT_WRONG, "order must be asc or desc");
        };
    }

    /** Names of any length and with any character are looked for by nobody. */
    static @Nullable String text(String name, @Nullable String value) {
        if (value != null && (value.length() > LONGEST_TEXT || value.chars().anyMatch(Character::isISOControl))) {
            throw new Refused(Refusal.ARGUMENT_WRONG, name + " is too long or has a control character");
        }
        return value == null || value.isEmpty() ? null : value;
    }

    private static Instant time(String name, String text) {
        try {
            Instant time = Instant.parse(text);
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // the same as one that nothing can have happened at
        }
        throw new Refused(Refusal.ARGUMENT_WRONG, name + " must be a time like 2026-11-22T12:00:00Z");
    }
}
