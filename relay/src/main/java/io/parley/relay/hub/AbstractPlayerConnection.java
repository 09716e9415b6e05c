package io.parley.relay.hub;

import io.netty.channel.Channel;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.MediaProtocol;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The way of every player, whatever it speaks: request, join, wait for the stream, read, end. On the channel's loop. */
public abstract class AbstractPlayerConnection implements PlayerConnection {

    private final Channel channel;
    private final StreamHub hub;
    private @Nullable AuthorizationRequest authorization;
    private @Nullable MediaSession session;
    private @Nullable Player player;
    private boolean finished;

    protected AbstractPlayerConnection(Channel channel, StreamHub hub) {
        this.channel = channel;
        this.hub = hub;
    }

    @Override
    public final Channel channel() {
        return channel;
    }

    /** Requests to play; the answer is {@link #opened} or {@link #refused}. */
    public final void play(StreamAddress address, MediaProtocol protocol) {
        authorization = hub.authorizePlay(address, protocol, this);
    }

    @Override
    public final void opened(MediaSession accepted, Player joined) {
        session = accepted;
        player = joined;
        hub.congestionControl().apply(channel);
        authorized();
        joined.drain();
        if (!joined.isStarted()) {
            channel.eventLoop()
                    .schedule(this::waited, hub.config().get(RelaySetting.PLAY_WAIT_MS), TimeUnit.MILLISECONDS);
        }
    }

    private void waited() {
        Player joined = player;
        MediaSession open = session;
        if (joined != null && open != null && !joined.isStarted() && !open.isOver()) {
            open.end(EndCause.STREAM_ENDED);
            refused(GateRefusal.NOT_FOUND);
        }
    }

    /** The gate has said yes; nothing is written yet. */
    protected void authorized() {}

    @Override
    public final void refused(GateRefusal refusal) {
        finished = true;
        sayNo(refusal);
    }

    @Override
    public final void ended(EndCause cause) {
        finished = true;
        if (cause == EndCause.TOO_SLOW || cause == EndCause.DEAD_PEER) {
            // Words would not get through.
            channel.close();
        } else {
            sayGoodbye(cause, player != null && player.isStarted());
        }
    }

    /** Tells the client that it may not play, and disconnects. */
    protected abstract void sayNo(GateRefusal refusal);

    /**
     * Tells the client that its playback is over, and disconnects.
     *
     * @param opened true when it was ever told that the playback had begun
     */
    protected abstract void sayGoodbye(EndCause cause, boolean opened);

    /** Ends the playback, or the question, by the connection's own doing. */
    public final void finish(EndCause cause) {
        finished = true;
        MediaSession open = session;
        AuthorizationRequest asked = authorization;
        if (open != null) {
            open.end(cause);
        } else if (asked != null) {
            asked.abandon(cause);
        }
    }

    /** The reader, once the gate has accepted. */
    protected final @Nullable Player player() {
        return player;
    }

    /** The socket takes bytes again. */
    public final void writable() {
        if (player != null) {
            player.drain();
        }
    }

    /** Now and then. */
    public final void tick() {
        if (player != null) {
            player.checkStall();
        }
    }

    /** Time at which the socket last took bytes, in monotonic nanoseconds. */
    public final long lifeSignNanos() {
        return player == null ? Long.MIN_VALUE : player.progressNanos();
    }
}
