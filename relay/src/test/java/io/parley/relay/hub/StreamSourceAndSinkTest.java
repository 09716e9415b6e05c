package io.parley.relay.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.parley.relay.RecordingGate;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.flv.FlvWireFormat;
import io.parley.relay.gate.EndCause;
import io.parley.relay.rtmp.RtmpWireFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sources that are no publisher's connection and sinks that are neither player nor recording, without a socket. */
class StreamSourceAndSinkTest {

    private final RelayConfig config = RelayConfig.forCalls("127.0.0.1", 0).with(RelaySetting.AUDIO_WINDOW_MS, 0);
    private final StreamHub hub = new StreamHub(config, new RecordingGate(), RtmpWireFormat.INSTANCE, System::nanoTime);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void sinkGetsWhatASourceFeedsAndIsToldOfItsEnd() {
        CountingSource source = new CountingSource();
        StreamFeed feed = hub.streams().publish("pulled@7", source, channel.eventLoop());
        CollectingSink sink = hub.streams().join("pulled@7", FlvWireFormat.PLAIN, CollectingSink::new);

        feed.append(MediaKind.VIDEO_KEY, 0, Unpooled.wrappedBuffer(new byte[] {0x17, 1, 0, 0, 0, 1}));
        feed.append(MediaKind.VIDEO, 40, Unpooled.wrappedBuffer(new byte[] {0x27, 1, 0, 0, 0, 2}));
        feed.readComplete();

        assertThat(source.bytes).isEqualTo(12);
        assertThat(sink.wakeups).isEqualTo(1);
        assertThat(sink.kinds).containsExactly(MediaKind.VIDEO_KEY, MediaKind.VIDEO);
        feed.end();
        assertThat(sink.ends).isEqualTo(1);
        assertThat(sink.subscription.isEnded()).isTrue();
        sink.subscription.leave(sink);
    }

    @Test
    void newerSourceEndsTheOlderOneAndTheSinkGoesOn() {
        CountingSource older = new CountingSource();
        CountingSource newer = new CountingSource();
        StreamFeed first = hub.streams().publish("a@0", older, channel.eventLoop());
        CollectingSink sink = hub.streams().join("a@0", FlvWireFormat.PLAIN, CollectingSink::new);
        StreamFeed second = hub.streams().publish("a@0", newer, channel.eventLoop());

        assertThat(older.causes).containsExactly(EndCause.REPLACED);
        assertThat(sink.ends).isEqualTo(1);
        first.append(MediaKind.AUDIO, 0, Unpooled.wrappedBuffer(new byte[] {(byte) 0xAF, 1, 9}));
        second.append(MediaKind.AUDIO, 20, Unpooled.wrappedBuffer(new byte[] {(byte) 0xAF, 1, 9}));
        second.readComplete();
        assertThat(sink.kinds).containsExactly(MediaKind.AUDIO);
        first.end();
        assertThat(sink.subscription.isEnded())
                .as("the older one has nothing to end")
                .isFalse();
        second.end();
        sink.subscription.leave(sink);
    }

    @Test
    void sourceIsEndedWhenTheRelayStops() {
        CountingSource source = new CountingSource();
        StreamFeed feed = hub.streams().publish("a@0", source, channel.eventLoop());
        hub.shutDown();
        assertThat(source.causes).containsExactly(EndCause.SHUTDOWN);
        feed.end();
    }

    private static final class CountingSource implements StreamSource {

        private final List<EndCause> causes = new ArrayList<>();
        private long bytes;

        @Override
        public void count(long more) {
            bytes += more;
        }

        @Override
        public boolean terminate(EndCause why) {
            return causes.add(why);
        }
    }

    private static final class CollectingSink implements StreamSink {

        private final StreamSubscription subscription;
        private final Wakeup wakeup = this::read;
        private final List<MediaKind> kinds = new ArrayList<>();
        private int wakeups;
        private int ends;

        CollectingSink(StreamSubscription subscription) {
            this.subscription = subscription;
            subscription.reader().moveToEdge();
        }

        @Override
        public Wakeup wakeup() {
            return wakeup;
        }

        @Override
        public void sourceEnded() {
            ends++;
        }

        private void read() {
            wakeups++;
            for (MediaKind kind = subscription.reader().peek();
                    kind != null;
                    kind = subscription.reader().peek()) {
                ByteBuf message = subscription.reader().message();
                kinds.add(kind);
                message.release();
                subscription.reader().pass();
            }
        }
    }
}
