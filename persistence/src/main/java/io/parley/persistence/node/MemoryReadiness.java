package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Red while collections leave the heap so full that the server is about to stand still or to run out of memory. */
@Readiness
@ApplicationScoped
public class MemoryReadiness implements HealthCheck {

    private final int mostPercent;
    private final Supplier<HeapUse> heap;

    /** @param mostPercent how full the heap may be after a collection, 50 to 100 */
    @Inject
    public MemoryReadiness(@ConfigProperty(name = "parley.health.heap-percent", defaultValue = "90") int mostPercent) {
        this(mostPercent, HeapUse::measure);
        if (mostPercent < 50 || mostPercent > 100) {
            throw new IllegalArgumentException("parley.health.heap-percent is 50 to 100, not " + mostPercent);
        }
    }

    MemoryReadiness(int mostPercent, Supplier<HeapUse> heap) {
        this.mostPercent = mostPercent;
        this.heap = heap;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected MemoryReadiness() {
        this(0, null);
    }

    @Override
    public HealthCheckResponse call() {
        HeapUse use = heap.get();
        boolean fits = use.percent() < mostPercent;
        return HealthCheckResponse.named("parley-memory")
                .status(fits)
                .withData("heap-percent", use.percent())
                .withData("most-percent", mostPercent)
                .withData("heap-max-mb", use.most() >> 20)
                .withData("reason", fits ? "" : "the heap is full: raise parley.heap, or find what fills it")
                .build();
    }
}
