package io.parley.web.rest;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

/** The place of one request among {@link ExportLimiter}, left when the request ends, however it ends. */
@RequestScoped
public class ExportPermit {

    private final ExportLimiter exports;

    private boolean taken;

    @Inject
    public ExportPermit(ExportLimiter exports) {
        this.exports = exports;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected ExportPermit() {
        this(null);
    }

    void take() {
        if (!taken && !exports.enter()) {
            throw new Refused(
                    Refusal.TOO_MANY, exports.limit() + " files are being taken at this moment (parley.downloads)");
        }
        taken = true;
    }

    @PreDestroy
    void leave() {
        if (taken) {
            exports.leave();
        }
    }
}
