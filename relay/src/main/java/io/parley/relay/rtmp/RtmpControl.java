package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.rtmp.ProtocolViolation.Reason;

/** The protocol control messages of one connection: pings and their answers, window and acknowledgements. On its event loop. */
final class RtmpControl {

    private static final int MIN_WINDOW = 64 << 10;
    private static final int MAX_WINDOW = 10 << 20;

    private final RtmpSessionHandler connection;
    private final StreamHub hub;
    private int window = RtmpReplies.WINDOW;
    private long acknowledged;
    private long pingedNanos;
    private int roundTripMs = -1;

    RtmpControl(RtmpSessionHandler connection, StreamHub hub) {
        this.connection = connection;
        this.hub = hub;
        this.pingedNanos = hub.nanoTime();
    }

    /** Answers a ping, or takes the answer to one. */
    void userControl(ByteBuf body) {
        if (body.readableBytes() < 2) {
            throw new ProtocolViolation(Reason.CONTROL_LENGTH);
        }
        int event = body.readUnsignedShort();
        if (body.readableBytes() < 4) {
            return;
        }
        if (event == RtmpReplies.PING_REQUEST) {
            connection.send(new RtmpReplies().userControl(RtmpReplies.PING_RESPONSE, body.readInt()));
        } else if (event == RtmpReplies.PING_RESPONSE && body.readInt() == (int) millis(pingedNanos)) {
            roundTripMs = (int) millis(hub.nanoTime() - pingedNanos);
        }
    }

    /** Takes the size after which the client wants an acknowledgement. */
    void windowAckSize(ByteBuf body) {
        if (body.readableBytes() < 4) {
            throw new ProtocolViolation(Reason.CONTROL_LENGTH);
        }
        window = (int) Math.max(MIN_WINDOW, Math.min(MAX_WINDOW, body.readUnsignedInt()));
    }

    /** Acknowledges the bytes received so far, when half a window has come since the last time. */
    void acknowledge(long received) {
        if (received - acknowledged >= window / 2) {
            acknowledged = received;
            connection.send(new RtmpReplies().acknowledgement(received));
        }
    }

    /** Pings the client when it is time to. */
    void ping(long now) {
        if (millis(now - pingedNanos) >= hub.config().get(RelaySetting.PING_INTERVAL_MS)) {
            pingedNanos = now;
            connection.send(new RtmpReplies().userControl(RtmpReplies.PING_REQUEST, (int) millis(now)));
        }
    }

    /** Milliseconds that the client took to answer the last ping that it did answer, -1 before that. */
    int roundTripMs() {
        return roundTripMs;
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
