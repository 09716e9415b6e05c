package io.parley.ejb.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An audit entry: who did, or was refused, what.
 *
 * @param at when, or the first time where several equal refusals are counted together
 * @param refusal the reason by name, null when it was done
 * @param times how many refusals this row stands for, 1 for everything else
 * @param lastAt the last time, null where it was once
 * @param detail JSON text: before and after, the administrator's reason, and what else belongs to the action
 */
public record AuditRow(
        long id,
        Instant at,
        @Nullable Long appID,
        String actorKind,
        String actor,
        String action,
        @Nullable String refusal,
        @Nullable String roomID,
        @Nullable String userID,
        @Nullable String streamID,
        String address,
        long times,
        @Nullable Instant lastAt,
        String detail) {}
