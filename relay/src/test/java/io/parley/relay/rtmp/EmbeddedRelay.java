package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.parley.relay.RecordingGate;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.Grant;
import io.parley.relay.gate.PlaybackStart;
import io.parley.relay.http.HttpPipeline;
import io.parley.relay.hub.StreamHub;
import java.util.ArrayList;
import java.util.List;

/**
 * The real pipeline and the real hub without sockets, with a clock that goes when told. Closing it fails when anything
 * is open or any buffer was not released: memory is counted, so it does not take a garbage collection to notice.
 */
final class EmbeddedRelay implements AutoCloseable {

    /** Whatever is meant to delay, join or reorder media for a while would only hide what is tested here. */
    static final RelayConfig CONFIG = RelayConfig.forCalls("", 0)
            .with(RelaySetting.AUDIO_WINDOW_MS, 0)
            .with(RelaySetting.PUBLISHER_GRACE_MS, 0)
            // The clock stands still while a transcript is fed.
            .with(RelaySetting.MESSAGES_PER_SECOND, 0)
            .with(RelaySetting.COMMANDS_PER_SECOND, 0)
            .with(RelaySetting.PUBLISHER_KBITS, 0);

    final RecordingGate gate = new RecordingGate();
    final StreamHub hub = new StreamHub(CONFIG, gate, RtmpWireFormat.INSTANCE, () -> this.nanos);

    private final UnpooledByteBufAllocator memory;
    private final long unpooledBefore = unpooled();
    private final List<EmbeddedClient> clients = new ArrayList<>();
    private long nanos = 1_000_000_000;

    EmbeddedRelay() {
        this(new UnpooledByteBufAllocator(true));
    }

    EmbeddedRelay(UnpooledByteBufAllocator memory) {
        this.memory = memory;
        gate.onPlay = (request, reply) -> reply.accept(new Grant(gate.nextId(), 0, PlaybackStart.SMOOTH, false));
    }

    /** A connection of which nothing has been read yet. */
    EmbeddedClient accept() {
        EmbeddedClient client = new EmbeddedClient(this, memory);
        clients.add(client);
        return client;
    }

    /** A connection of which nothing has been read yet, and which began as HTTP does. */
    EmbeddedClient acceptHttp() {
        EmbeddedClient client = new EmbeddedClient(this, memory, HttpPipeline::install);
        clients.add(client);
        return client;
    }

    /** A connection that has shaken hands. */
    EmbeddedClient connect() {
        return accept().shakeHands();
    }

    EmbeddedClient publisher(String key) {
        return connect().send(new Wire().publish(key));
    }

    EmbeddedClient player(String key) {
        return connect().send(new Wire().play(key));
    }

    /** Lets every connection do what is due. */
    void settle() {
        for (int round = 0; round < 3; round++) {
            clients.forEach(EmbeddedClient::run);
        }
    }

    void advance(long millis) {
        nanos += millis * 1_000_000;
        clients.forEach(client -> client.advance(millis));
        settle();
    }

    /** Memory that connections hold, in bytes. */
    long memory() {
        return memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory();
    }

    private static long unpooled() {
        return UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    @Override
    public void close() {
        clients.forEach(EmbeddedClient::close);
        settle();
        assertThat(hub.publications()).as("publications left").isZero();
        assertThat(hub.playbacks()).as("playbacks left").isZero();
        clients.forEach(EmbeddedClient::discard);
        assertThat(memory()).as("bytes of connections not released").isZero();
        assertThat(unpooled()).as("bytes of streams not released").isEqualTo(unpooledBefore);
    }
}
