package io.parley.web.console;

import io.parley.persistence.audit.Refused;
import io.parley.persistence.record.TimeRange;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page with a list of what happened, over a time. */
abstract class HistoryPage<T extends Record> extends RecordPage<T> {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm", Locale.ROOT);

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Preferences preferences;

    /** Names of parameters beyond room, user, stream that the list knows; they go into links. */
    List<String> ownParameters() {
        return List.of("reason");
    }

    boolean isServerWide() {
        return false;
    }

    @Override
    boolean isThere() {
        return isServerWide() || super.isThere();
    }

    @Override
    @Nullable
    Long appId() {
        return isServerWide() ? null : Long.valueOf(current().getAppId());
    }

    @Override
    String route() {
        return (isServerWide() ? "" : "apps/" + current().getAppId() + "/") + kind().path();
    }

    /** Times of a page's address are those of the zone that it names. */
    @Override
    @Nullable
    String parameter(String name) {
        return switch (name) {
            case "roomID" -> getRoom();
            case "userID" -> getUser();
            case "streamID" -> getStream();
            case "zone" -> preferences.addressZone().getId();
            default -> get(name);
        };
    }

    public String getRange() {
        return get("from") != null || get("to") != null
                ? "custom"
                : parameters().rangeName();
    }

    public String getFromField() {
        return get("from") == null ? "" : field(TimeRange::from);
    }

    public String getToField() {
        return get("to") == null ? "" : field(TimeRange::to);
    }

    private String field(Function<TimeRange, Instant> end) {
        try {
            return LOCAL.format(end.apply(range()).atZone(preferences.getZone()));
        } catch (Refused e) {
            // The list says it.
            return "";
        }
    }

    private TimeRange range() {
        return Objects.requireNonNull(filter().range(), "a list of history has one");
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
        Links link = Links.to("../api/v1/" + route())
                .with("from", isRefused() ? get("from") : range().from())
                .with("to", isRefused() ? get("to") : range().to())
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
