package io.parley.web.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.ejb.record.TimelineQueries;
import io.parley.ejb.record.TimelineQueries.CallTimeline;
import io.parley.ejb.room.CallQueries;
import io.parley.persistence.id.CallId;
import io.parley.web.rest.JsonBodies;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** One call, whole. The timeline itself is drawn by the page's script from the same data that REST gives. */
@Named("call")
@RequestScoped
public class CallPage {

    private final TimelineQueries timelines;
    private final HttpServletRequest request;
    private final PageContext current;
    private final FacesMessages messages;

    private @Nullable CallTimeline timeline;

    @Inject
    public CallPage(
            TimelineQueries timelines, HttpServletRequest request, PageContext current, FacesMessages messages) {
        this.timelines = timelines;
        this.request = request;
        this.current = current;
        this.messages = messages;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected CallPage() {
        this(null, null, null, null);
    }

    @PostConstruct
    void read() {
        messages.attempt(() -> timeline = timelines.of(current.app(), CallId.parse(request.getParameter("id"))));
    }

    public boolean isThere() {
        return timeline != null;
    }

    public CallQueries.@Nullable CallView getSummary() {
        return timeline == null ? null : timeline.detail().call();
    }

    /** Safe inside a script element: nothing in it can end the element. */
    public String getJson() {
        try {
            return JsonBodies.MAPPER.writeValueAsString(timeline).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
