package io.parley.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Places for files that are being taken from this server. Each keeps a thread for as long as its reader needs: without a limit, readers
 * who do not read would leave none for anybody else.
 */
@ApplicationScoped
public class ExportLimiter {

    private final int limit;
    private final Semaphore places;

    @Inject
    public ExportLimiter(@ConfigProperty(name = "parley.downloads", defaultValue = "16") int limit) {
        this.limit = limit;
        places = new Semaphore(limit);
    }

    /** For the container's proxy. */
    protected ExportLimiter() {
        this(0);
    }

    boolean enter() {
        return places.tryAcquire();
    }

    void leave() {
        places.release();
    }

    int limit() {
        return limit;
    }
}
