package io.parley.adapter.inbound;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;

/**
 * Sees how a delivery's transaction ended. This is the only evidence that is right on every server: {@code afterDelivery} neither
 * tells of a silent rollback nor, on some, of a failed commit.
 */
final class DeliveryOutcome implements Synchronization {

    private volatile boolean committed;

    @Override
    public void beforeCompletion() {
        // only the end counts
    }

    @Override
    public void afterCompletion(int status) {
        committed = status == Status.STATUS_COMMITTED;
    }

    boolean committed() {
        return committed;
    }
}
