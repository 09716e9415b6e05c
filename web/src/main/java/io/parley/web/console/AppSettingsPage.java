package io.parley.web.console;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppAdministration;
import io.parley.ejb.app.AppSetting;
import io.parley.ejb.app.AppSettings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
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

    private final Map<String, @Nullable Object> form = new LinkedHashMap<>();
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
        for (AppSetting setting : AppSetting.ALL) {
            form.put(setting.name(), setting.valueIn(known));
            shown.put(setting.name(), String.valueOf(setting.valueIn(known)));
        }
    }

    public void save() {
        messages.attempt(() -> {
            currentUser.require(Roles.SYSTEM_ADMIN);
            String why = reason;
            fill(administration.change(
                    current.app(),
                    AppSetting.parse(changed()),
                    new AdminAction(
                            currentUser.getName(), currentUser.address(), why == null || why.isEmpty() ? null : why)));
            messages.done("saved");
            reason = null;
        });
    }

    /** The texts of the settings that somebody changed in the form. */
    private Map<String, String> changed() {
        Map<String, String> changed = new LinkedHashMap<>();
        form.forEach((name, value) -> {
            String text = String.valueOf(value);
            if (!text.equals(shown.get(name))) {
                changed.put(name, text);
            }
        });
        return changed;
    }

    /** All settings, for the fields of the form. */
    public List<AppSetting> getAll() {
        return AppSetting.ALL;
    }

    /** The key of a setting's hint, or an empty text where it needs none. */
    public String hint(AppSetting setting) {
        String key = "app." + setting.name() + ".hint";
        return Texts.of("en").containsKey(key) ? key : "";
    }

    public Map<String, @Nullable Object> getForm() {
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
