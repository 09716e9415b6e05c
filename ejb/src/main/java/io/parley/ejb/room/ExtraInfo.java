package io.parley.ejb.room;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Rules for the extra info of a room or a stream. */
public final class ExtraInfo {

    private static final int MAX_KEY_BYTES = 10;
    private static final int MAX_VALUE_BYTES = 128;

    private ExtraInfo() {}

    /** @return the text, if it may describe a stream */
    public static String ofStream(@Nullable String text) {
        if (text == null) {
            throw new Refused(Refusal.EXTRA_INFO_MISSING);
        }
        if (bytes(text) > MAX_VALUE_BYTES) {
            throw new Refused(Refusal.EXTRA_INFO_TOO_LONG);
        }
        return clean(text);
    }

    static String key(@Nullable String text) {
        String key = text == null ? "" : clean(text);
        if (key.isEmpty()) {
            throw new Refused(Refusal.ROOM_INFO_KEY_EMPTY);
        }
        if (bytes(key) > MAX_KEY_BYTES) {
            throw new Refused(Refusal.ROOM_INFO_KEY_TOO_LONG);
        }
        return key;
    }

    static String value(@Nullable String text) {
        String value = text == null ? "" : clean(text);
        if (bytes(value) > MAX_VALUE_BYTES) {
            throw new Refused(Refusal.ROOM_INFO_VALUE_TOO_LONG);
        }
        return value;
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** PostgreSQL's texts have no NUL character. */
    private static String clean(String text) {
        return text.replace("\0", "");
    }
}
