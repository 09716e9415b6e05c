package io.parley.persistence.node;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The incarnation of this server, and whether it may do anything: after reconciling, and while its lease is good. The end of the
 * lease is measured by this machine's monotonic clock from before each renewal, so it never comes later here than in the database.
 */
@ApplicationScoped
public class NodeStatus {

    private final LongSupplier nanoTime;

    private volatile long nodeId;
    private volatile boolean open;
    private volatile boolean draining;
    private volatile String closed = "starting";
    private volatile String trouble = "";
    private volatile long leaseEnd;

    public NodeStatus() {
        this(System::nanoTime);
    }

    NodeStatus(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        leaseEnd = nanoTime.getAsLong();
    }

    public void started(long id) {
        nodeId = id;
    }

    /** Everything is reconciled and prepared. */
    public void ready() {
        open = true;
    }

    /** The last state of a server: its application ends. */
    public void stopping() {
        open = false;
        closed = "stopping";
    }

    /** The lease is not renewed. */
    public void notReady(String why) {
        trouble = why;
    }

    /**
     * The lease is good again.
     *
     * @param askedAt {@link System#nanoTime()} before the database was asked
     * @param lease from the moment at which the database was asked
     */
    public void renewed(long askedAt, Duration lease) {
        leaseEnd = askedAt + lease.toNanos();
        trouble = "";
    }

    /** Takes nobody in any more, until the next start. */
    public void drain() {
        draining = true;
    }

    public boolean isReady() {
        return reason().isEmpty();
    }

    /** Why not ready, in words; empty when it is. */
    public String reason() {
        if (!open) {
            return closed;
        }
        if (draining) {
            return "draining: this server is about to be stopped";
        }
        String why = trouble;
        if (!why.isEmpty()) {
            return why;
        }
        return leaseEnd - nanoTime.getAsLong() > 0 ? "" : "the lease was not renewed in time";
    }

    /** The incarnation, whatever its state. */
    public long nodeId() {
        return nodeId;
    }

    /** The incarnation, for everything that writes a claim: fails closed while the server is not ready. */
    public long requireReady() {
        String why = reason();
        if (!why.isEmpty()) {
            throw new Refused(Refusal.TRY_LATER, why);
        }
        return nodeId;
    }
}
