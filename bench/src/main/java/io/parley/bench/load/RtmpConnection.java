package io.parley.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** An RTMP client's side of a connection: handshake, control messages, and the way to a stream. */
abstract class RtmpConnection extends Connection implements MessageSink {

    /** Transactions of commands whose answers matter; others have higher numbers. */
    static final int CONNECT = 1;

    static final int CREATE_STREAM = 2;
    static final int STREAM = 3;
    static final int OPTIONAL = 4;

    private static final int VERSION = 3;
    private static final int PACKET = 1536;
    private static final int ACKNOWLEDGEMENT = 3;
    private static final int USER_CONTROL = 4;
    private static final int WINDOW_ACK_SIZE = 5;
    private static final int AMF3_COMMAND = 17;
    private static final int AMF0_COMMAND = 20;
    private static final int AGGREGATE = 22;
    private static final int PING_REQUEST = 6;
    private static final int PING_RESPONSE = 7;

    private final Endpoint endpoint;
    private final ChunkParser parser = new ChunkParser(this);
    private final RtmpChunkEncoder writer = new RtmpChunkEncoder(outbox());
    private int handshakeLeft = 1 + 2 * PACKET;
    private int streamId = 1;
    private int window;
    private long received;
    private long acknowledged;

    RtmpConnection(LoadLoop loop, Endpoint endpoint, InetSocketAddress server, int receiveBuffer) throws IOException {
        super(loop, server, receiveBuffer);
        this.endpoint = endpoint;
    }

    /** The server knows the client: what to say before a stream is created. */
    abstract void welcomed();

    /** There is a stream to publish or play on. */
    abstract void streamCreated();

    /** Any other command that is no refusal. */
    abstract void replied(RtmpReply reply);

    /** Audio or video has come in. */
    abstract void media(int type, int timestamp, byte[] bytes, int length);

    final RtmpChunkEncoder writer() {
        return writer;
    }

    final int streamId() {
        return streamId;
    }

    @Override
    final void connected() {
        // time and version zero say that there is no digest to check
        byte[] random = new byte[PACKET - 8];
        ThreadLocalRandom.current().nextBytes(random);
        outbox().room(1 + PACKET).put((byte) VERSION).putLong(0).put(random);
    }

    @Override
    void received(ByteBuffer in) {
        received += in.remaining();
        if (handshakeLeft > 0) {
            shakeHands(in);
        }
        parser.feed(in);
        if (!isClosed() && window > 0 && received - acknowledged > window / 2) {
            acknowledged = received;
            writer.control(ACKNOWLEDGEMENT, (int) received);
            flush();
        }
    }

    /** S1 is sent back as C2; S2 is not looked at. */
    private void shakeHands(ByteBuffer in) {
        while (handshakeLeft > 0 && in.hasRemaining()) {
            byte octet = in.get();
            if (handshakeLeft > 2 * PACKET) {
                if (octet != VERSION) {
                    throw new Feed.Broken("handshake version " + octet);
                }
            } else if (handshakeLeft > PACKET) {
                outbox().room(1).put(octet);
            }
            handshakeLeft--;
        }
        if (handshakeLeft == 0) {
            connect();
        }
    }

    private void connect() {
        writer.command(
                0,
                AmfWriter.command("connect", CONNECT)
                        .beginObject()
                        .property("app", endpoint.app())
                        .property("type", "nonprivate")
                        .property("flashVer", "FMLE/3.0 (compatible; load)")
                        .property("tcUrl", endpoint.tcUrl())
                        .property("capabilities", 15)
                        .property("audioCodecs", 4071)
                        .property("videoCodecs", 252)
                        .property("videoFunction", 1)
                        .endObject());
        flush();
    }

    @Override
    public final void message(int type, int timestamp, byte[] bytes, int length) {
        if (isClosed()) {
            return;
        }
        switch (type) {
            case Clip.AUDIO, Clip.VIDEO -> media(type, timestamp, bytes, length);
            case AMF0_COMMAND, AMF3_COMMAND -> reply(RtmpReply.of(bytes, length));
            case WINDOW_ACK_SIZE ->
                window = length < 4 ? 0 : ByteBuffer.wrap(bytes).getInt();
            case USER_CONTROL -> answerPing(ByteBuffer.wrap(bytes, 0, length));
            case AGGREGATE -> takeApart(ByteBuffer.wrap(bytes, 0, length));
            default -> {
                // bandwidth, metadata: nothing to do, nothing to measure
            }
        }
    }

    private void answerPing(ByteBuffer body) {
        if (body.remaining() >= 6 && body.getShort() == PING_REQUEST) {
            writer.event(PING_RESPONSE, body.getInt());
            flush();
        }
    }

    /** An aggregate message holds FLV tags without a file header. */
    private void takeApart(ByteBuffer tags) {
        FlvParser flv = new FlvParser(this);
        flv.feed(ByteBuffer.allocate(FlvParser.PREAMBLE));
        flv.feed(tags);
    }

    private void reply(RtmpReply reply) {
        boolean isRefusal = reply.isError() ? reply.transaction() < OPTIONAL : reply.isEnd();
        if (isRefusal) {
            close(reply.code().isEmpty() ? reply.name() : reply.code());
        } else if (reply.isResultOf(CONNECT)) {
            welcomed();
            writer.command(0, AmfWriter.command("createStream", CREATE_STREAM).none());
            flush();
        } else if (reply.isResultOf(CREATE_STREAM)) {
            streamId = reply.number() > 0 ? reply.number() : 1;
            streamCreated();
            flush();
        } else {
            replied(reply);
        }
    }
}
