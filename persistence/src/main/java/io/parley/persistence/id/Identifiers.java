package io.parley.persistence.id;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The one place that knows which characters an identifier may have. Lengths are in UTF-8 bytes. */
final class Identifiers {

    /** Both apostrophes: the tutorial prints the curly one where its vendor's pages have the plain one. */
    private static final String STREAM_PUNCTUATION = "~!@$%^&*()_+=-`;'\u2019,.<>/\\";

    /** Rooms and users may also have the number sign. */
    private static final String ROOM_PUNCTUATION = STREAM_PUNCTUATION + "#";

    private Identifiers() {}

    static String room(
            @Nullable String value, int maxBytes, Refusal whenEmpty, Refusal whenIllegal, Refusal whenTooLong) {
        return check(value, ROOM_PUNCTUATION, maxBytes, whenEmpty, whenIllegal, whenTooLong);
    }

    static String stream(
            @Nullable String value, int maxBytes, Refusal whenEmpty, Refusal whenIllegal, Refusal whenTooLong) {
        return check(value, STREAM_PUNCTUATION, maxBytes, whenEmpty, whenIllegal, whenTooLong);
    }

    private static String check(
            @Nullable String value,
            String punctuation,
            int maxBytes,
            Refusal whenEmpty,
            Refusal whenIllegal,
            Refusal whenTooLong) {
        if (value == null || value.isEmpty()) {
            throw new Refused(whenEmpty);
        }
        if (value.length() > maxBytes || value.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw new Refused(whenTooLong);
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean alphanumeric = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            if (!alphanumeric && punctuation.indexOf(c) < 0) {
                throw new Refused(whenIllegal);
            }
        }
        return value;
    }
}
