package io.parley.ejb.record;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An administrator, as lists show it. */
public record AccountRow(
        String username,
        List<String> roles,
        boolean founder,
        boolean mustChangePassword,
        Instant createdAt,
        @Nullable Instant passwordChangedAt,
        @Nullable Instant disabledAt) {}
