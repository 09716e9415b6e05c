package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ResourceLeakDetector;
import io.parley.relay.rtmp.ProtocolViolation.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Feeds a transcript whole, byte by byte, and in two pieces cut at every offset. All of them must come to the same. */
final class Replay {

    /** A session of so many bytes is cut at every offset, a longer one at as many places. */
    private static final int CUTS = 400;

    private Replay() {}

    /** A message that the chunk decoder made. */
    record Got(int type, int timestamp, int streamId, String body) {}

    /** The chunk decoder's messages, and its reason to stop if it did. */
    record Decoded(List<Got> messages, @Nullable Reason violation) {}

    /**
     * What became of a session.
     *
     * @param said what the client was told
     * @param relayed the media that a player of stream {@code a} got, who had come before
     * @param asked what the gate was asked
     * @param ended what the gate was told of ends, once the client had gone
     * @param violation what it was closed for, if that is why
     */
    record Session(
            List<String> said,
            List<String> relayed,
            List<String> asked,
            List<String> ended,
            boolean open,
            @Nullable String violation) {}

    static Decoded decode(Wire wire) {
        return decode(wire, ChunkLimits.publisher(EmbeddedRelay.CONFIG));
    }

    static Decoded decode(Wire wire, ChunkLimits limits) {
        return everyWay(wire.bytes(), segments -> decodeOnce(segments, limits));
    }

    static Session session(Wire wire) {
        return everyWay(wire.bytes(), segments -> sessionOnce(EmbeddedClient.handshake(), segments));
    }

    /** With the handshake in the transcript. */
    static Session connection(byte[] bytes) {
        return everyWay(bytes, segments -> sessionOnce(new byte[0], segments));
    }

    static <T> T everyWay(byte[] bytes, Function<List<byte[]>, T> run) {
        T whole = run.apply(List.of(bytes));
        manyTimes(() -> expectTheSame(bytes, run, whole));
        return whole;
    }

    /** The relay counts its memory to the byte; a stack trace for each of thousands of buffers would say no more. */
    static void manyTimes(Runnable replays) {
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
        try {
            replays.run();
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }

    private static <T> void expectTheSame(byte[] bytes, Function<List<byte[]>, T> run, T whole) {
        List<byte[]> single = new ArrayList<>();
        for (byte each : bytes) {
            single.add(new byte[] {each});
        }
        assertThat(run.apply(single)).as("byte by byte").isEqualTo(whole);
        int step = 1 + bytes.length / CUTS;
        for (int cut = 1; cut < bytes.length; cut += step) {
            List<byte[]> two = List.of(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length));
            assertThat(run.apply(two)).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    static Decoded decodeOnce(List<byte[]> segments, ChunkLimits limits) {
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
        EmbeddedChannel channel = new EmbeddedChannel(new RtmpChunkDecoder(limits));
        channel.config().setAllocator(memory);
        List<Got> messages = new ArrayList<>();
        Reason violation = null;
        for (byte[] segment : segments) {
            try {
                channel.writeInbound(memory.directBuffer(segment.length).writeBytes(segment));
            } catch (ProtocolViolation broken) {
                violation = broken.reason();
            }
        }
        for (RtmpMessage message = channel.readInbound(); message != null; message = channel.readInbound()) {
            String body = message.body().toString(StandardCharsets.ISO_8859_1);
            messages.add(new Got(message.type(), message.timestamp(), message.streamId(), body));
            message.release();
        }
        channel.finishAndReleaseAll();
        assertThat(memory.metric().usedDirectMemory()).as("bytes not released").isZero();
        return new Decoded(messages, violation);
    }

    static Session sessionOnce(byte[] opening, List<byte[]> segments) {
        Map<String, Long> before = new HashMap<>(RtmpPipeline.violations());
        List<String> ended = new ArrayList<>();
        EmbeddedRelay relay = new EmbeddedRelay();
        EmbeddedClient player = relay.player("a");
        relay.gate.playRequests.clear();
        EmbeddedClient client = relay.accept().send(opening);
        segments.forEach(client::send);
        List<String> said = client.heard();
        List<String> relayed = player.media();
        boolean open = client.isOpen();
        client.close();
        relay.gate.publishEnds.forEach(end -> ended.add("publish " + end.cause() + " " + end.bytes()));
        List<String> asked = new ArrayList<>();
        relay.gate.publishRequests.forEach(each -> asked.add("publish " + each.streamKey() + " " + each.ticket()));
        relay.gate.playRequests.forEach(each -> asked.add("play " + each.streamKey() + " " + each.ticket()));
        relay.close();
        return new Session(said, relayed, asked, ended, open, violation(before));
    }

    /** The violation that has been counted since. */
    static @Nullable String violation(Map<String, Long> before) {
        for (Map.Entry<String, Long> now : RtmpPipeline.violations().entrySet()) {
            if (!now.getValue().equals(before.get(now.getKey()))) {
                return now.getKey();
            }
        }
        return null;
    }
}
