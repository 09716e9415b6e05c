package io.parley.ejb.audit;

import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.AuditRepository;
import io.parley.persistence.audit.CallEvent;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.record.RecordFilter;
import io.parley.persistence.room.StayRepository;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes what happened in the transaction in which it happens, and what was refused in one of its own. */
@Stateless
public class AuditTrail {

    private static final System.Logger LOG = System.getLogger(AuditTrail.class.getName());

    @Inject
    @SuppressWarnings("NullAway.Init")
    private AuditRepository entries;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private StayRepository stays;

    /** Tickets of older stays are not looked for. */
    private static final Duration LONGEST_TICKET = Duration.ofDays(31);

    @Inject
    @SuppressWarnings("NullAway.Init")
    private NodeStatus node;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private RequestOrigin origin;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    /** Part of the caller's transaction: recorded if and only if it commits. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void record(AuditRecord entry) {
        entries.append(located(entry), clock.instant(), node.nodeId());
    }

    /** Somebody reads the audit: that is an entry too, for each page. */
    public void looked(String admin, String address, RecordFilter what) {
        record(AuditRecord.byAdmin(what.appId(), admin, AuditAction.AUDIT_READ)
                .from(address)
                .with(what.described()));
    }

    /**
     * An administrator's entry has the address of the request, whether or not the service was told, and the person behind the name where
     * the identity provider knows it.
     */
    private AuditRecord located(AuditRecord entry) {
        if (!entry.actorKind().equals("ADMIN")) {
            return entry;
        }
        AuditRecord located = entry.address().isEmpty() ? entry.from(origin.address()) : entry;
        Map<String, Object> identity = identity();
        if (identity.isEmpty() || entry.detail().containsKey("subject")) {
            return located;
        }
        Map<String, Object> detail = new LinkedHashMap<>(entry.detail());
        detail.putAll(identity);
        return located.with(detail);
    }

    private Map<String, Object> identity() {
        try {
            return origin.identity();
        } catch (ContextNotActiveException e) {
            return Map.of(); // no request, so nobody asked
        }
    }

    /** Part of the caller's transaction: told to the customer if and only if it commits. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void publish(CallEvent event) {
        entries.publish(event, clock.instant());
    }

    /** As {@link #refused}, for a user of whom only the stay is known, which may have ended: the caller's transaction can no longer be asked. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void refusedTo(long participationId, AuditRecord entry) {
        refused(stays.find(participationId)
                .map(stay -> entry.by(stay.userId()).in(stay.room().roomId()))
                .or(() -> stays.fact(participationId, clock.instant().minus(LONGEST_TICKET))
                        .map(past -> entry.by(past.userId()).in(past.roomId())))
                .orElse(entry));
    }

    /** An administrator is refused something that never began. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void refused(String admin, AuditAction action, Refusal refusal, String what) {
        refused(AuditRecord.refusedToAdmin(admin, action, refusal).with(Map.of("request", what)));
    }

    /** A refusal rolls its transaction back, so its record has one of its own. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void refused(AuditRecord entry) {
        try {
            entries.append(located(entry), clock.instant(), node.nodeId());
        } catch (RuntimeException e) {
            // The refusal stands all the same; without a database there is nowhere else to write it.
            LOG.log(System.Logger.Level.WARNING, "PARLEY1010 a refused {0} was not recorded: {1}", entry.action(), e);
        }
    }
}
