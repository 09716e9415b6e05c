package io.parley.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Pushes the film by RTMP, paced by its timestamps, round after round. */
final class LoadPublisher extends RtmpConnection implements LoadLoop.Paced {

    /** A server that leaves so many bytes unread has stopped reading. */
    private static final int MAX_WAITING = 8 << 20;

    private static final int FIRST_NAL = 5;
    private static final byte[] SET_DATA_FRAME =
            new AmfWriter().text("@setDataFrame").bytes();

    /** Told what becomes of a publisher. */
    interface Listener {
        void started(LoadPublisher publisher);

        void ended(LoadPublisher publisher, String reason);
    }

    private final int stream;
    private final Clip clip;
    private final Pushing pushing;
    private final PlayerMeasurements measurements;
    private final Listener listener;
    private byte[] scratch = new byte[16 << 10];
    private boolean isStarted;
    private long startedAt;
    private long round;
    private int next;
    private int frame;
    private int audioFrame;

    /**
     * Settings that all publishers share.
     *
     * @param target the server and streams that they push to
     * @param clip the media that they push
     * @param chunkSize of what they send, in bytes
     * @param firstTimestamp of the stream, in milliseconds; as unsigned
     * @param stampsAudio true when a stamp is put behind audio frames too
     */
    record Pushing(Target target, Clip clip, int chunkSize, int firstTimestamp, boolean stampsAudio) {}

    LoadPublisher(LoadLoop loop, Pushing pushing, int stream, PlayerMeasurements measurements, Listener listener)
            throws IOException {
        super(loop, pushing.target().endpoint(), pushing.target().address(), 0);
        this.pushing = pushing;
        this.clip = pushing.clip();
        this.stream = stream;
        this.measurements = measurements;
        this.listener = listener;
    }

    boolean isStarted() {
        return isStarted;
    }

    private String name() {
        return pushing.target().names().pushed().get(stream);
    }

    @Override
    void welcomed() {
        writer().useChunks(pushing.chunkSize());
        writer().command(0, AmfWriter.command("releaseStream", OPTIONAL).none().text(name()));
        writer().command(0, AmfWriter.command("FCPublish", OPTIONAL + 1).none().text(name()));
    }

    @Override
    void streamCreated() {
        writer().command(
                        streamId(),
                        AmfWriter.command("publish", STREAM).none().text(name()).text("live"));
    }

    @Override
    void replied(RtmpReply reply) {
        if (reply.code().equals("NetStream.Publish.Start") && !isStarted) {
            isStarted = true;
            sendHeaders();
            startedAt = System.nanoTime();
            loop().pace(this);
            listener.started(this);
        }
    }

    private void sendHeaders() {
        byte[] metadata = clip.metadata();
        if (metadata != null) {
            ByteBuffer data = ByteBuffer.allocate(SET_DATA_FRAME.length + metadata.length);
            header(Clip.DATA, data.put(SET_DATA_FRAME).put(metadata).array());
        }
        header(Clip.VIDEO, clip.videoConfig());
        header(Clip.AUDIO, clip.audioConfig());
        flush();
    }

    private void header(int type, byte @Nullable [] body) {
        if (body != null) {
            writer().media(type, streamId(), pushing.firstTimestamp(), body, body.length);
        }
    }

    @Override
    public long due() {
        long millis = round * clip.lengthMs() + clip.messages().get(next).timestamp();
        return startedAt + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Override
    public boolean send(long now) {
        if (isClosed()) {
            return false;
        }
        if (outbox().size() > MAX_WAITING) {
            close("the server has stopped reading");
            return false;
        }
        List<Clip.Message> messages = clip.messages();
        Clip.Message message = messages.get(next);
        int timestamp = pushing.firstTimestamp() + (int) (round * clip.lengthMs()) + message.timestamp();
        int before = outbox().size();
        long late = now - due();
        write(message, timestamp);
        int written = outbox().size() - before;
        if (!isBlocked()) {
            flush();
        }
        measurements.pushed(written, outbox().size(), late);
        if (++next == messages.size()) {
            next = 0;
            round++;
        }
        return !isClosed();
    }

    private void write(Clip.Message message, int timestamp) {
        byte[] body = message.body();
        int length = body.length;
        if (clip.isStampable() && message.type() == Clip.VIDEO && Clip.isAvcFrame(body, length)) {
            body = copy(body, FIRST_NAL, FrameStamp.NAL_BYTES);
            FrameStamp.writeNal(body, FIRST_NAL, System.nanoTime(), frame++, stream);
            length += FrameStamp.NAL_BYTES;
        } else if (pushing.stampsAudio()
                && message.type() == Clip.AUDIO
                && length + FrameStamp.BYTES <= MessageSink.HEAD) {
            body = copy(body, length, FrameStamp.BYTES);
            FrameStamp.write(body, length, System.nanoTime(), audioFrame++, stream);
            length += FrameStamp.BYTES;
        }
        writer().media(message.type(), streamId(), timestamp, body, length);
    }

    /** The body with a gap in it, in a buffer that is used again. */
    private byte[] copy(byte[] body, int at, int gap) {
        if (scratch.length < body.length + gap) {
            scratch = new byte[2 * (body.length + gap)];
        }
        System.arraycopy(body, 0, scratch, 0, at);
        System.arraycopy(body, at, scratch, at + gap, body.length - at);
        return scratch;
    }

    @Override
    void media(int type, int timestamp, byte[] bytes, int length) {
        // servers send publishers none
    }

    @Override
    void ended(String reason) {
        listener.ended(this, reason);
    }
}
