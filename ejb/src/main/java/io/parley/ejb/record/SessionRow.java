package io.parley.ejb.record;

import java.time.Instant;
import java.util.List;

/** An administrator's open session. {@code source} is LOCAL or OIDC; {@code console} is false for programs. */
public record SessionRow(
        String id,
        String username,
        List<String> roles,
        String source,
        boolean console,
        String address,
        String agent,
        Instant openedAt,
        Instant seenAt,
        Instant expiresAt) {}
