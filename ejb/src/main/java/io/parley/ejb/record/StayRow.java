package io.parley.ejb.record;

import io.parley.persistence.audit.EndReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stay: a user inside a room, from login to logout or loss.
 *
 * @param callID null where the call began more than two months before
 */
public record StayRow(
        long stayID,
        @Nullable String callID,
        String roomID,
        String userID,
        String userName,
        String client,
        String clientVersion,
        String address,
        Instant joinedAt,
        @Nullable Instant leftAt,
        @Nullable Instant leftAtMax,
        @Nullable EndReason leaveReason) {}
