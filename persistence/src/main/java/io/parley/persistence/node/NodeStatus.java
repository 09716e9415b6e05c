package io.parley.persistence.node;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.enterprise.context.ApplicationScoped;

/** Which incarnation this server is, and whether it may do anything: after reconciling, and while its lease is good. */
@ApplicationScoped
public class NodeStatus {

    private volatile long nodeId;
    private volatile boolean ready;
    private boolean draining;
    private volatile String reason = "starting";

    public void started(long id) {
        nodeId = id;
    }

    /** Unless it is being emptied: then it stays not ready. */
    public synchronized void ready() {
        if (!draining) {
            ready = true;
            reason = "";
        }
    }

    public synchronized void notReady(String why) {
        ready = false;
        reason = why;
    }

    /** Takes nobody in any more, until the next start. */
    public synchronized void drain() {
        draining = true;
        notReady("draining: this server is about to be stopped");
    }

    public boolean isReady() {
        return ready;
    }

    /** Why not ready, in words. */
    public String reason() {
        return reason;
    }

    /** The incarnation, whatever its state. */
    public long nodeId() {
        return nodeId;
    }

    /** The incarnation, for everything that writes a claim: fails closed while the server is not ready. */
    public long requireReady() {
        if (!ready) {
            throw new Refused(Refusal.TRY_LATER, reason);
        }
        return nodeId;
    }
}
