package io.parley.web.console;

import io.parley.ejb.record.RecordKind;
import io.parley.ejb.record.SessionRow;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** List of administrators' sessions on the settings page. */
@Named("sessions")
@RequestScoped
public class SessionsList extends RecordPage<SessionRow> {

    @Override
    RecordKind<SessionRow> kind() {
        return RecordKind.SESSIONS;
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
