package io.parley.persistence.record;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The last row of a page: its sort value as the database writes it, and its id.
 *
 * @param sort what the list was ordered by; a cursor is good for that order only
 */
record Cursor(String sort, String value, String id) {

    static final String FOREIGN = "cursor is not one of this list; leave it out to begin anew";

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((sort + "\n" + id + "\n" + value).getBytes(StandardCharsets.UTF_8));
    }

    static Cursor parse(String text, String sort) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\n", 3);
            if (parts.length == 3 && parts[0].equals(sort)) {
                return new Cursor(parts[0], parts[2], parts[1]);
            }
        } catch (IllegalArgumentException e) {
            // the same as one of another list
        }
        throw new Refused(Refusal.ARGUMENT_WRONG, FOREIGN);
    }

    /** The value without the moment at which it was measured. */
    String measure() {
        int at = value.lastIndexOf('@');
        return sort.equals("duration") && at >= 0 ? value.substring(0, at) : value;
    }

    /** When the value was measured, of values that grow. */
    String moment() {
        int at = value.lastIndexOf('@');
        if (at < 0) {
            throw new Refused(Refusal.ARGUMENT_WRONG, FOREIGN);
        }
        return value.substring(at + 1);
    }

    /** The id where ids are numbers. */
    long number() {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new Refused(Refusal.ARGUMENT_WRONG, FOREIGN);
        }
    }
}
