package io.parley.web.console;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppAdministration;
import io.parley.ejb.app.AppSecrets;
import io.parley.ejb.app.SecretReveals;
import io.parley.ejb.room.TokenChecks;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One app: its secrets, tokens for trying it out, and what is wrong with a token. */
@Named("app")
@RequestScoped
public class AppPage {

    private final AppAdministration administration;
    private final AppSecrets secrets;
    private final SecretReveals reveals;
    private final TokenChecks checks;
    private final PageContext current;
    private final CurrentUser currentUser;
    private final FacesMessages messages;

    private @Nullable String reason;
    private @Nullable String password;
    private @Nullable String secret;
    private @Nullable String user;
    private @Nullable String room;
    private @Nullable String token;
    private TokenChecks.@Nullable TokenCheck check;

    @Inject
    public AppPage(
            AppAdministration administration,
            AppSecrets secrets,
            SecretReveals reveals,
            TokenChecks checks,
            PageContext current,
            CurrentUser currentUser,
            FacesMessages messages) {
        this.administration = administration;
        this.secrets = secrets;
        this.reveals = reveals;
        this.checks = checks;
        this.current = current;
        this.currentUser = currentUser;
        this.messages = messages;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected AppPage() {
        this(null, null, null, null, null, null, null);
    }

    private AppId app() {
        return current.app();
    }

    private AdminAction action() {
        return new AdminAction(currentUser.getName(), currentUser.address(), reason);
    }

    public void rotate() {
        messages.attempt(() -> {
            currentUser.require(Roles.SECURITY_ADMIN);
            secret = secrets.rotate(app(), null, action()).serverSecret();
            reason = null;
        });
    }

    public void revoke() {
        messages.attempt(() -> {
            currentUser.require(Roles.SECURITY_ADMIN);
            secrets.revokeSecondary(app(), action());
            messages.done("secret.revoked");
            reason = null;
        });
    }

    public void reveal(long id) {
        messages.attempt(() -> {
            currentUser.require(Roles.SECURITY_ADMIN);
            secret = reveals.reveal(app(), id, password, action());
            reason = null;
        });
        password = null;
    }

    public void issue() {
        messages.attempt(() -> {
            currentUser.require(Roles.SYSTEM_ADMIN);
            token = administration.temporaryToken(
                    app(),
                    new AppAdministration.TokenRequest(
                            UserId.of(user), empty(room) ? null : RoomId.of(room), true, true, null, 3600),
                    currentUser.getName());
        });
    }

    public void examine() {
        messages.attempt(() -> {
            currentUser.require(Roles.SYSTEM_ADMIN);
            check = checks.check(
                    app(),
                    token,
                    empty(room) ? null : RoomId.of(room),
                    empty(user) ? null : UserId.of(user),
                    null,
                    action());
        });
    }

    private static boolean empty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    /** None for those who may not see them. */
    public List<AppSecrets.SecretView> getSecrets() {
        return currentUser.isSecurityAdmin() ? secrets.list(app()) : List.of();
    }

    public @Nullable String getReason() {
        return reason;
    }

    public void setReason(@Nullable String reason) {
        this.reason = reason;
    }

    public @Nullable String getPassword() {
        return null;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    /** Shown once, after it was made or revealed. */
    public @Nullable String getSecret() {
        return secret;
    }

    public @Nullable String getUser() {
        return user;
    }

    public void setUser(@Nullable String user) {
        this.user = user;
    }

    public @Nullable String getRoom() {
        return room;
    }

    public void setRoom(@Nullable String room) {
        this.room = room;
    }

    public @Nullable String getToken() {
        return token;
    }

    public void setToken(@Nullable String token) {
        this.token = token;
    }

    public TokenChecks.@Nullable TokenCheck getCheck() {
        return check;
    }

    /** The key of what to do about a token that can be read and yet opens nothing; empty where the refusal says it all. */
    public String getAdvice() {
        TokenChecks.TokenCheck known = check;
        if (known == null
                || known.token() == null
                || !Refusal.TOKEN_MALFORMED.name().equals(known.refusal())) {
            return "";
        }
        return "FORMER".equals(known.secret())
                ? "token.former"
                : "CBC".equals(known.token().form()) ? "token.cbc" : "";
    }
}
