package io.parley.web.rest;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

/** The place of one request among {@link Downloads}, left when the request ends, however it ends. */
@RequestScoped
public class DownloadPlace {

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Downloads downloads;

    private boolean taken;

    void take() {
        if (!taken && !downloads.enter()) {
            throw new Refused(
                    Refusal.TOO_MANY, downloads.limit() + " files are being taken at this moment (parley.downloads)");
        }
        taken = true;
    }

    @PreDestroy
    void leave() {
        if (taken) {
            downloads.leave();
        }
    }
}
