package io.parley.relay.rtmp;

import io.parley.relay.rtmp.ProtocolViolation.Reason;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what connections were closed for, in this process. Safe from any thread. */
public final class ProtocolErrorCounters {

    private static final Map<Reason, LongAdder> COUNTS = new EnumMap<>(Reason.class);

    static {
        for (Reason reason : Reason.values()) {
            COUNTS.put(reason, new LongAdder());
        }
    }

    private ProtocolErrorCounters() {}

    /** Counts one. */
    public static void count(Reason reason) {
        LongAdder counter = COUNTS.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    static Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        COUNTS.forEach((reason, counter) -> counts.put(reason.name(), counter.sum()));
        return counts;
    }
}
