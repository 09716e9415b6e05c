package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.MediaProtocol;
import io.parley.relay.hub.AuthorizationRequest;
import io.parley.relay.hub.MediaKind;
import io.parley.relay.hub.MediaSession;
import io.parley.relay.hub.PublisherConnection;
import io.parley.relay.hub.StreamAddress;
import io.parley.relay.hub.StreamFeed;
import io.parley.relay.hub.StreamHub;
import org.jspecify.annotations.Nullable;

/**
 * The way of every publisher, whether its messages come as RTMP or as FLV tags: request, open, append, end. On the channel's
 * loop.
 */
public abstract class AbstractPublisherConnection implements PublisherConnection {

    private final Channel channel;
    private final StreamHub hub;
    private @Nullable AuthorizationRequest authorization;
    private @Nullable MediaSession session;
    private @Nullable StreamFeed feed;
    private boolean finished;

    protected AbstractPublisherConnection(Channel channel, StreamHub hub) {
        this.channel = channel;
        this.hub = hub;
    }

    @Override
    public final Channel channel() {
        return channel;
    }

    /** Requests to publish; the answer is {@link #opened} or {@link #refused}. */
    public final void publish(StreamAddress address, MediaProtocol protocol) {
        authorization = hub.authorizePublish(address, protocol, this);
    }

    @Override
    public final void opened(MediaSession accepted, StreamFeed opened) {
        session = accepted;
        feed = opened;
        begin();
    }

    @Override
    public final void refused(GateRefusal refusal) {
        finished = true;
        sayNo(refusal);
    }

    @Override
    public final void ended(EndCause cause) {
        finished = true;
        switch (cause) {
            case REPLACED, COMMANDED, SHUTDOWN -> sayGoodbye(cause);
            default -> channel.close();
        }
    }

    /** The stream is open: tells the client, and takes what it had sent meanwhile. */
    protected abstract void begin();

    /** Tells the client that it may not publish, and disconnects. */
    protected abstract void sayNo(GateRefusal refusal);

    /** Tells the client that it no longer publishes, and disconnects. */
    protected abstract void sayGoodbye(EndCause cause);

    /** True while the gate has neither answered nor been given up. */
    public final boolean isWaiting() {
        return session == null && !finished;
    }

    /**
     * Appends one message, if the stream is open.
     *
     * @param type AUDIO, VIDEO or a data type, as RTMP and FLV number them
     * @param body stays the caller's
     */
    public final void append(int type, int timestamp, ByteBuf body) {
        StreamFeed open = feed;
        if (open == null || finished) {
            return;
        }
        switch (type) {
            case RtmpMessage.AUDIO -> append(open, MediaKind.ofAudio(body), timestamp, body);
            case RtmpMessage.VIDEO -> {
                if (body.isReadable()) {
                    append(open, MediaKind.ofVideo(body), timestamp, body);
                }
            }
            default -> {
                RtmpData data = RtmpData.of(new RtmpMessage(type, timestamp, 0, body));
                if (data != null && data.kind() != null) {
                    open.append(data.kind(), timestamp, data.body());
                } else if (data != null) {
                    open.clearMetadata();
                }
            }
        }
    }

    private static void append(StreamFeed to, @Nullable MediaKind kind, int timestamp, ByteBuf body) {
        if (kind != null) {
            to.append(kind, timestamp, body);
        }
    }

    /** All that could be read has been. */
    public final void readComplete() {
        StreamFeed open = feed;
        if (open != null) {
            open.readComplete();
        }
    }

    /** Ends the publication, or the question, by the connection's own doing. */
    public void finish(EndCause cause) {
        finished = true;
        MediaSession open = session;
        AuthorizationRequest asked = authorization;
        if (open != null) {
            open.end(cause);
        } else if (asked != null) {
            asked.abandon(cause);
        }
    }
}
