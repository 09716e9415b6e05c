package io.parley.web.record;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.CallId;
import io.parley.persistence.record.PageRequest;
import io.parley.persistence.record.RecordFilter;
import io.parley.persistence.record.RecordList;
import io.parley.persistence.record.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decodes the parameters of a list, of REST and of the console alike, into its filter and page. All of them may be missing. */
public final class RecordParameters {

    /** The range of a list of history unless asked for otherwise. */
    public static final String DEFAULT_RANGE = "30d";

    /** The longest cursor in characters. */
    static final int LONGEST_CURSOR = 1_024;

    private static final Map<String, Duration> RANGES = Map.of(
            "1h", Duration.ofHours(1),
            "24h", Duration.ofDays(1),
            "7d", Duration.ofDays(7),
            "30d", Duration.ofDays(30),
            "90d", Duration.ofDays(90),
            "365d", Duration.ofDays(365));

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final NamedParameters parameters;

    public RecordParameters(NamedParameters parameters) {
        this.parameters = parameters;
    }

    /**
     * The rows that are asked for.
     *
     * @param app null for what belongs to no app
     */
    public RecordFilter filter(RecordList list, @Nullable Long app, Instant now) {
        if (!list.isHistory()) {
            return RecordFilter.now(app, parameters.text("q"));
        }
        return new RecordFilter(
                app,
                range(now),
                parameters.text("roomID"),
                parameters.text("userID"),
                parameters.text("streamID"),
                parameters.text("reason"),
                parameters.text("action"),
                parameters.text("actor"),
                null);
    }

    /** From {@code from} to {@code to}; up to the next second, so that pages of one list agree, and as long as the named range. */
    private TimeRange range(Instant now) {
        Instant to = parameters.time("to", EARLIEST, LATEST);
        Instant from = parameters.time("from", EARLIEST, LATEST);
        Instant end = to == null ? now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1) : to;
        return new TimeRange(from == null ? end.minus(length()) : from, end);
    }

    private Duration length() {
        return Objects.requireNonNull(RANGES.get(rangeName()), "one of them");
    }

    /** The named range, the default one when it is missing or unknown. */
    public String rangeName() {
        String name = parameters.get("range");
        return name != null && RANGES.containsKey(name) ? name : DEFAULT_RANGE;
    }

    /** The page that is asked for. */
    public PageRequest page(RecordList list) {
        return page(list, PageRequest.DEFAULT_ROWS);
    }

    /** @param usual rows of it unless asked for otherwise */
    public PageRequest page(RecordList list, int usual) {
        String limit = parameters.get("limit");
        PageRequest first = new PageRequest(
                parameters.get("sort"),
                ascending(),
                null,
                limit == null ? usual : Math.max(1, Math.min(parameters.number("limit", usual), PageRequest.MAX_ROWS)));
        String cursor = parameters.get("cursor");
        if (cursor == null) {
            return first;
        }
        if (cursor.length() > LONGEST_CURSOR) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "cursor is too long");
        }
        return isByTime(list) && CallId.isOne(cursor) ? first.afterCall(CallId.parse(cursor)) : first.after(cursor);
    }

    /** A call's name is as good as a cursor where records are ordered by time. */
    private boolean isByTime(RecordList list) {
        String sort = parameters.get("sort");
        return list.isHistory() && (sort == null || sort.equals(list.usualSort()));
    }

    private @Nullable Boolean ascending() {
        String order = parameters.get("order");
        if (order == null) {
            return null;
        }
        return switch (order) {
            case "asc" -> true;
            case "desc" -> false;
            default -> throw new Refused(Refusal.ARGUMENT_WRONG, "order must be asc or desc");
        };
    }

    /** Tells whether all rows are asked for as a file, instead of a page. */
    public boolean isFile() {
        String format = parameters.get("format");
        return switch (format == null ? "json" : format) {
            case "json" -> false;
            case "csv" -> true;
            default -> throw new Refused(Refusal.ARGUMENT_WRONG, "format must be json or csv");
        };
    }
}
