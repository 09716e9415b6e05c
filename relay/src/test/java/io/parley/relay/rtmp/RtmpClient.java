package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.parley.relay.Patience;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;

/** A small blocking RTMP client that does what it is told. */
public final class RtmpClient implements AutoCloseable {

    /** A message as received. */
    public record Message(int type, int timestamp, byte[] body) {

        public boolean isAudio() {
            return type == RtmpMessage.AUDIO;
        }

        public boolean isVideo() {
            return type == RtmpMessage.VIDEO;
        }

        @Override
        public String toString() {
            return type + "@" + timestamp + " " + body.length + " bytes, " + Arrays.hashCode(body);
        }

        public boolean isMedia() {
            return isAudio() || isVideo();
        }

        /** The code of an onStatus or error, the name of another command or event, else the type's number. */
        public String name() {
            ByteBuf in = Unpooled.wrappedBuffer(body);
            if (type == RtmpMessage.USER_CONTROL) {
                return "event " + in.readUnsignedShort();
            }
            if (type != RtmpMessage.AMF0_COMMAND && type != RtmpMessage.AMF0_DATA) {
                return "type " + type;
            }
            List<Object> values = Amf0Decoder.decode(in);
            for (Object value : values) {
                if (value instanceof AmfObject info && info.get("code") instanceof String code) {
                    return code;
                }
            }
            return (String) values.get(0);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final EmbeddedChannel decoder =
            new EmbeddedChannel(new RtmpChunkDecoder(new ChunkLimits(32, 64 << 20, 64 << 20, 64 << 20, 64 << 20)));
    private final Queue<Message> received = new ArrayDeque<>();

    public RtmpClient(int port) throws IOException {
        this(port, 0);
    }

    /** With a small receive buffer, to be slow with. */
    public RtmpClient(int port, int receiveBuffer) throws IOException {
        this(connected(port, receiveBuffer));
    }

    private static Socket connected(int port, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return socket;
    }

    /** Over a connection that is there, encrypted perhaps. */
    public RtmpClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(Patience.MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        byte[] c0c1 = new byte[1 + HandshakeDigest.PACKET];
        c0c1[0] = 3;
        out.write(c0c1);
        byte[] s0s1s2 = new byte[1 + 2 * HandshakeDigest.PACKET];
        in.readFully(s0s1s2);
        out.write(s0s1s2, 1, HandshakeDigest.PACKET);
        send(2, RtmpMessage.SET_CHUNK_SIZE, 0, 0, Unpooled.copyInt(ChunkWriter.CHUNK_SIZE));
    }

    public void connect(String app) throws IOException {
        command(0, "connect", 1, new AmfObject().with("app", app).with("tcUrl", "rtmp://127.0.0.1/" + app));
    }

    /** Connects as a client of Enhanced RTMP. */
    public void connect(String app, int capsEx) throws IOException {
        command(0, "connect", 1, new AmfObject().with("app", app).with("capsEx", (double) capsEx));
    }

    /** Sends all commands at once, as librtmp does, and returns the code that answers the publish. */
    public String publish(String name) throws IOException {
        connect("live");
        command(0, "releaseStream", 2, null, name);
        command(0, "FCPublish", 3, null, name);
        command(0, "createStream", 4, (Object) null);
        command(1, "publish", 5, null, name, "live");
        return awaitName("NetStream.");
    }

    public void play(String name) throws IOException {
        connect("live");
        command(0, "createStream", 2, (Object) null);
        command(1, "play", 3, null, name, -2000.0);
    }

    public void command(int streamId, String name, double transaction, Object... values) throws IOException {
        ByteBuf body = Unpooled.buffer();
        Amf0Encoder.write(body, name);
        Amf0Encoder.write(body, transaction);
        for (Object value : values) {
            Amf0Encoder.write(body, value);
        }
        send(3, RtmpMessage.AMF0_COMMAND, 0, streamId, body);
    }

    public void metadata(Object... properties) throws IOException {
        AmfObject object = new AmfObject();
        for (int i = 0; i < properties.length; i += 2) {
            object.with((String) properties[i], properties[i + 1]);
        }
        ByteBuf body = Unpooled.buffer();
        Amf0Encoder.write(body, "@setDataFrame");
        Amf0Encoder.write(body, "onMetaData");
        Amf0Encoder.write(body, object);
        send(4, RtmpMessage.AMF0_DATA, 0, 1, body);
    }

    public void videoHeader(int timestamp, int mark) throws IOException {
        video(timestamp, 0x17, 0, mark, 0);
    }

    public void key(int timestamp, int mark, int padding) throws IOException {
        video(timestamp, 0x17, 1, mark, padding);
    }

    public void frame(int timestamp, int mark, int padding) throws IOException {
        video(timestamp, 0x27, 1, mark, padding);
    }

    private void video(int timestamp, int first, int packetType, int mark, int padding) throws IOException {
        ByteBuf body = Unpooled.buffer()
                .writeByte(first)
                .writeByte(packetType)
                .writeMedium(0)
                .writeInt(mark);
        byte[] noise = new byte[padding];
        ThreadLocalRandom.current().nextBytes(noise);
        send(6, RtmpMessage.VIDEO, timestamp, 1, body.writeBytes(noise));
    }

    public void audioHeader(int timestamp) throws IOException {
        send(4, RtmpMessage.AUDIO, timestamp, 1, Unpooled.copyInt(0xAF001210));
    }

    public void audio(int timestamp, int mark) throws IOException {
        send(
                4,
                RtmpMessage.AUDIO,
                timestamp,
                1,
                Unpooled.buffer().writeShort(0xAF01).writeInt(mark));
    }

    public void send(int chunkStream, int type, int timestamp, int streamId, ByteBuf body) throws IOException {
        ByteBuf chunks = Unpooled.buffer();
        ChunkWriter.write(chunks, chunkStream, type, timestamp, streamId, body);
        raw(ByteBufUtil.getBytes(chunks));
    }

    public void raw(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** The next message, or null when the relay has closed. */
    public Message next() throws IOException {
        byte[] buffer = new byte[64 << 10];
        while (received.isEmpty()) {
            int count;
            try {
                count = in.read(buffer);
            } catch (SocketException reset) {
                return null;
            }
            if (count < 0) {
                return null;
            }
            decoder.writeInbound(Unpooled.copiedBuffer(buffer, 0, count));
            for (RtmpMessage message = decoder.readInbound(); message != null; message = decoder.readInbound()) {
                received.add(new Message(message.type(), message.timestamp(), ByteBufUtil.getBytes(message.body())));
                message.release();
            }
        }
        return received.poll();
    }

    /** Waits until the relay has handled all that was sent; what it says meanwhile is kept. */
    public void sync() throws IOException {
        send(
                2,
                RtmpMessage.USER_CONTROL,
                0,
                0,
                Unpooled.buffer().writeShort(RtmpReplies.PING_REQUEST).writeInt(1));
        List<Message> kept = new ArrayList<>();
        Message message = next();
        while (message != null && !message.name().equals("event " + RtmpReplies.PING_RESPONSE)) {
            kept.add(message);
            message = next();
        }
        kept.addAll(received);
        received.clear();
        received.addAll(kept);
    }

    /** The next message that is none of the relay's pings. */
    public Message nextButPing() throws IOException {
        Message message = next();
        while (message != null && message.name().equals("event " + RtmpReplies.PING_REQUEST)) {
            message = next();
        }
        return message;
    }

    /** Reads on to a message whose name begins so, and returns the name; null when the relay has closed. */
    public String awaitName(String prefix) throws IOException {
        for (Message message = next(); message != null; message = next()) {
            if (message.name().startsWith(prefix)) {
                return message.name();
            }
        }
        return null;
    }

    /** Reads media until there are so many. */
    public List<Message> media(int count) throws IOException {
        List<Message> all = new ArrayList<>();
        while (all.size() < count) {
            Message message = next();
            if (message == null) {
                return all;
            }
            if (message.isMedia()) {
                all.add(message);
            }
        }
        return all;
    }

    /** Everything up to the end of the connection. */
    public List<Message> rest() throws IOException {
        List<Message> all = new ArrayList<>();
        for (Message message = next(); message != null; message = next()) {
            all.add(message);
        }
        return all;
    }

    /** Drops the connection without a FIN. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        decoder.finishAndReleaseAll();
    }
}
