package io.parley.ejb.audit;

import io.parley.ejb.log.ServiceLogger;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.AuditRepository;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.id.AppId;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.record.RecordFilter;
import io.parley.persistence.room.StayRepository;
import io.parley.persistence.sql.WritePipeline;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Writes what happened in the transaction in which it happens, and what was refused in one of its own. */
@Singleton // and no stateless bean, so that others can depend on it: it is there until they have stopped
@Lock(LockType.READ)
@DependsOn("RefusalRecords")
public class AuditTrail {

    private static final ServiceLogger LOG = ServiceLogger.of(AuditTrail.class);

    private final AuditRepository entries;
    private final StayRepository stays;
    private final AppRepository apps;

    /** Tickets of older stays are not looked for. */
    private static final Duration LONGEST_TICKET = Duration.ofDays(31);

    /** Actions that a person may try without being an administrator yet. */
    private static final Set<AuditAction> BY_ANYBODY = EnumSet.of(AuditAction.SESSION_OPEN, AuditAction.ADMIN_CREATE);

    private final RefusalRecords refusals;
    private final NodeStatus node;
    private final RequestOrigin origin;
    private final Clock clock;

    @Inject
    public AuditTrail(
            AuditRepository entries,
            StayRepository stays,
            AppRepository apps,
            RefusalRecords refusals,
            NodeStatus node,
            RequestOrigin origin,
            Clock clock) {
        this.entries = entries;
        this.stays = stays;
        this.apps = apps;
        this.refusals = refusals;
        this.node = node;
        this.origin = origin;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public AuditTrail() {
        this(null, null, null, null, null, null, null);
    }

    /** Part of the caller's transaction: recorded if and only if it commits. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void record(AuditRecord entry) {
        entries.append(located(entry), clock.instant(), node.nodeId());
    }

    /** As {@link #record(AuditRecord)}, of the system itself, for an incarnation that is not ready yet or no longer. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void recordOf(long nodeId, AuditRecord entry, Instant at) {
        entries.append(entry, at, nodeId);
    }

    /** As {@link #recordOf(long, AuditRecord, Instant)}, together with other writes. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void recordOf(long nodeId, WritePipeline writes, AuditRecord entry, Instant at) {
        entries.append(writes, entry, at, nodeId);
    }

    /** Records that the audit was read, for each page. */
    public void looked(String admin, String address, RecordFilter what) {
        record(AuditRecord.byAdmin(what.appId(), admin, AuditAction.AUDIT_READ)
                .from(address)
                .withDetail(what.described()));
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
        if (identity.isEmpty() || entry.detail().containsKey(AuditDetail.SUBJECT.key())) {
            return located;
        }
        Map<String, Object> detail = new LinkedHashMap<>(entry.detail());
        detail.putAll(identity);
        return located.withDetail(detail);
    }

    private Map<String, Object> identity() {
        try {
            return origin.identity();
        } catch (ContextNotActiveException e) {
            return Map.of(); // no request, so nobody asked
        }
    }

    /** As {@link #record}, together with other writes. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void record(WritePipeline writes, AuditRecord entry) {
        entries.append(writes, located(entry), clock.instant(), node.nodeId());
    }

    /**
     * Records a refusal of somebody whose stay is not known: written soon, with equal ones counted together, and without a connection of
     * the refused request. See {@link RefusalRecords}. Where the app is none, the row belongs to the server and keeps the number that
     * was asked for; of an address that is not listened to for now nothing is looked up.
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public void refusedToStranger(AuditRecord entry) {
        Long app = entry.appId();
        if (app != null && (entry.refusal() == Refusal.TOO_MANY || !apps.exists(new AppId(app)))) {
            refusals.later(entry.ofNoApp().withDetail(Map.of(AuditDetail.APP_ID.key(), app)));
        } else {
            refusals.later(entry);
        }
    }

    /**
     * As {@link #refused}, for a user of whom only the stay is known, which may have ended: the caller's transaction can no longer be
     * asked.
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void refusedTo(long stayId, AuditRecord entry) {
        if (refusals.isSingle(entry)) {
            append(stays.find(stayId)
                    .map(stay -> entry.by(stay.userId()).in(stay.room().roomId()))
                    .or(() -> stays.fact(stayId, clock.instant().minus(LONGEST_TICKET))
                            .map(past -> entry.by(past.userId()).in(past.roomId())))
                    .orElse(entry));
        }
    }

    /** An administrator is refused something that never began. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void refused(String admin, AuditAction action, Refusal refusal, String what) {
        refused(AuditRecord.refusedToAdmin(admin, action, refusal).with(AuditDetail.REQUEST, what));
    }

    /**
     * A refusal rolls its transaction back, so its record has one of its own. Written before the answer, but for equal ones of a minute
     * after the first few, which are counted together; those of a known administrator are written each.
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void refused(AuditRecord entry) {
        AuditRecord located = located(entry);
        if (isOfKnownAdministrator(located) || refusals.isSingle(located)) {
            append(located);
        }
    }

    private static boolean isOfKnownAdministrator(AuditRecord entry) {
        return entry.actorKind().equals("ADMIN") && !BY_ANYBODY.contains(entry.action());
    }

    private void append(AuditRecord entry) {
        try {
            entries.append(entry, clock.instant(), node.nodeId());
        } catch (RuntimeException e) {
            // The refusal stands all the same, and is counted for a later row.
            refusals.giveBack(entry);
            LOG.refusalNotStored(entry.action(), e);
        }
    }
}
