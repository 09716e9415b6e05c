package io.parley.ejb.doctor;

import io.parley.ejb.admin.AdminAct;
import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.doctor.DoctorService.Check;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditRecord;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down that somebody looked. */
@Stateless
public class DoctorRecords {

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AuditTrail audit;

    /** By check, what state it was in. */
    public void examined(List<Check> checks, AdminAct act) {
        Map<String, Object> states = new LinkedHashMap<>();
        checks.forEach(check -> states.put(check.id(), check.finding().state()));
        audit.record(AuditRecord.byAdmin(null, act.admin(), AuditAction.NODE_CHECK)
                .from(act.address())
                .with(states));
    }
}
