package io.parley.persistence.id;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The public name of one life of a room. It carries the opening time (microseconds) beside the number, so that a look-up touches
 * one partition only.
 */
public record CallId(long roomSessionId, Instant openedAt) {

    private static final Pattern NAME = Pattern.compile("c[0-9a-z]{8,12}-[0-9a-z]{1,13}");

    @Override
    public String toString() {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, openedAt);
        return "c" + Long.toString(micros, 36) + "-" + Long.toString(roomSessionId, 36);
    }

    /** Tells whether this is a call's name as {@link #toString} writes it, of whatever call. */
    public static boolean isOne(String text) {
        return NAME.matcher(text).matches();
    }

    public static CallId parse(@Nullable String text) {
        int dash = text == null ? -1 : text.indexOf('-');
        if (text == null || dash < 2 || text.charAt(0) != 'c' || text.length() > 40) {
            throw new Refused(Refusal.CALL_UNKNOWN);
        }
        try {
            long micros = Long.parseUnsignedLong(text.substring(1, dash), 36);
            long id = Long.parseUnsignedLong(text.substring(dash + 1), 36);
            return new CallId(id, Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
        } catch (NumberFormatException | java.time.DateTimeException | ArithmeticException e) {
            throw new Refused(Refusal.CALL_UNKNOWN);
        }
    }
}
