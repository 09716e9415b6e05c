package io.parley.persistence.room;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rights of a user while inside.
 *
 * @param mayPublish whether at all
 * @param publishOnly the only streamIDs, or null for any
 * @param expiresAt when the right to begin something new ends, or null for never
 */
public record TokenRights(
        boolean mayPublish,
        @Nullable List<String> publishOnly,
        @Nullable Instant expiresAt) {

    public boolean allowsPublishing(String streamId) {
        return mayPublish && (publishOnly == null || publishOnly.contains(streamId));
    }
}
