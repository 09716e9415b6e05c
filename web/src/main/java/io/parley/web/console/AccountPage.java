package io.parley.web.console;

import io.parley.ejb.admin.AdminAccounts;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Oneself. */
@Named("account")
@RequestScoped
public class AccountPage {

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AdminAccounts accounts;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private HttpServletRequest request;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private CurrentUser me;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private FacesMessages messages;

    private @Nullable String old;
    private @Nullable String fresh;

    public void change() {
        messages.attempt(() -> {
            accounts.changePassword(me.getName(), me.sessionId(), old, fresh, me.address());
            messages.done("password.changed");
        });
        old = null;
        fresh = null;
    }

    /** Whether the password has to be changed before anything else. */
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
