package io.parley.web.console;

import io.parley.ejb.admin.AdminSessions;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Going from one page to another. */
final class FacesPages {

    private FacesPages() {}

    static HttpServletResponse response() {
        return (HttpServletResponse)
                FacesContext.getCurrentInstance().getExternalContext().getResponse();
    }

    static void enter(AdminSessions.Session session, String page) {
        ExternalContext context = FacesContext.getCurrentInstance().getExternalContext();
        SignInPage.seat((HttpServletRequest) context.getRequest(), response(), session);
        go(page);
    }

    static void go(String page) {
        FacesContext faces = FacesContext.getCurrentInstance();
        try {
            faces.getExternalContext().redirect(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
