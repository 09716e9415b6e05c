package io.parley.ejb.admin;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An administrator does something for which it has to answer.
 *
 * @param admin the account's name
 * @param address where the request came from
 * @param reason why; those it concerns may read it
 */
public record AdminAction(
        String admin, String address, @Nullable String reason) {

    /** UTF-8 bytes of a reason. */
    public static final int LONGEST_REASON = 256;

    /** The reason, refused when it is missing, too long, or has control characters. */
    public String requireReason() {
        return requireReason(reason);
    }

    /** The same for a reason alone. */
    public static String requireReason(@Nullable String reason) {
        String text = reason == null ? "" : reason.strip();
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "reason must have 1 to " + LONGEST_REASON + " bytes");
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "reason has a control character");
        }
        return text;
    }
}
