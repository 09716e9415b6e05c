package io.parley.web.console;

import io.parley.ejb.admin.AdminAccounts;
import io.parley.ejb.admin.AdminSessions;
import io.parley.ejb.admin.Roles;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** People, their sessions, and the key their tokens are signed with. */
@Named("settings")
@RequestScoped
public class SettingsPage {

    private final AdminAccounts accounts;
    private final AdminSessions sessions;
    private final AccountsList list;
    private final CurrentUser currentUser;
    private final FacesMessages messages;

    private @Nullable String username;
    private @Nullable String password;
    private List<String> roles = List.of();
    private @Nullable String reason;
    private boolean endSessions;

    @Inject
    public SettingsPage(
            AdminAccounts accounts,
            AdminSessions sessions,
            AccountsList list,
            CurrentUser currentUser,
            FacesMessages messages) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.list = list;
        this.currentUser = currentUser;
        this.messages = messages;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected SettingsPage() {
        this(null, null, null, null, null);
    }

    public void create() {
        attempt("account.created", () -> accounts.create(username, password, Set.copyOf(roles), currentUser.getName()));
        password = null;
    }

    public void assign() {
        attempt(
                "account.changed",
                () -> accounts.assignRoles(name(), Set.copyOf(roles), reason, currentUser.getName()));
    }

    public void reset() {
        attempt("account.changed", () -> accounts.resetPassword(name(), password, reason, currentUser.getName()));
        password = null;
    }

    public void disable() {
        attempt("account.disabled", () -> accounts.disable(name(), reason, currentUser.getName()));
    }

    public void rotate() {
        attempt("key.rotated", () -> sessions.rotateKey(endSessions, reason, currentUser.getName()));
    }

    private void attempt(String done, Runnable action) {
        messages.attempt(() -> {
            currentUser.require(Roles.SECURITY_ADMIN);
            action.run();
            messages.done(done);
            reason = null;
            list.again();
        });
    }

    private String name() {
        return username == null ? "" : username;
    }

    public List<String> getAllRoles() {
        return Roles.ALL;
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

    public List<String> getRoles() {
        return roles;
    }

    public void setRoles(List<String> roles) {
        this.roles = roles;
    }

    public @Nullable String getReason() {
        return reason;
    }

    public void setReason(@Nullable String reason) {
        this.reason = reason;
    }

    public boolean isEndSessions() {
        return endSessions;
    }

    public void setEndSessions(boolean endSessions) {
        this.endSessions = endSessions;
    }
}
