package io.parley.web.console;

import io.parley.ejb.admin.AdminSessions;
import io.parley.ejb.admin.FirstAccount;
import io.parley.web.rest.DeviceCookie;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The first page of a new server: whoever reads its log becomes the first administrator. */
@Named("setup")
@RequestScoped
public class SetupPage {

    private final FirstAccount first;
    private final AdminSessions sessions;
    private final HttpServletRequest request;
    private final DeviceCookie device;
    private final FacesMessages messages;

    private @Nullable String code;
    private @Nullable String username;
    private @Nullable String password;

    @Inject
    public SetupPage(
            FirstAccount first,
            AdminSessions sessions,
            HttpServletRequest request,
            DeviceCookie device,
            FacesMessages messages) {
        this.first = first;
        this.sessions = sessions;
        this.request = request;
        this.device = device;
        this.messages = messages;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected SetupPage() {
        this(null, null, null, null, null);
    }

    /** The page is not there once there is somebody. */
    public void open() {
        if (!first.isWanted()) {
            FacesPages.go(Links.FRONT_DOOR);
        }
    }

    public void create() {
        messages.attempt(() -> {
            first.setUp(code, username, password, request.getRemoteAddr());
            AdminSessions.Session session =
                    sessions.signIn(username, password, SignInPage.origin(request), DeviceCookie.of(request));
            device.set(request, FacesPages.response(), username);
            FacesPages.enter(session, Links.FRONT_DOOR);
        });
        password = null;
    }

    public @Nullable String getCode() {
        return code;
    }

    public void setCode(@Nullable String code) {
        this.code = code;
    }

    public @Nullable String getUsername() {
        return username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return null;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }
}
