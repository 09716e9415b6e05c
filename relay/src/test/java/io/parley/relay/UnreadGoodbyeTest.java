package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.rtmp.RtmpClient;
import io.parley.relay.transport.Transport;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A player that says goodbye and closes with media unread: its system answers by a reset, and the relay's next write fails before the
 * goodbye was read.
 */
class UnreadGoodbyeTest extends RelayFixture {

    private static final int SMALL = 4_096;
    private static final String CLOSE_FRAME = "\u0088\u0082\0\0\0\0\u0003\u00e8";

    private final CountDownLatch held = new CountDownLatch(1);

    @Override
    protected RelayConfig config() {
        return super.config().with(RelaySetting.EVENT_LOOPS, 1).with(RelaySetting.GATE_TIMEOUT_MS, 10_000);
    }

    static List<Transport> transports() {
        return Stream.of(Transport.EPOLL_RING, Transport.EPOLL, Transport.NIO).toList();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void s14_theGoodbyeCountsThoughAWriteFailsBeforeItIsRead(Transport transport) throws Exception {
        restart(config().with(transport));
        try (RtmpClient publisher = publisher("a")) {
            RtmpClient player = new RtmpClient(relay.port(), SMALL);
            player.play("a");
            RecordingGate.await(gate.playRequests);
            player.sync();
            moreThanThePlayerTakes(publisher);
            holdTheLoop();
            player.command(0, "deleteStream", 7, null, 1.0);
            player.close();
            publisher.frame(2_000, 3, 1_000);
            held.countDown();
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.CLIENT);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aCloseFrameCountsThoughAWriteFailsBeforeItIsRead(Transport transport) throws Exception {
        restart(config().with(transport));
        try (RtmpClient publisher = publisher("a")) {
            RawClient player = new RawClient(relay.port());
            player.socket.setReceiveBufferSize(SMALL);
            player.send("GET /live/a.flv HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            RecordingGate.await(gate.playRequests);
            moreThanThePlayerTakes(publisher);
            holdTheLoop();
            player.send(CLOSE_FRAME);
            player.close();
            publisher.frame(2_000, 3, 1_000);
            held.countDown();
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.CLIENT);
        }
    }

    private void moreThanThePlayerTakes(RtmpClient publisher) throws Exception {
        publisher.videoHeader(0, 0);
        publisher.key(0, 1, 3_000_000);
        publisher.frame(1_500, 2, 1_000_000);
        publisher.sync();
    }

    /** The only event loop stands still until {@link #held} is open. */
    private void holdTheLoop() throws Exception {
        CountDownLatch holding = new CountDownLatch(1);
        gate.onPublish = (request, reply) -> {
            holding.countDown();
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            reply.refuse(GateRefusal.DENIED);
        };
        RtmpClient holder = client();
        holder.connect("live");
        holder.command(1, "publish", 3, null, "b", "live");
        holding.await();
        gate.publishRequests.clear();
    }
}
