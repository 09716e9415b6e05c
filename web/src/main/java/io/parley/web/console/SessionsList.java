package io.parley.web.console;

import io.parley.ejb.record.CurrentQueries;
import io.parley.ejb.record.SessionRow;
import io.parley.persistence.record.CurrentFilter;
import io.parley.persistence.record.CurrentList;
import io.parley.persistence.record.Page;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** List of administrators' sessions on the settings page. */
@Named("sessions")
@RequestScoped
public class SessionsList extends CurrentPage<SessionRow> {

    SessionsList() {
        super(CurrentList.SESSIONS);
    }

    @Override
    Page<SessionRow> read(CurrentQueries queries, CurrentFilter filter) {
        return queries.sessions(filter);
    }

    @Override
    String route() {
        return "sessions";
    }

    @Override
    public String getPrefix() {
        return "session-";
    }

    @Override
    boolean isThere() {
        return true;
    }
}
