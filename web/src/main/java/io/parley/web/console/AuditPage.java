package io.parley.web.console;

import io.parley.ejb.record.AuditRow;
import io.parley.ejb.record.RecordExports;
import io.parley.ejb.record.RecordKind;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.PageRequest;
import io.parley.persistence.record.RecordFilter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Audit page: who did what. Looking is itself an entry. */
@Named("audit")
@RequestScoped
public class AuditPage extends HistoryPage<AuditRow> {

    private final RecordExports exports;
    private final CurrentUser currentUser;

    @Inject
    public AuditPage(RecordExports exports, CurrentUser currentUser) {
        this.exports = exports;
        this.currentUser = currentUser;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected AuditPage() {
        this(null, null);
    }

    @Override
    RecordKind<AuditRow> kind() {
        return RecordKind.AUDIT;
    }

    @Override
    Page<AuditRow> read(RecordFilter rows, PageRequest page) {
        return exports.readAudit(rows, page, currentUser.getName(), currentUser.address());
    }

    /** Tells whether the list is that of entries of no app: sign-ins, accounts, servers. */
    @Override
    public boolean isServerWide() {
        return "server".equals(get("of"));
    }

    public String getOf() {
        return isServerWide() ? "server" : "app";
    }

    public @Nullable String getAction() {
        return get("action");
    }

    public @Nullable String getActor() {
        return get("actor");
    }

    @Override
    List<String> ownParameters() {
        return List.of("reason", "action", "actor", "of");
    }

    public List<AuditAction> getActions() {
        return Arrays.asList(AuditAction.values());
    }
}
