package io.parley.web.console;

import io.parley.ejb.record.TimelineQueries;
import io.parley.ejb.record.TimelineQueries.Found;
import io.parley.web.record.NamedParameters;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;

/** Search page: calls, rooms, users and streams by their first letters. */
@Named("search")
@RequestScoped
public class SearchPage {

    private final TimelineQueries timelines;
    private final HttpServletRequest request;
    private final PageContext current;
    private final FacesMessages messages;

    private List<Found> found = List.of();

    @Inject
    public SearchPage(
            TimelineQueries timelines, HttpServletRequest request, PageContext current, FacesMessages messages) {
        this.timelines = timelines;
        this.request = request;
        this.current = current;
        this.messages = messages;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected SearchPage() {
        this(null, null, null, null);
    }

    @PostConstruct
    void look() {
        NamedParameters parameters = request::getParameter;
        messages.attempt(() -> {
            String text = parameters.text("q");
            found = text == null ? List.of() : timelines.search(current.app(), text);
        });
    }

    public String getText() {
        return Objects.requireNonNullElse(request.getParameter("q"), "");
    }

    public List<Found> getFound() {
        return found;
    }

    /** The link to the page that shows a result. */
    public String link(Found each) {
        return switch (each.kind()) {
            case "call" -> to("call", "id", each.name());
            case "user" -> to("users", "user", each.name());
            case "stream" -> to("streams", "stream", each.name());
            default -> to("calls", "room", each.name());
        };
    }

    private String to(String page, String name, String value) {
        return Links.to(page)
                .with("app", current.getAppId())
                .with(name, value)
                .with("range", page.equals("call") ? null : "365d")
                .toString();
    }
}
