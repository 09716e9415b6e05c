package io.parley.persistence.room;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rights of a user while inside.
 *
 * @param mayPublish whether at all
 * @param publishOnly the only streamIDs, or null for any; an empty list, as published generators write it, means any too
 * @param expiresAt when the right to begin something new ends, or null for never
 */
public record TokenRights(
        boolean mayPublish,
        @Nullable List<String> publishOnly,
        @Nullable Instant expiresAt) {

    public TokenRights {
        publishOnly = publishOnly == null || publishOnly.isEmpty() ? null : List.copyOf(publishOnly);
    }

    public boolean allowsPublishing(String streamId) {
        return mayPublish && (publishOnly == null || publishOnly.contains(streamId));
    }
}
