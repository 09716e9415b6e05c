package io.parley.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Plays a stream by RTMP. */
final class RtmpPlayer extends RtmpConnection implements PlayerConnection {

    private static final int SET_BUFFER_LENGTH = 3;
    private static final int BUFFER_MS = 100;

    /** What ffmpeg asks for too: the live stream, else a recorded one. */
    private static final int LIVE_OR_RECORDED = -2000;

    private final Player player;
    private final Tally tally;
    private final Listener listener;
    private final String name;

    RtmpPlayer(Loop loop, Target target, int receiveBuffer, Player player, Tally tally, Listener listener)
            throws IOException {
        super(loop, target.endpoint(), target.address(), receiveBuffer);
        this.player = player;
        this.tally = tally;
        this.listener = listener;
        this.name = target.name(player.stream());
    }

    @Override
    public Player player() {
        return player;
    }

    @Override
    void received(ByteBuffer in) {
        tally.read(in.remaining());
        super.received(in);
    }

    @Override
    void welcomed() {
        // nothing but the stream
    }

    @Override
    void streamCreated() {
        writer().command(
                        streamId(),
                        AmfWriter.command("play", STREAM).none().text(name).number(LIVE_OR_RECORDED));
        writer().event(SET_BUFFER_LENGTH, streamId(), BUFFER_MS);
        player.asked(readAt());
    }

    @Override
    void told(RtmpReply reply) {
        if (reply.code().equals("NetStream.Play.Start")) {
            listener.started(this, readAt());
        }
    }

    @Override
    void media(int type, int timestamp, byte[] bytes, int length) {
        player.media(type, timestamp, bytes, length, readAt());
        listener.saw(this, readAt());
    }

    @Override
    void ended(String reason) {
        listener.ended(this, reason);
    }
}
