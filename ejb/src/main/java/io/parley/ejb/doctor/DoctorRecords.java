package io.parley.ejb.doctor;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.doctor.DoctorService.Check;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditRecord;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down that somebody looked. */
@Stateless
public class DoctorRecords {

    private final AuditTrail audit;

    @Inject
    public DoctorRecords(AuditTrail audit) {
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public DoctorRecords() {
        this(null);
    }

    /** By check, what state it was in. */
    public void examined(List<Check> checks, AdminAction action) {
        Map<String, Object> states = new LinkedHashMap<>();
        checks.forEach(check -> states.put(check.id(), check.finding().state()));
        audit.record(AuditRecord.byAdmin(null, action.admin(), AuditAction.NODE_CHECK)
                .from(action.address())
                .withDetail(states));
    }
}
