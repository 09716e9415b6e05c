package io.parley.ejb.admin;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Why an administrator does something that others feel. It is asked for, kept, and shown to auditors. */
public final class Reasons {

    /** In UTF-8 bytes: it travels to clients with the notice. */
    public static final int MAX_BYTES = 256;

    private Reasons() {}

    public static String require(@Nullable String reason) {
        String text = reason == null ? "" : reason.strip();
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new Refused(Refusal.REASON_MISSING);
        }
        return text;
    }
}
