package io.parley.web.console;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppAdministration;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

/** All apps, and a new one. */
@Named("apps")
@RequestScoped
public class AppsPage {

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AppAdministration administration;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Me me;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Notices notices;

    private @Nullable String name;
    private AppAdministration.@Nullable CreatedApp created;

    public void create() {
        notices.attempt(() -> {
            me.require(Roles.SYSTEM_ADMIN);
            created = administration.create(name, me.getName());
            name = null;
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
