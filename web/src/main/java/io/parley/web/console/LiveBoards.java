package io.parley.web.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.ejb.audit.RequestOrigin;
import io.parley.ejb.record.LiveDashboard;
import io.parley.persistence.id.AppId;
import io.parley.web.rest.JsonBodies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.util.Set;

/** Reads boards of the live page outside of requests, with the roles of a viewer. */
@ApplicationScoped
public class LiveBoards {

    private final LiveDashboard dashboard;
    private final RequestOrigin origin;

    @Inject
    public LiveBoards(LiveDashboard dashboard, RequestOrigin origin) {
        this.dashboard = dashboard;
        this.origin = origin;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected LiveBoards() {
        this(null, null);
    }

    /** A board as JSON. */
    @ActivateRequestContext
    public String read(LiveFeed.View view, Set<String> roles) {
        origin.holds(roles);
        try {
            return JsonBodies.MAPPER.writeValueAsString(
                    dashboard.of(new AppId(view.app()), view.rooms(), view.streams()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
