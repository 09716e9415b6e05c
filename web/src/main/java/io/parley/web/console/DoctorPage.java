package io.parley.web.console;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.doctor.DoctorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tries out everything that a call needs. */
@Named("doctor")
@RequestScoped
public class DoctorPage {

    private final DoctorService service;
    private final PageContext current;
    private final CurrentUser currentUser;
    private final FacesMessages messages;
    private final Preferences preferences;

    private DoctorService.@Nullable Report report;

    @Inject
    public DoctorPage(
            DoctorService service,
            PageContext current,
            CurrentUser currentUser,
            FacesMessages messages,
            Preferences preferences) {
        this.service = service;
        this.current = current;
        this.currentUser = currentUser;
        this.messages = messages;
        this.preferences = preferences;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected DoctorPage() {
        this(null, null, null, null, null);
    }

    public void examine() {
        messages.attempt(() -> {
            currentUser.require(Roles.SYSTEM_ADMIN);
            report = service.examine(
                    current.getAppId() == 0 ? null : current.app(),
                    new AdminAction(currentUser.getName(), currentUser.address(), null));
        });
    }

    public boolean isDone() {
        return report != null;
    }

    public List<DoctorService.Check> getChecks() {
        return report == null ? List.of() : report.checks();
    }

    public String words(DoctorService.Check check) {
        return check.finding().words(preferences.getLocale());
    }

    /** The colour of a state. */
    public String colour(DoctorService.Check check) {
        return switch (check.finding().state()) {
            case OK -> "good";
            case WARNING -> "warn";
            case FAILED -> "bad";
        };
    }
}
