package io.parley.web.console;

import io.parley.ejb.record.RecordQueries;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.RecordFilter;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
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

/** A page with a list of records, over a time. */
abstract class RecordPage<T> extends ListPage<T> {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm", Locale.ROOT);

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
    private Preferences preferences;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

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

    Preferences preferences() {
        return preferences;
    }

    boolean isServerWide() {
        return false;
    }

    @Override
    boolean isThere() {
        return isServerWide() || super.isThere();
    }

    @Override
    Page<T> read() {
        return read(records, filter());
    }

    @Override
    String usualSort() {
        return "time";
    }

    @Override
    boolean isDescending(String sort) {
        return true;
    }

    private RecordFilter filter() {
        return new RecordFilter(
                isServerWide() ? null : current().getAppId(),
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
                cursor(),
                ROWS);
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

    /** As the field wrote it, in the zone that the address says; also as REST writes it. */
    private @Nullable Instant local(String name) {
        String text = get(name);
        if (text == null) {
            return null;
        }
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text)
                            .atZone(preferences.addressZone())
                            .toInstant();
        } catch (DateTimeException e) {
            throw new Refused(Refusal.ARGUMENT_WRONG, name);
        }
    }

    public String getFromField() {
        return field("from");
    }

    public String getToField() {
        return field("to");
    }

    private String field(String name) {
        try {
            Instant instant = local(name);
            return instant == null ? "" : LOCAL.format(instant.atZone(preferences.getZone()));
        } catch (Refused e) {
            // The list says it.
            return "";
        }
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

    @Override
    public String getExportLink() {
        String base =
                isServerWide() ? "../api/v1/" : "../api/v1/apps/" + current().getAppId() + "/";
        Links link = Links.to(base + route())
                .with("from", isRefused() ? get("from") : from())
                .with("to", isRefused() ? get("to") : to())
                .with("roomID", getRoom())
                .with("userID", getUser())
                .with("streamID", getStream());
        ownParameters().forEach(name -> link.with(name, get(name)));
        return link.with("format", "csv").toString();
    }

    @Override
    Links same(String path) {
        Links link = Links.to(path)
                .with("app", isServerWide() ? get("app") : current().getAppId())
                .with("range", get("range"))
                .with("from", get("from"))
                .with("to", get("to"))
                .with("zone", get("zone"))
                .with("room", getRoom())
                .with("user", getUser())
                .with("stream", getStream());
        ownParameters().forEach(name -> link.with(name, get(name)));
        return link;
    }
}
