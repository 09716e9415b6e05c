package io.parley.web.console;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppAdministration;
import io.parley.ejb.app.AppSettings;
import io.parley.ejb.app.AppSettingsChange;
import io.parley.persistence.app.DuplicateLogin;
import io.parley.persistence.app.FirstFrame;
import io.parley.persistence.app.TokenExpiry;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An app's settings. The form says what it showed, too: only what somebody changed in it is changed, and what a colleague changed
 * meanwhile stays.
 */
@Named("appSettings")
@RequestScoped
public class AppSettingsPage {

    /** Before a setting's name, for what the form showed of it. */
    private static final String SHOWN = "was-";

    private final AppAdministration administration;
    private final HttpServletRequest request;
    private final PageContext current;
    private final CurrentUser currentUser;
    private final FacesMessages messages;

    private final Map<String, Object> form = new LinkedHashMap<>();
    private final Map<String, String> shown = new LinkedHashMap<>();
    private @Nullable String reason;

    @Inject
    public AppSettingsPage(
            AppAdministration administration,
            HttpServletRequest request,
            PageContext current,
            CurrentUser currentUser,
            FacesMessages messages) {
        this.administration = administration;
        this.request = request;
        this.current = current;
        this.currentUser = currentUser;
        this.messages = messages;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected AppSettingsPage() {
        this(null, null, null, null, null);
    }

    @PostConstruct
    void read() {
        messages.attempt(() -> fill(administration.settings(current.app())));
        // A form that was refused goes on from what it showed at first.
        shown.replaceAll((name, now) -> {
            String was = request.getParameter(SHOWN + name);
            return was == null ? now : was;
        });
    }

    private void fill(AppSettings known) {
        form.put("name", known.name());
        form.put("enabled", known.enabled());
        form.put("record", known.record());
        form.put("firstFrame", known.firstFrame());
        form.put("duplicateLogin", known.duplicateLogin());
        form.put("graceSeconds", known.graceSeconds());
        form.put("maxUsers", known.maxUsers());
        form.put("maxMinutes", known.maxMinutes());
        form.put("tokenExpiry", known.tokenExpiry());
        form.put("cbcTokens", known.cbcTokens());
        form.forEach((name, value) -> shown.put(name, String.valueOf(value)));
    }

    public void save() {
        messages.attempt(() -> {
            currentUser.require(Roles.SYSTEM_ADMIN);
            String why = reason;
            fill(administration.change(
                    current.app(),
                    new AppSettingsChange(
                            text("name"),
                            flag("enabled"),
                            choice("firstFrame", FirstFrame.class),
                            flag("record"),
                            choice("duplicateLogin", DuplicateLogin.class),
                            number("graceSeconds"),
                            number("maxUsers"),
                            number("maxMinutes"),
                            choice("tokenExpiry", TokenExpiry.class),
                            flag("cbcTokens")),
                    new AdminAction(
                            currentUser.getName(), currentUser.address(), why == null || why.isEmpty() ? null : why)));
            messages.done("saved");
            reason = null;
        });
    }

    /** Null where nobody changed it in the form. */
    private @Nullable String text(String name) {
        String value = String.valueOf(form.get(name));
        return value.equals(shown.get(name)) ? null : value;
    }

    private @Nullable Boolean flag(String name) {
        String value = text(name);
        return value == null ? null : Boolean.valueOf(value);
    }

    private <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String value = text(name);
        return value == null ? null : Enum.valueOf(type, value);
    }

    private @Nullable Integer number(String name) {
        String value = text(name);
        try {
            return value == null ? null : Integer.valueOf(value.strip());
        } catch (NumberFormatException e) {
            throw new Refused(Refusal.ARGUMENT_WRONG, name);
        }
    }

    public Map<String, Object> getForm() {
        return form;
    }

    /** The values that the form shows, as it sends them when it comes back. */
    public Map<String, String> getShown() {
        return shown;
    }

    public @Nullable String getReason() {
        return reason;
    }

    public void setReason(@Nullable String reason) {
        this.reason = reason;
    }
}
