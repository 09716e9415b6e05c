package io.parley.web.console;

import io.parley.persistence.audit.Refused;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import java.text.MessageFormat;

/** Messages of a page after an action: success, or the reason of a refusal, in the user's language. */
@RequestScoped
public class FacesMessages {

    private final Preferences preferences;

    @Inject
    public FacesMessages(Preferences preferences) {
        this.preferences = preferences;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected FacesMessages() {
        this(null);
    }

    /** Runs it; says why when it is refused. Anything but a refusal is a fault and goes on to the error page. */
    boolean attempt(Runnable action) {
        try {
            action.run();
            return true;
        } catch (Refused e) {
            refused(e);
        } catch (EJBException e) {
            if (!(e.getCause() instanceof Refused refused)) {
                throw e;
            }
            refused(refused);
        }
        return false;
    }

    private void refused(Refused e) {
        String words = preferences.text("refusal." + e.refusal().name());
        add(FacesMessage.SEVERITY_ERROR, e.detail().isEmpty() ? words : words + " (" + e.detail() + ")");
    }

    void done(String key, Object... arguments) {
        add(FacesMessage.SEVERITY_INFO, MessageFormat.format(preferences.text(key), arguments));
    }

    private static void add(FacesMessage.Severity severity, String text) {
        FacesContext.getCurrentInstance().addMessage(null, new FacesMessage(severity, text, null));
    }
}
