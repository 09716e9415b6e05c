package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Down while collections leave the heap so full that the server is about to stand still or to run out of memory. */
@ApplicationScoped
public class MemoryReadiness implements ReadinessCheck {

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
    public HealthState state() {
        HeapUse use = heap.get();
        boolean fits = use.percent() < mostPercent;
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("heap-percent", use.percent());
        data.put("most-percent", mostPercent);
        data.put("heap-max-mb", use.most() >> 20);
        data.put("reason", fits ? "" : "the heap is full: raise parley.heap, or find what fills it");
        return new HealthState("parley-memory", fits, data);
    }
}
