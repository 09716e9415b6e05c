package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import io.parley.relay.RelayConfig;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;

/** What the relay keeps for each event loop. */
public final class MediaLoop {

    private static final VarHandle BYTES_IN;
    private static final VarHandle BYTES_OUT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            BYTES_IN = lookup.findVarHandle(MediaLoop.class, "bytesIn", long.class);
            BYTES_OUT = lookup.findVarHandle(MediaLoop.class, "bytesOut", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LoopTicker ticker;
    private final Deliveries deliveries;
    private long bytesIn;
    private long bytesOut;

    MediaLoop(EventLoop eventLoop, RelayConfig config, LongSupplier clock, boolean ring) {
        ticker = new LoopTicker(eventLoop, config);
        deliveries = new Deliveries(eventLoop, clock, ring);
    }

    /** What its connections do now and then. */
    public LoopTicker ticker() {
        return ticker;
    }

    /** Counts media payload; on the event loop alone, so that nothing is shared for each message. */
    void count(Session.Kind kind, long more) {
        if (kind == Session.Kind.PUBLICATION) {
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

    Deliveries deliveries() {
        return deliveries;
    }
}
