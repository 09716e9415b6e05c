package io.parley.ejb.record;

import io.parley.ejb.room.CallQueries;
import io.parley.persistence.audit.EndReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call in a list.
 *
 * @param closedAt null while it is live
 * @param closedAtMax the latest its end can have been; differs from closedAt where nobody saw it
 * @param people the most users inside at a time
 */
public record CallRow(
        String callID,
        String roomID,
        Instant openedAt,
        @Nullable Instant closedAt,
        @Nullable Instant closedAtMax,
        @Nullable EndReason closeReason,
        int people) {

    /** As {@link CallQueries#detail} shows it. */
    public CallQueries.CallView asCall() {
        return new CallQueries.CallView(callID, roomID, openedAt, closedAt, closedAtMax, closeReason, people);
    }
}
