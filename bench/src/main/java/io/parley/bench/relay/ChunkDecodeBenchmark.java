package io.parley.bench.relay;

import io.netty.channel.embedded.EmbeddedChannel;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.rtmp.RtmpPipeline;
import io.parley.relay.rtmp.RtmpWireFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A second of one call taken apart, by the size of its chunks and of what sockets give at a time: from bytes to messages in the
 * stream's log, without players. {@code bytes} is what was decoded; what was allocated for it, {@code -prof gc} tells.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ChunkDecodeBenchmark {

    @Param({"128", "4096", "60000"})
    public int chunk;

    @Param({"1460", "16384"})
    public int read;

    private byte[] second;
    private StreamHub hub;
    private EmbeddedChannel publisher;

    /** Counts beside the seconds. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Decoded {
        public long bytes;
    }

    @Setup(Level.Trial)
    public void connect() {
        second = RtmpRecording.second(chunk);
        hub = new StreamHub(
                RelayConfig.forCalls("127.0.0.1", 0)
                        .with(RelaySetting.AUDIO_WINDOW_MS, 0)
                        .with(RelaySetting.PUBLISHER_GRACE_MS, 0)
                        // A second is fed again and again, far faster than a publisher may send.
                        .with(RelaySetting.MESSAGES_PER_SECOND, 0)
                        .with(RelaySetting.PUBLISHER_KBITS, 0),
                new OpenGate(),
                RtmpWireFormat.INSTANCE,
                System::nanoTime);
        publisher = new EmbeddedChannel();
        RtmpPipeline.install(publisher, hub);
        receive(RtmpRecording.publisher("call", chunk));
        publisher.runPendingTasks();
        publisher.releaseOutbound();
        if (hub.publications() != 1) {
            throw new IllegalStateException("does not publish");
        }
    }

    @Benchmark
    public void secondOfACall(Decoded decoded) {
        receive(second);
        publisher.releaseOutbound();
        decoded.bytes += second.length;
    }

    private void receive(byte[] bytes) {
        for (int at = 0; at < bytes.length; at += read) {
            int length = Math.min(read, bytes.length - at);
            publisher.writeInbound(publisher.alloc().directBuffer(length).writeBytes(bytes, at, length));
        }
    }

    @TearDown(Level.Trial)
    public void check() {
        boolean isAlive = publisher.isActive() && hub.bytesIn() > 0;
        publisher.finishAndReleaseAll();
        if (!isAlive) {
            throw new IllegalStateException("the relay has closed the connection");
        }
    }
}
