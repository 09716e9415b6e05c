package io.parley.relay.rtmp;

import io.parley.relay.gate.EndCause;
import io.parley.relay.hub.MediaConnection;

/** Role of a connection, publisher or player, once the client has named it. On the channel's event loop. */
sealed interface RtmpRole extends MediaConnection permits RtmpPublisher, RtmpPlayer {

    /** The message stream that it is on, for what is said of it. */
    int streamId();

    /** Keeps a message until the gate has answered; false when it can be handled now. */
    boolean park(RtmpMessage message);

    /** Audio, video, data or an aggregate; the caller releases it. */
    void media(RtmpMessage message);

    /** Ends what this role has open or has asked for, by the connection's own doing. */
    void finish(EndCause cause);

    /** All that could be read has been. */
    void readComplete();

    /** The socket takes bytes again. */
    void writable();

    /** Now and then. */
    void tick();

    /** Time at which the client last showed life other than by sending, in monotonic nanoseconds. */
    long lifeSignNanos();
}
