package io.parley.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Plays a stream by RTMP. */
final class RtmpLoadPlayer extends RtmpConnection implements LoadPlayerConnection {

    private static final int SET_BUFFER_LENGTH = 3;
    private static final int BUFFER_MS = 100;

    /** The start that ffmpeg asks for too: the live stream, else a recorded one. */
    private static final int LIVE_OR_RECORDED = -2000;

    private final LoadPlayer player;
    private final PlayerMeasurements measurements;
    private final Listener listener;
    private final String name;

    RtmpLoadPlayer(
            LoadLoop loop,
            Target target,
            int receiveBuffer,
            LoadPlayer player,
            PlayerMeasurements measurements,
            Listener listener)
            throws IOException {
        super(loop, target.endpoint(), target.address(), receiveBuffer);
        this.player = player;
        this.measurements = measurements;
        this.listener = listener;
        this.name = target.name(player.stream());
    }

    @Override
    public LoadPlayer player() {
        return player;
    }

    @Override
    void received(ByteBuffer in) {
        measurements.read(in.remaining());
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
    void replied(RtmpReply reply) {
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
