package io.parley.web.console;

import io.parley.ejb.record.RecordQueries;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.RecordFilter;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page with a list of records. Everything it shows is in its address: app, time, filters, order, page. So it can be sent to
 * somebody, goes back with the browser's button, and asks the database for no more rows than it shows.
 */
abstract class RecordPage<T> {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm", Locale.ROOT);
    private static final int ROWS = 50;

    private static final Map<String, Duration> RANGES = Map.of(
            "1h", Duration.ofHours(1),
            "24h", Duration.ofDays(1),
            "7d", Duration.ofDays(7),
            "30d", Duration.ofDays(30),
            "90d", Duration.ofDays(90),
            "365d", Duration.ofDays(365));

    @EJB
    @SuppressWarnings("NullAway.Init")
    private RecordQueries records;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private HttpServletRequest request;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Current current;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Preferences preferences;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Notices notices;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    private @Nullable Page<T> page;

    /** The list's own query. */
    abstract Page<T> read(RecordQueries queries, RecordFilter filter);

    /** The last part of the list's REST route, for exports. */
    abstract String route();

    /** Names of parameters beyond room, user, stream that the list knows; they go into links. */
    List<String> ownParameters() {
        return List.of("reason");
    }

    RecordQueries queries() {
        return records;
    }

    Current current() {
        return current;
    }

    Preferences preferences() {
        return preferences;
    }

    public List<T> getRows() {
        Page<T> known = page;
        if (known == null) {
            known = new Page<>(List.of(), null);
            page = known;
            if (current.getAppId() != 0 || isServerWide()) {
                notices.attempt(() -> page = read(records, filter()));
                known = page;
            }
        }
        return known.rows();
    }

    boolean isServerWide() {
        return false;
    }

    private RecordFilter filter() {
        return new RecordFilter(
                isServerWide() ? null : current.getAppId(),
                from(),
                to(),
                getRoom(),
                getUser(),
                getStream(),
                getReason(),
                get("action"),
                get("actor"),
                getSort(),
                isAscending(),
                get("cursor"),
                ROWS);
    }

    /** The parameter, null when it is missing or empty. */
    @Nullable
    String get(String name) {
        String value = request.getParameter(name);
        return value == null || value.isEmpty() ? null : value;
    }

    public String getRange() {
        String range = get("range");
        return get("from") != null || get("to") != null
                ? "custom"
                : range != null && RANGES.containsKey(range) ? range : defaultRange();
    }

    String defaultRange() {
        return "7d";
    }

    Instant from() {
        Instant chosen = local("from");
        Duration range = RANGES.get(getRange());
        return chosen == null ? to().minus(range == null ? Duration.ofDays(7) : range) : chosen;
    }

    /** Now, to the next second: pages of one list then agree. */
    Instant to() {
        Instant chosen = local("to");
        return chosen == null ? clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1) : chosen;
    }

    /** As the field writes it, in the viewer's zone; also as REST writes it. */
    private @Nullable Instant local(String name) {
        String text = get(name);
        if (text == null) {
            return null;
        }
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text).atZone(preferences.getZone()).toInstant();
        } catch (DateTimeException e) {
            throw new Refused(Refusal.ARGUMENT_WRONG, name);
        }
    }

    public String getFromField() {
        return get("from") == null ? "" : field(from());
    }

    public String getToField() {
        return get("to") == null ? "" : field(to());
    }

    private String field(Instant instant) {
        return LOCAL.format(instant.atZone(preferences.getZone()));
    }

    public @Nullable String getRoom() {
        return get("room");
    }

    public @Nullable String getUser() {
        return get("user");
    }

    public @Nullable String getStream() {
        return get("stream");
    }

    public @Nullable String getReason() {
        return get("reason");
    }

    public String getSort() {
        String sort = get("sort");
        return sort == null ? "time" : sort;
    }

    public boolean isAscending() {
        return "asc".equals(get("order"));
    }

    /** The mark of the column that the list is ordered by. */
    public String mark(String sort) {
        return getSort().equals(sort) ? isAscending() ? "▲" : "▼" : "";
    }

    public String ariaSort(String sort) {
        return getSort().equals(sort) ? isAscending() ? "ascending" : "descending" : "none";
    }

    /** The same list in another order; the other way round when it is in this one already. */
    public String sortLink(String sort) {
        boolean turn = getSort().equals(sort) && !isAscending();
        return same(current.getPage())
                .with("sort", sort)
                .with("order", turn ? "asc" : null)
                .toString();
    }

    /** The next page, null at the end. */
    public @Nullable String getNextLink() {
        getRows();
        String next = page == null ? null : page.next();
        return next == null
                ? null
                : same(current.getPage())
                        .with("sort", get("sort"))
                        .with("order", get("order"))
                        .with("cursor", next)
                        .toString();
    }

    /** The first page, null when this is it. */
    public @Nullable String getFirstLink() {
        return get("cursor") == null
                ? null
                : same(current.getPage())
                        .with("sort", get("sort"))
                        .with("order", get("order"))
                        .toString();
    }

    /** All rows of the list, not only this page, as CSV. */
    public String getExportLink() {
        String base = isServerWide() ? "../api/v1/" : "../api/v1/apps/" + current.getAppId() + "/";
        Links link = Links.to(base + route())
                .with("from", from())
                .with("to", to())
                .with("roomID", getRoom())
                .with("userID", getUser())
                .with("streamID", getStream());
        ownParameters().forEach(name -> link.with(name, get(name)));
        return link.with("format", "csv").toString();
    }

    private Links same(String path) {
        Links link = Links.to(path)
                .with("app", isServerWide() ? get("app") : current.getAppId())
                .with("range", get("range"))
                .with("from", get("from"))
                .with("to", get("to"))
                .with("room", getRoom())
                .with("user", getUser())
                .with("stream", getStream());
        ownParameters().forEach(name -> link.with(name, get(name)));
        return link;
    }

    /** Another page of this app. */
    public String link(String path, String name, @Nullable Object value) {
        return Links.to(path).with("app", current.getAppId()).with(name, value).toString();
    }
}
