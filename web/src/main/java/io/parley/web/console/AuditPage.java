package io.parley.web.console;

import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.record.AuditRow;
import io.parley.ejb.record.RecordQueries;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.RecordFilter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;

/** Audit page: who did what. Looking is itself an entry. */
@Named("audit")
@RequestScoped
public class AuditPage extends RecordPage<AuditRow> {

    private final AuditTrail trail;
    private final CurrentUser me;

    @Inject
    public AuditPage(AuditTrail trail, CurrentUser me) {
        this.trail = trail;
        this.me = me;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected AuditPage() {
        this(null, null);
    }

    @Override
    Page<AuditRow> read(RecordQueries queries, RecordFilter filter) {
        trail.looked(me.getName(), me.address(), filter);
        return queries.audit(filter);
    }

    /** What belongs to no app: sign-ins, accounts, servers. */
    @Override
    public boolean isServerWide() {
        return "server".equals(get("of"));
    }

    public String getOf() {
        return isServerWide() ? "server" : "app";
    }

    public @org.jspecify.annotations.Nullable String getAction() {
        return get("action");
    }

    public @org.jspecify.annotations.Nullable String getActor() {
        return get("actor");
    }

    @Override
    String route() {
        return "audit";
    }

    @Override
    List<String> ownParameters() {
        return List.of("reason", "action", "actor", "of");
    }

    public List<AuditAction> getActions() {
        return Arrays.asList(AuditAction.values());
    }
}
