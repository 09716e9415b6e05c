package io.parley.relay.hub;

import io.netty.channel.Channel;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;

/** A connection that publishes or plays, as the hub sees it. The hub calls it on its channel's event loop only. */
public interface MediaConnection {

    /** The client's connection. */
    Channel channel();

    /** The gate said no, or did not answer: tell the client and disconnect. */
    void refused(GateRefusal refusal);

    /** The session is over and reported, not by this peer's doing: tell the client why and disconnect. */
    void ended(EndCause cause);
}
