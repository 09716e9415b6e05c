package io.parley.web.console;

import io.parley.ejb.record.RecordQueries;
import io.parley.ejb.record.StayRow;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.RecordFilter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** Users page: stays, from when to when. */
@Named("users")
@RequestScoped
public class UsersPage extends RecordPage<StayRow> {

    @Override
    Page<StayRow> read(RecordQueries queries, RecordFilter filter) {
        return queries.stays(filter);
    }

    @Override
    String route() {
        return "stays";
    }
}
