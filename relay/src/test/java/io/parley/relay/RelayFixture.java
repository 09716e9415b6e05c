package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.rtmp.RtmpClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A relay on a free port for each test, with its gate; afterwards nothing may be open or leaked. */
public abstract class RelayFixture {

    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    static {
        ByteBufUtil.setLeakListener((type, records) -> LEAKS.add(type + "\n" + records));
    }

    protected final RecordingGate gate = new RecordingGate();
    /** The threads that this test's relays start: other tests have relays of their own meanwhile. */
    private final ThreadGroup threads =
            new ThreadGroup("relays of " + getClass().getSimpleName());

    protected RelayServer relay;

    /** Limits that no test reaches because the machine is busy; a test that waits for one sets it shorter. */
    protected RelayConfig config() {
        RelayConfig calls = RelayConfig.forCalls("127.0.0.1", 0);
        return with(calls, calls.get(RelaySetting.SOFT_LAG_MS), calls.get(RelaySetting.HARD_LAG_MS), 5_000);
    }

    protected static RelayConfig with(RelayConfig from, int softLagMs, int hardLagMs, int stallMaxMs) {
        return from.with(RelaySetting.HANDSHAKE_DEADLINE_MS, 60_000)
                .with(RelaySetting.GATE_TIMEOUT_MS, 60_000)
                .with(RelaySetting.DEAD_PEER_MS, 60_000)
                .with(RelaySetting.PING_INTERVAL_MS, 300)
                .with(RelaySetting.PUBLISHER_GRACE_MS, 0)
                .with(RelaySetting.PLAY_WAIT_MS, 60_000)
                .with(RelaySetting.SOFT_LAG_MS, softLagMs)
                .with(RelaySetting.HARD_LAG_MS, hardLagMs)
                .with(RelaySetting.STALL_MAX_MS, stallMaxMs)
                .with(RelaySetting.REFUSED_TICKETS_PER_MINUTE, 0)
                // Most tests push faster than real time.
                .with(RelaySetting.MESSAGES_PER_SECOND, 0)
                .with(RelaySetting.PUBLISHER_KBITS, 0)
                .with(RelaySetting.EVENT_LOOPS, 2);
    }

    @BeforeEach
    void start() throws IOException {
        relay = start(config(), System::nanoTime);
    }

    @AfterEach
    void stop() throws InterruptedException {
        relay.close();
        assertThat(relay.statistics().connections()).isZero();
        assertThat(relay.statistics().publications()).isZero();
        assertThat(relay.statistics().playbacks()).isZero();
        assertThat(relay.connections().active()).isZero();
        assertThat(relay.connections().closed().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .as("closed for some reason")
                .isEqualTo(relay.connections().accepted());
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getThreadGroup() == threads && thread.getName().startsWith("parley-relay")) {
                // It has reported its end but may still be on the way out.
                thread.join(Patience.MILLIS);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    /** Once for each class: a collection stops the tests of all classes. */
    @AfterAll
    static void nothingHasLeaked() throws InterruptedException {
        System.gc();
        Thread.sleep(20);
        // The detector reports when the next buffers are made.
        for (int i = 0; i < 10; i++) {
            ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(16);
            buffer.release();
        }
        assertThat(LEAKS).isEmpty();
    }

    /** For tests of other settings than their class has. */
    protected void restart(RelayConfig other) throws IOException {
        restart(other, System::nanoTime);
    }

    /** For tests that move the time themselves. */
    protected void restart(RelayConfig other, LongSupplier ticker) throws IOException {
        relay.close();
        relay = start(other, ticker);
    }

    private RelayServer start(RelayConfig settings, LongSupplier ticker) throws IOException {
        FutureTask<RelayServer> started = new FutureTask<>(() -> RelayServer.start(settings, gate, ticker));
        new Thread(threads, started, "start").start();
        try {
            return started.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    protected RtmpClient client() throws IOException {
        return new RtmpClient(relay.port());
    }

    protected RtmpClient publisher(String key) throws IOException {
        RtmpClient client = client();
        assertThat(client.publish(key)).isEqualTo("NetStream.Publish.Start");
        return client;
    }

    /** A player that has asked and, if the gate accepts at once, joined. */
    protected RtmpClient player(String key) throws IOException {
        RtmpClient client = client();
        client.play(key);
        RecordingGate.await(gate.playRequests);
        client.sync();
        return client;
    }
}
