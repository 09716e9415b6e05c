package io.parley.web.console;

import io.parley.ejb.record.RecordKind;
import io.parley.ejb.room.CallQueries.CallView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** Calls, live and ended. */
@Named("calls")
@RequestScoped
public class CallsPage extends HistoryPage<CallView> {

    @Override
    RecordKind<CallView> kind() {
        return RecordKind.CALLS;
    }
}
