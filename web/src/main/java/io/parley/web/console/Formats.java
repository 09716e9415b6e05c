package io.parley.web.console;

import io.parley.ejb.record.AuditRow;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formats times, durations and sizes in the viewer's zone and language. */
@Named("fmt")
@RequestScoped
public class Formats {

    /** A fact of an audit entry. */
    public record Fact(String name, String value) {}

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** Facts that are read in this order; the database keeps none. */
    private static final List<String> ORDER = List.of("setting", "before", "after", "from", "to");

    /** Facts that are moments. */
    private static final Set<String> TIMES = Set.of("from", "to", "until", "before", "after");

    private final Preferences preferences;
    private final Clock clock;

    @Inject
    public Formats(Preferences preferences, Clock clock) {
        this.preferences = preferences;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected Formats() {
        this(null, null);
    }

    /** Empty for null. In the hour that a clock on the wall shows twice, which of the two it is. */
    public String time(@Nullable Instant instant) {
        if (instant == null) {
            return "";
        }
        ZonedDateTime local = instant.atZone(preferences.getZone());
        boolean twice = local.getZone()
                        .getRules()
                        .getValidOffsets(local.toLocalDateTime())
                        .size()
                > 1;
        return TIME.format(local) + (twice ? " " + local.getOffset() : "");
    }

    /** From one to the other, or to now; {@code 1 h 05 min}, {@code 3 min 20 s}, {@code 7 s}. */
    public String length(Instant from, @Nullable Instant to) {
        Duration length = Duration.between(from, to == null ? clock.instant() : to);
        long seconds = Math.max(0, length.toSeconds());
        if (seconds >= 3600) {
            return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
        }
        return seconds >= 60 ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60) : seconds + " s";
    }

    /** The width of the interval within which an end is known; empty where it is known exactly. */
    public String uncertainty(@Nullable Instant end, @Nullable Instant latest) {
        return end == null || latest == null || !latest.isAfter(end)
                ? ""
                : "± " + Math.max(1, Duration.between(end, latest).toSeconds()) + " s";
    }

    /** In powers of 1000, as networks count. */
    public String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        String[] units = {"kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = -1;
        do {
            value /= 1000;
            unit++;
        } while (value >= 1000 && unit < units.length - 1);
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }

    /** As a part of an address. */
    public String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** An end reason in words; empty for null. */
    public String reason(@Nullable Object reason) {
        return reason == null ? "" : preferences.text("reason." + reason);
    }

    public String refusal(@Nullable String refusal) {
        return refusal == null ? "" : preferences.text("refusal." + refusal);
    }

    public String action(String action) {
        return preferences.text("action." + action);
    }

    /** Of refusals that are counted together, how many and until when; empty for one. */
    public String times(AuditRow row) {
        return row.times() > 1 ? "× " + row.times() + " – " + time(row.lastAt()) : "";
    }

    /** The detail of an entry, a line each. */
    public List<Fact> facts(AuditRow row) {
        List<Fact> facts = new ArrayList<>();
        try (var reader = Json.createReader(new StringReader(row.detail()))) {
            JsonObject detail = reader.readObject();
            detail.entrySet().stream()
                    .sorted(Comparator.comparingInt(
                            fact -> ORDER.contains(fact.getKey()) ? ORDER.indexOf(fact.getKey()) : ORDER.size()))
                    .forEach(fact -> {
                        String name = fact.getKey();
                        String text = words(name, fact.getValue());
                        if (!text.isEmpty()) {
                            facts.add(new Fact(preferences.text("fact." + name, name), text));
                        }
                    });
        } catch (JsonException e) {
            facts.add(new Fact("detail", row.detail()));
        }
        return facts;
    }

    private String moment(String text) {
        try {
            return time(Instant.parse(text));
        } catch (DateTimeException e) {
            return text;
        }
    }

    /** Names of our own in the reader's language, everything else as it is. */
    private String words(String name, JsonValue value) {
        if (value instanceof JsonArray all) {
            return all.stream().map(each -> words(name, each)).collect(Collectors.joining(", "));
        }
        if (!(value instanceof JsonString string)) {
            return value.toString();
        }
        String text = string.getString();
        if (TIMES.contains(name) && text.endsWith("Z")) {
            return moment(text);
        }
        String group =
                switch (name) {
                    case "reason" -> "reason.";
                    case "answer" -> "refusal.";
                    case "client" -> "client.";
                    case "before", "after", "roles" -> "role.";
                    default -> "fact." + name + ".";
                };
        return preferences.text(group + text, text);
    }
}
