package io.parley.web.console;

import io.parley.ejb.admin.AdminAccounts;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Oneself. */
@Named("account")
@RequestScoped
public class AccountPage {

    private final AdminAccounts accounts;
    private final HttpServletRequest request;
    private final CurrentUser currentUser;
    private final FacesMessages messages;

    private @Nullable String old;
    private @Nullable String fresh;

    @Inject
    public AccountPage(
            AdminAccounts accounts, HttpServletRequest request, CurrentUser currentUser, FacesMessages messages) {
        this.accounts = accounts;
        this.request = request;
        this.currentUser = currentUser;
        this.messages = messages;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected AccountPage() {
        this(null, null, null, null);
    }

    public void change() {
        messages.attempt(() -> {
            accounts.changePassword(currentUser.getName(), currentUser.sessionId(), old, fresh, currentUser.address());
            messages.done("password.changed");
        });
        old = null;
        fresh = null;
    }

    /** Tells whether the password has to be changed before anything else. */
    public boolean isDue() {
        return request.getParameter("due") != null;
    }

    public @Nullable String getOld() {
        return null;
    }

    public void setOld(@Nullable String old) {
        this.old = old;
    }

    public @Nullable String getFresh() {
        return null;
    }

    public void setFresh(@Nullable String fresh) {
        this.fresh = fresh;
    }
}
