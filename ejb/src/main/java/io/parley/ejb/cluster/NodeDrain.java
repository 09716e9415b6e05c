package io.parley.ejb.cluster;

import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.stream.RelayControl;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.node.NodeStatus;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** Empties a server before it is stopped: it is not ready any more, takes nobody in, and lets calls end by themselves for a while. */
@Stateless
@RequiresRole(Roles.SYSTEM_ADMIN)
public class NodeDrain {

    /** The longest time that calls may be given, in seconds. */
    static final int MOST_SECONDS = 86_400;

    private final AuditTrail audit;
    private final NodeStatus status;
    private final RelayControl relay;

    @Inject
    public NodeDrain(AuditTrail audit, NodeStatus status, RelayControl relay) {
        this.audit = audit;
        this.status = status;
        this.relay = relay;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public NodeDrain() {
        this(null, null, null);
    }

    /** There is no way back but a restart. */
    public void drain(int seconds, String admin) {
        if (seconds < 0 || seconds > MOST_SECONDS) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "seconds must be 0 to " + MOST_SECONDS);
        }
        audit.record(AuditRecord.byAdmin(null, admin, AuditAction.NODE_DRAIN).with(AuditDetail.SECONDS, seconds));
        status.drain();
        relay.drain(seconds * 1_000);
    }
}
