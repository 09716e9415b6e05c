package io.parley.web.console;

import io.parley.ejb.record.AuditRow;
import io.parley.ejb.record.RecordKind;
import io.parley.persistence.audit.Refusal;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;

/** Why somebody could not: the refusals, with their reasons in words and what to do. */
@Named("refused")
@RequestScoped
public class RefusedPage extends HistoryPage<AuditRow> {

    @Override
    RecordKind<AuditRow> kind() {
        return RecordKind.REFUSALS;
    }

    @Override
    List<String> ownParameters() {
        return List.of("reason", "action");
    }

    /** Those that users meet; what only administrators meet has no engine code. */
    public List<Refusal> getReasons() {
        return Arrays.stream(Refusal.values()).filter(each -> each.code() != 0).toList();
    }

    /** The code that the engine told the app's developer. */
    public int code(String refusal) {
        return Refusal.valueOf(refusal).code();
    }
}
