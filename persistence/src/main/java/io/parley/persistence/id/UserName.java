package io.parley.persistence.id;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The name of a user that others see. Any text without control characters. */
public record UserName(String value) {

    /** In UTF-8 bytes. */
    public static final int MAX_BYTES = 256;

    public UserName {
        if (value.length() > MAX_BYTES || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new Refused(Refusal.USER_NAME_TOO_LONG);
        }
        if (value.codePoints().anyMatch(c -> Character.isISOControl(c) || c >= 0xD800 && c <= 0xDFFF)) {
            throw new Refused(Refusal.USER_NAME_ILLEGAL);
        }
    }

    /** The name, or the userID where none was given. */
    public static UserName orId(@Nullable String name, UserId id) {
        return new UserName(name == null || name.isEmpty() ? id.value() : name);
    }

    @Override
    public String toString() {
        return value;
    }
}
