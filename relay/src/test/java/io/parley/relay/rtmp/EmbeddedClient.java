package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.rtmp.RtmpClient.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** One connection of an {@link EmbeddedRelay}, from the client's side. */
final class EmbeddedClient {

    static final int HANDSHAKE = 1 + 2 * HandshakeDigest.PACKET;

    private final EmbeddedRelay relay;
    private final ByteBufAllocator memory;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final EmbeddedChannel decoder =
            new EmbeddedChannel(new RtmpChunkDecoder(new ChunkLimits(32, 64 << 20, 64 << 20, 64 << 20, 64 << 20)));
    private int handshakeLeft = HANDSHAKE;
    private long said;

    /** Speaks RTMP. */
    EmbeddedClient(EmbeddedRelay relay, ByteBufAllocator memory) {
        this(relay, memory, RtmpPipeline::install);
    }

    /** Speaks what is installed. */
    EmbeddedClient(EmbeddedRelay relay, ByteBufAllocator memory, BiConsumer<Channel, StreamHub> install) {
        this.relay = relay;
        this.memory = memory;
        channel.config().setAllocator(memory);
        channel.freezeTime();
        install.accept(channel, relay.hub);
    }

    EmbeddedChannel channel() {
        return channel;
    }

    EmbeddedClient shakeHands() {
        return send(handshake());
    }

    /** C0, C1 with no version, C2. */
    static byte[] handshake() {
        byte[] bytes = new byte[HANDSHAKE];
        bytes[0] = 3;
        return bytes;
    }

    EmbeddedClient send(Wire wire) {
        return send(wire.bytes());
    }

    EmbeddedClient send(byte[] bytes) {
        return send(bytes, 0, bytes.length);
    }

    /** As one segment; dropped when the relay has closed. */
    EmbeddedClient send(byte[] bytes, int from, int to) {
        if (channel.isOpen() && to > from) {
            channel.writeInbound(memory.directBuffer(to - from).writeBytes(bytes, from, to - from));
            relay.settle();
        }
        return this;
    }

    /** The relay's bytes since the last call. */
    String raw() {
        relay.settle();
        StringBuilder all = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.append(out.toString(StandardCharsets.ISO_8859_1));
            out.release();
        }
        return all.toString();
    }

    /** The relay's messages since the last call, after the handshake. */
    List<Message> received() {
        relay.settle();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            said += out.readableBytes();
            int skip = Math.min(handshakeLeft, out.readableBytes());
            handshakeLeft -= skip;
            decoder.writeInbound(out.skipBytes(skip));
        }
        List<Message> all = new ArrayList<>();
        for (RtmpMessage message = decoder.readInbound(); message != null; message = decoder.readInbound()) {
            all.add(new Message(message.type(), message.timestamp(), ByteBufUtil.getBytes(message.body())));
            message.release();
        }
        return all;
    }

    /** The message streams of the messages since the last call: {@code audio 1}, {@code onStatus 1}. */
    List<String> streamIds() {
        relay.settle();
        List<String> all = new ArrayList<>();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            decoder.writeInbound(out);
        }
        for (RtmpMessage message = decoder.readInbound(); message != null; message = decoder.readInbound()) {
            RtmpCommand command = message.type() == RtmpMessage.AMF0_COMMAND ? RtmpCommand.of(message) : null;
            String name = message.type() == RtmpMessage.AUDIO ? "audio" : command == null ? "other" : command.name();
            all.add(name + " " + message.streamId());
            message.release();
        }
        return all;
    }

    /** Those of {@link #received} in words: {@code audio 40 af01…} for media, names for the rest. */
    List<String> heard() {
        return received().stream().map(EmbeddedClient::inWords).toList();
    }

    /** Only the media of {@link #heard}. */
    List<String> media() {
        return received().stream()
                .filter(Message::isMedia)
                .map(EmbeddedClient::inWords)
                .toList();
    }

    static String inWords(Message message) {
        if (!message.isMedia()) {
            return message.name();
        }
        byte[] body = message.body();
        String hex = ByteBufUtil.hexDump(body, 0, Math.min(24, body.length));
        if (body.length > 24) {
            hex += "… " + body.length + " " + Arrays.hashCode(body);
        }
        return (message.isAudio() ? "audio " : "video ") + Integer.toUnsignedString(message.timestamp()) + " " + hex;
    }

    /** Bytes taken off the connection by {@link #received}. */
    long bytesSaid() {
        return said;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void run() {
        channel.runPendingTasks();
        channel.checkException();
    }

    void advance(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        run();
    }

    void close() {
        channel.close();
        channel.runPendingTasks();
    }

    void discard() {
        channel.finishAndReleaseAll();
        decoder.finishAndReleaseAll();
    }
}
