package io.parley.bench.relay;

import io.netty.channel.embedded.EmbeddedChannel;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.rtmp.RtmpPipeline;
import io.parley.relay.rtmp.RtmpWireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * A second of one call through the relay, from the bytes of its publisher to the bytes for its players, without sockets: how many
 * such seconds a core does per second is how many such streams it could carry at most.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class RelayBenchmark {

    /** Bytes that a socket gives at a time. */
    private static final int READ = 16 << 10;

    @Param({"0", "1", "10"})
    public int players;

    private final byte[] second = RtmpRecording.second();
    private final List<EmbeddedChannel> playing = new ArrayList<>();
    private StreamHub hub;
    private EmbeddedChannel publisher;

    @Setup(Level.Trial)
    public void connect() {
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
        publisher = connection(RtmpRecording.publisher("call"));
        for (int i = 0; i < players; i++) {
            playing.add(connection(RtmpRecording.player("call")));
        }
        if (hub.publications() != 1 || hub.playbacks() != players) {
            throw new IllegalStateException(hub.publications() + " publishers, " + hub.playbacks() + " players");
        }
    }

    private EmbeddedChannel connection(byte[] hello) {
        EmbeddedChannel channel = new EmbeddedChannel();
        RtmpPipeline.install(channel, hub);
        receive(channel, hello);
        channel.runPendingTasks();
        channel.releaseOutbound();
        return channel;
    }

    @Benchmark
    public void secondOfACall() {
        receive(publisher, second);
        publisher.releaseOutbound();
    }

    private void receive(EmbeddedChannel from, byte[] bytes) {
        for (int at = 0; at < bytes.length; at += READ) {
            int length = Math.min(READ, bytes.length - at);
            from.writeInbound(from.alloc().directBuffer(length).writeBytes(bytes, at, length));
            for (EmbeddedChannel player : playing) {
                player.runPendingTasks();
                player.releaseOutbound();
            }
        }
    }

    @TearDown(Level.Trial)
    public void check() {
        long in = hub.bytesIn();
        long out = hub.bytesOut();
        publisher.finishAndReleaseAll();
        playing.forEach(EmbeddedChannel::finishAndReleaseAll);
        // A player that skips frames is quicker; that would not count. A little may be on its way, and headers count
        // once per
        // player.
        if (in == 0 || (players > 0 && Math.abs((double) out / in / players - 1) > 0.01)) {
            throw new IllegalStateException(in + " bytes came in, " + out + " went out to " + players + " players");
        }
    }
}
