package io.parley.web.record;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Text parameters of a request by their names in REST, null where they are missing. A wrong one is refused with its name. */
@FunctionalInterface
public interface NamedParameters {

    /** The longest text in characters. */
    int LONGEST_TEXT = 256;

    @Nullable
    String get(String name);

    /** A name to look for: null when it is empty, refused when it is too long or has a control character. */
    default @Nullable String text(String name) {
        String value = get(name);
        if (value != null && (value.length() > LONGEST_TEXT || value.chars().anyMatch(Character::isISOControl))) {
            throw new Refused(Refusal.ARGUMENT_WRONG, name + " is too long or has a control character");
        }
        return value == null || value.isEmpty() ? null : value;
    }

    /** A number, or the default. */
    default int number(String name, int otherwise) {
        String text = get(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Refused(Refusal.ARGUMENT_WRONG, name + " must be a number");
        }
    }

    /** The zone of times that have none, null where there is no such parameter. */
    default @Nullable ZoneId zone() {
        String zone = get("zone");
        try {
            return zone == null ? null : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "zone is like Asia/Shanghai");
        }
    }

    /**
     * A time like {@code 2026-11-22T12:00:00Z}, or without the Z where the parameters name a zone; null when it is missing.
     *
     * @param earliest the first one that is taken
     * @param latest the first one that is too late
     */
    default @Nullable Instant time(String name, Instant earliest, Instant latest) {
        String text = get(name);
        return text == null ? null : time(name, text, zone(), earliest, latest);
    }

    /** The same for a text. */
    static Instant time(String name, String text, @Nullable ZoneId zone, Instant earliest, Instant latest) {
        try {
            Instant time = zone == null || text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
            if (!time.isBefore(earliest) && time.isBefore(latest)) {
                return time;
            }
        } catch (DateTimeException e) {
            // the same as one that nothing can have happened at
        }
        throw new Refused(Refusal.ARGUMENT_WRONG, name + " must be a time like 2026-11-22T12:00:00Z");
    }
}
