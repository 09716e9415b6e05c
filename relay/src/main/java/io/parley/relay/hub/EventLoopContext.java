package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import io.parley.relay.config.RelayConfig;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** State of the relay that belongs to one event loop. */
public final class EventLoopContext {

    private static final VarHandle BYTES_IN;
    private static final VarHandle BYTES_OUT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            BYTES_IN = lookup.findVarHandle(EventLoopContext.class, "bytesIn", long.class);
            BYTES_OUT = lookup.findVarHandle(EventLoopContext.class, "bytesOut", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final EventLoop eventLoop;
    private final PeriodicTasks periodicTasks;
    private final WriteBatcher deliveries;
    private final Map<MediaStream, EventLoopPlayers> players = new HashMap<>();
    private long bytesIn;
    private long bytesOut;

    EventLoopContext(EventLoop eventLoop, RelayConfig config, LongSupplier clock, boolean ring) {
        this.eventLoop = eventLoop;
        periodicTasks = new PeriodicTasks(eventLoop, config);
        deliveries = new WriteBatcher(eventLoop, clock, ring);
    }

    /** The periodic tasks of its connections. */
    public PeriodicTasks ticker() {
        return periodicTasks;
    }

    /** Counts media payload; on the event loop alone, so that nothing is shared for each message. */
    void count(MediaSession.Kind kind, long more) {
        if (kind == MediaSession.Kind.PUBLICATION) {
            BYTES_IN.setRelease(this, bytesIn + more);
        } else {
            BYTES_OUT.setRelease(this, bytesOut + more);
        }
    }

    /** Media payload received so far; from any thread. */
    long bytesIn() {
        return (long) BYTES_IN.getAcquire(this);
    }

    /** Media payload sent so far; from any thread. */
    long bytesOut() {
        return (long) BYTES_OUT.getAcquire(this);
    }

    /** The players of a stream on this loop; on the loop alone. */
    EventLoopPlayers playersOf(MediaStream stream) {
        return players.computeIfAbsent(
                stream, any -> new EventLoopPlayers(eventLoop, deliveries, () -> players.remove(stream)));
    }

    WriteBatcher deliveries() {
        return deliveries;
    }
}
