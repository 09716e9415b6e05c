package io.parley.web.console;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppAdministration;
import io.parley.ejb.record.RecordKind;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

/** All apps, and a new one. */
@Named("apps")
@RequestScoped
public class AppsPage extends RecordPage<AppAdministration.AppView> {

    private final AppAdministration administration;
    private final CurrentUser currentUser;
    private final FacesMessages messages;

    @Inject
    public AppsPage(AppAdministration administration, CurrentUser currentUser, FacesMessages messages) {
        this.administration = administration;
        this.currentUser = currentUser;
        this.messages = messages;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected AppsPage() {
        this(null, null, null);
    }

    private @Nullable String name;
    private AppAdministration.@Nullable CreatedApp created;

    @Override
    RecordKind<AppAdministration.AppView> kind() {
        return RecordKind.APPS;
    }

    @Override
    String route() {
        return "apps";
    }

    @Override
    boolean isThere() {
        return true;
    }

    public void create() {
        messages.attempt(() -> {
            currentUser.require(Roles.SYSTEM_ADMIN);
            created = administration.create(name, currentUser.getName());
            name = null;
            again();
        });
    }

    /** Shown this once. */
    public AppAdministration.@Nullable CreatedApp getCreated() {
        return created;
    }

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }
}
