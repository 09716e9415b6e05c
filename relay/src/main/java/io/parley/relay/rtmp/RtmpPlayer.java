package io.parley.relay.rtmp;

import io.netty.channel.Channel;
import io.parley.relay.EndCause;
import io.parley.relay.GateRefusal;
import io.parley.relay.MediaRequest;
import io.parley.relay.hub.Admission;
import io.parley.relay.hub.Player;
import io.parley.relay.hub.PlayerPeer;
import io.parley.relay.hub.Session;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.hub.WireFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection that plays. It is answered when there is something to play. */
final class RtmpPlayer implements RtmpRole, PlayerPeer {

    private final RtmpSessionHandler connection;
    private final StreamHub hub;
    private @Nullable Admission admission;
    private @Nullable Session session;
    private @Nullable Player player;
    private boolean finished;

    RtmpPlayer(RtmpSessionHandler connection, StreamHub hub) {
        this.connection = connection;
        this.hub = hub;
    }

    void ask(MediaRequest request) {
        admission = hub.askPlay(request, this);
    }

    @Override
    public Channel channel() {
        return connection.channel();
    }

    @Override
    public WireFormat format() {
        return RtmpWireFormat.INSTANCE;
    }

    @Override
    public void accepted(Session accepted) {
        if (finished || !channel().isActive()) {
            accepted.end(EndCause.CONNECTION_LOST);
            return;
        }
        if (accepted.isOver()) {
            return;
        }
        session = accepted;
        connection.authorized(ChunkLimits.player());
        Player joined = hub.play(accepted, this);
        player = joined;
        joined.drain();
        if (!joined.isStarted()) {
            channel().eventLoop().schedule(this::waited, hub.config().playWaitMs(), TimeUnit.MILLISECONDS);
        }
    }

    private void waited() {
        Player joined = player;
        Session open = session;
        if (joined != null && open != null && !joined.isStarted() && !open.isOver()) {
            open.end(EndCause.STREAM_ENDED);
            refused(GateRefusal.NOT_FOUND);
        }
    }

    @Override
    public void starting() {
        connection.write(new RtmpReplies()
                .userControl(RtmpReplies.STREAM_BEGIN, RtmpWireFormat.MEDIA_STREAM)
                .status("status", "NetStream.Play.Reset", "Playing")
                .status("status", "NetStream.Play.Start", "Playing")
                .sampleAccess());
    }

    @Override
    public void refused(GateRefusal refusal) {
        finished = true;
        // FFmpeg, OBS and GStreamer all stop at this one, and it tells no stranger what exists.
        connection.sayGoodbye(new RtmpReplies().status("error", "NetStream.Play.StreamNotFound", "Not playing"));
    }

    @Override
    public void ended(EndCause cause) {
        finished = true;
        if (cause == EndCause.TOO_SLOW || cause == EndCause.DEAD_PEER) {
            channel().close();
            return;
        }
        connection.sayGoodbye(new RtmpReplies()
                .status("status", "NetStream.Play.UnpublishNotify", "Stream is over")
                .userControl(RtmpReplies.STREAM_EOF, RtmpWireFormat.MEDIA_STREAM));
    }

    void receiveAudio(boolean receive) {
        if (player != null) {
            player.receiveAudio(receive);
        }
    }

    void receiveVideo(boolean receive) {
        if (player != null) {
            player.receiveVideo(receive);
        }
    }

    void pause(boolean pause) {
        if (player != null) {
            player.pause(pause);
        }
    }

    @Override
    public boolean park(RtmpMessage message) {
        return false;
    }

    @Override
    public void media(RtmpMessage message) {
        // A player has none.
    }

    @Override
    public void finish(EndCause cause) {
        finished = true;
        Session open = session;
        Admission asked = admission;
        if (open != null) {
            open.end(cause);
        } else if (asked != null) {
            asked.abandon(cause);
        }
    }

    @Override
    public void readComplete() {}

    @Override
    public void writable() {
        if (player != null) {
            player.drain();
        }
    }

    @Override
    public void tick() {
        if (player != null) {
            player.checkStall();
        }
    }

    @Override
    public long lifeSignNanos() {
        return player == null ? Long.MIN_VALUE : player.progressNanos();
    }
}
