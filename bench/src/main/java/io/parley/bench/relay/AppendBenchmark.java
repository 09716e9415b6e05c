package io.parley.bench.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.MediaProtocol;
import io.parley.relay.hub.MediaKind;
import io.parley.relay.hub.MediaSession;
import io.parley.relay.hub.PublisherConnection;
import io.parley.relay.hub.StreamAddress;
import io.parley.relay.hub.StreamFeed;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.rtmp.RtmpWireFormat;
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

/** One frame into a stream's log, which forgets old ones meanwhile. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AppendBenchmark {

    private static final int KEY_FRAME_EVERY = 30;
    private static final int FRAME_MS = 66;

    @Param({"200", "6000"})
    public int bytes;

    private final Publisher publisher = new Publisher();
    private StreamHub hub;
    private StreamFeed feed;
    private ByteBuf body;
    private int count;

    @Setup(Level.Trial)
    public void publish() {
        hub = new StreamHub(
                RelayConfig.forCalls("127.0.0.1", 0)
                        .with(RelaySetting.AUDIO_WINDOW_MS, 0)
                        .with(RelaySetting.PUBLISHER_GRACE_MS, 0),
                new OpenGate(),
                RtmpWireFormat.INSTANCE,
                System::nanoTime);
        hub.authorizePublish(new StreamAddress("call", null, null), MediaProtocol.RTMP, publisher);
        publisher.channel.runPendingTasks();
        feed = publisher.feed;
        body = Unpooled.directBuffer(bytes).writeZero(bytes);
    }

    @Benchmark
    public void frame() {
        MediaKind kind = count % KEY_FRAME_EVERY == 0 ? MediaKind.VIDEO_KEY : MediaKind.VIDEO;
        feed.append(kind, count++ * FRAME_MS, body);
    }

    @TearDown(Level.Trial)
    public void end() {
        publisher.session.end(EndCause.CLIENT);
        publisher.channel.finishAndReleaseAll();
        body.release();
        if (hub.bytesIn() != (long) count * bytes) {
            throw new IllegalStateException(count + " frames, " + hub.bytesIn() + " bytes");
        }
    }

    private static final class Publisher implements PublisherConnection {

        private final EmbeddedChannel channel = new EmbeddedChannel();
        private MediaSession session;
        private StreamFeed feed;

        @Override
        public Channel channel() {
            return channel;
        }

        @Override
        public void opened(MediaSession accepted, StreamFeed opened) {
            session = accepted;
            feed = opened;
        }

        @Override
        public void refused(GateRefusal refusal) {
            throw new IllegalStateException(refusal.toString());
        }

        @Override
        public void ended(EndCause cause) {
            // by its own doing
        }
    }
}
