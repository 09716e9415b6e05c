package io.parley.ejb.report;

import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.report.RollupProgress;
import io.parley.persistence.report.RollupRepository;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The transactions in which the sums of reports are made. */
@Stateless
public class RollupSteps {

    private final RollupRepository sums;
    private final AuditTrail audit;
    private final Clock clock;
    private final int settleSeconds;

    @Inject
    public RollupSteps(
            RollupRepository sums,
            AuditTrail audit,
            Clock clock,
            @ConfigProperty(name = "parley.reports.settle-seconds", defaultValue = "120") int settleSeconds) {
        this.sums = sums;
        this.audit = audit;
        this.clock = clock;
        this.settleSeconds = settleSeconds;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RollupSteps() {
        this(null, null, null, 0);
    }

    /** Less could pass over what is still being written; more than an hour would make reports count too much each time. */
    @PostConstruct
    void check() {
        if (settleSeconds < 30 || settleSeconds > 3_600) {
            throw new IllegalStateException("parley.reports.settle-seconds is 30 to 3600, not " + settleSeconds);
        }
    }

    /**
     * One step, up to what may still be written: a fact bears the time at which its transaction began to write it.
     *
     * @param stride the most to be summed up at once
     * @return false when there is nothing more to do for now, or another server is at it
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean advance(Duration stride) {
        return sums.advance(clock.instant().minusSeconds(settleSeconds), stride);
    }

    @RequiresRole(Roles.SYSTEM_ADMIN)
    public RollupProgress progress() {
        return sums.progress();
    }

    /** Has everything from this day (UTC) on made again from the facts, in the background. */
    @RequiresRole(Roles.SYSTEM_ADMIN)
    public RollupProgress rebuild(Instant from, String admin) {
        RollupProgress progress = sums.remakeFrom(from);
        audit.record(
                AuditRecord.byAdmin(null, admin, AuditAction.REPORT_REBUILD).with(AuditDetail.FROM, from));
        return progress;
    }
}
