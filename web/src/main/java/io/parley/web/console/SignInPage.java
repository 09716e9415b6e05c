package io.parley.web.console;

import io.parley.ejb.admin.AdminSessions;
import io.parley.persistence.admin.AdminSession;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.web.rest.DeviceCookie;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sign-in form. */
@Named("signIn")
@RequestScoped
public class SignInPage {

    private final AdminSessions sessions;
    private final HttpServletRequest request;
    private final DeviceCookie device;
    private final FacesMessages messages;

    private @Nullable String username;
    private @Nullable String password;
    private @Nullable String next;

    @Inject
    public SignInPage(AdminSessions sessions, HttpServletRequest request, DeviceCookie device, FacesMessages messages) {
        this.sessions = sessions;
        this.request = request;
        this.device = device;
        this.messages = messages;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected SignInPage() {
        this(null, null, null, null);
    }

    /** Opens a session and goes where the person wanted to go. */
    public void enter() {
        messages.attempt(() -> {
            AdminSessions.Session session =
                    sessions.signIn(username, password, origin(request), DeviceCookie.of(request));
            device.set(request, FacesPages.response(), username);
            FacesPages.enter(session, session.mustChangePassword() ? "account?due=1" : Links.inside(next));
        });
        password = null;
    }

    static AdminSession.Origin origin(HttpServletRequest request) {
        return new AdminSession.Origin(
                true, request.getRemoteAddr(), Objects.requireNonNullElse(request.getHeader("User-Agent"), ""));
    }

    /** A new view session and the cookie: whatever somebody planted before the sign-in is worth nothing after it. */
    static void seat(HttpServletRequest request, HttpServletResponse response, AdminSessions.Session session) {
        if (request.getSession(false) != null) {
            request.getSession().invalidate();
        }
        SessionCookie.set(request, response, session.accessToken(), session.expiresIn());
    }

    /** Says why the identity provider's answer was not taken. */
    public void open() {
        String code = request.getParameter("refused");
        if (code != null && !FacesContext.getCurrentInstance().isPostback()) {
            Arrays.stream(Refusal.values())
                    .filter(refusal -> refusal.name().equals(code))
                    .findFirst()
                    .ifPresent(refusal -> messages.attempt(() -> {
                        throw new Refused(refusal);
                    }));
        }
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

    public @Nullable String getNext() {
        return next;
    }

    public String getEncodedNext() {
        return URLEncoder.encode(Objects.requireNonNullElse(next, ""), StandardCharsets.UTF_8);
    }

    /** Leaves out a path that leads nowhere in the console, or is too long. */
    public void setNext(@Nullable String next) {
        String inside = Links.inside(next);
        this.next = inside.equals(Links.FRONT_DOOR) ? null : inside;
    }
}
