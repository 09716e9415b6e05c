package io.parley.web.console;

import io.parley.ejb.record.CallRow;
import io.parley.ejb.record.RecordQueries;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.RecordFilter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** Calls, live and ended. */
@Named("calls")
@RequestScoped
public class CallsPage extends RecordPage<CallRow> {

    @Override
    Page<CallRow> read(RecordQueries queries, RecordFilter filter) {
        return queries.calls(filter);
    }

    @Override
    String route() {
        return "calls";
    }
}
