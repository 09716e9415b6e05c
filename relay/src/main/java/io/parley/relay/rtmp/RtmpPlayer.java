package io.parley.relay.rtmp;

import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.hub.AbstractPlayerConnection;
import io.parley.relay.hub.Player;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.hub.WireFormat;

/** A connection that plays. It is answered when there is something to play. */
final class RtmpPlayer extends AbstractPlayerConnection implements RtmpRole {

    private final RtmpSessionHandler connection;
    private final int streamId;

    /** @param streamId the message stream that it plays on */
    RtmpPlayer(RtmpSessionHandler connection, StreamHub hub, int streamId) {
        super(connection.channel(), hub);
        this.connection = connection;
        this.streamId = streamId;
    }

    @Override
    public WireFormat format() {
        return RtmpWireFormat.of(streamId);
    }

    @Override
    protected void authorized() {
        connection.authorized(ChunkLimits.player());
    }

    @Override
    public void starting() {
        connection.write(new RtmpReplies(streamId)
                .streamBegin()
                .status("status", "NetStream.Play.Reset", "Playing")
                .status("status", "NetStream.Play.Start", "Playing")
                .sampleAccess());
    }

    @Override
    protected void sayNo(GateRefusal refusal) {
        // FFmpeg, OBS and GStreamer all stop at this one, and it tells no stranger what exists.
        connection.sayGoodbye(
                new RtmpReplies(streamId).status("error", "NetStream.Play.StreamNotFound", "Not playing"));
    }

    @Override
    protected void sayGoodbye(EndCause cause, boolean opened) {
        connection.sayGoodbye(new RtmpReplies(streamId)
                .status("status", "NetStream.Play.UnpublishNotify", "Stream is over")
                .streamEnd());
    }

    /** Obeys receiveAudio, receiveVideo or pause. */
    void steer(RtmpCommand command) {
        Player player = player();
        if (player == null) {
            return;
        }
        switch (command.name()) {
            case "receiveAudio" -> player.receiveAudio(command.flag(1));
            case "receiveVideo" -> player.receiveVideo(command.flag(1));
            default -> player.pause(command.flag(1));
        }
    }

    @Override
    public int streamId() {
        return streamId;
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
    public void readComplete() {
        // Nothing is passed on.
    }
}
