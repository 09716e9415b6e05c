package io.parley.web.console;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppAdministration;
import io.parley.persistence.id.AppId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Current page and app of a request to the console. */
@Named("current")
@RequestScoped
public class PageContext {

    private final AppAdministration administration;
    private final HttpServletRequest request;
    private final CurrentUser currentUser;

    private @Nullable List<AppAdministration.AppView> apps;

    @Inject
    public PageContext(AppAdministration administration, HttpServletRequest request, CurrentUser currentUser) {
        this.administration = administration;
        this.request = request;
        this.currentUser = currentUser;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected PageContext() {
        this(null, null, null);
    }

    public List<AppAdministration.AppView> getApps() {
        List<AppAdministration.AppView> known = apps;
        if (known == null) {
            known = administration.list();
            apps = known;
        }
        return known;
    }

    /** The app that the address names, else the first; 0 while there is none. */
    public long getAppId() {
        String parameter = request.getParameter("app");
        if (parameter != null && parameter.matches("[0-9]{1,10}")) {
            return Long.parseLong(parameter);
        }
        return getApps().isEmpty() ? 0 : getApps().get(0).appId();
    }

    /** Tells whether the address names an app that there is not. */
    public boolean isAppUnknown() {
        String parameter = request.getParameter("app");
        return parameter != null
                && !parameter.isEmpty()
                && getApps().stream()
                        .noneMatch(app -> String.valueOf(app.appId()).equals(parameter));
    }

    AppId app() {
        return new AppId(getAppId());
    }

    public String getAppName() {
        return getApps().stream()
                .filter(app -> app.appId() == getAppId())
                .map(AppAdministration.AppView::name)
                .findFirst()
                .orElse("");
    }

    /** For links to other pages: the same app. */
    public String getQuery() {
        return getAppId() == 0 ? "" : "?app=" + getAppId();
    }

    public String getPage() {
        String path = request.getServletPath();
        return ConsolePage.of(path.substring(path.lastIndexOf('/') + 1))
                .map(ConsolePage::path)
                .orElse("");
    }

    /** This very page, as part of an address; without its parameters where they are too long for one. */
    public String getEncodedHere() {
        String query = request.getQueryString();
        String here = query == null ? getPage() : getPage() + "?" + query;
        return URLEncoder.encode(here.length() > Links.LONGEST ? getPage() : here, StandardCharsets.UTF_8);
    }

    public boolean isSearchable() {
        return currentUser.may(Roles.SYSTEM_ADMIN) || currentUser.may(Roles.OPERATOR) || currentUser.may(Roles.AUDITOR);
    }
}
