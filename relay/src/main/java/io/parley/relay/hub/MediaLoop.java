package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import io.parley.relay.RelayConfig;
import java.util.function.LongSupplier;

/** What the relay keeps for each event loop. */
public final class MediaLoop {

    private final LoopTicker ticker;
    private final Deliveries deliveries;

    MediaLoop(EventLoop eventLoop, RelayConfig config, LongSupplier clock, boolean ring) {
        ticker = new LoopTicker(eventLoop, config);
        deliveries = new Deliveries(eventLoop, clock, ring);
    }

    /** What its connections do now and then. */
    public LoopTicker ticker() {
        return ticker;
    }

    Deliveries deliveries() {
        return deliveries;
    }
}
