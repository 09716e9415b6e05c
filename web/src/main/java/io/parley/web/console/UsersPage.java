package io.parley.web.console;

import io.parley.ejb.record.RecordKind;
import io.parley.ejb.record.StayRow;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** Users page: stays, from when to when. */
@Named("users")
@RequestScoped
public class UsersPage extends HistoryPage<StayRow> {

    @Override
    RecordKind<StayRow> kind() {
        return RecordKind.STAYS;
    }
}
