package io.parley.persistence.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rule that keeps users from joining or publishing, until a time and for a reason. It holds for those whom each of user, address and
 * room fits; what is null fits all.
 *
 * @param address an address or a range in CIDR form
 * @param endsAt null for good
 */
public record Ban(
        long id,
        @Nullable String userId,
        @Nullable String address,
        @Nullable String roomId,
        Forbids forbids,
        String reason,
        String createdBy,
        Instant createdAt,
        @Nullable Instant endsAt) {

    /** The forbidden actions. Stored by name: never rename one. */
    public enum Forbids {
        /** To be in a room. */
        JOIN,
        /** To publish a stream. */
        PUBLISH,
        /** Either. */
        BOTH
    }
}
