package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.rtmp.RtmpClient;
import io.parley.relay.statistics.CloseReason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Clients that send more than they may. */
class RateLimitsTest extends RelayFixture {

    private static final int N = 60;

    @Override
    protected RelayConfig config() {
        return super.config().with(RelaySetting.PUBLISHER_GRACE_MS, 10_000);
    }

    @Test
    void soManyMessagesInASecondAreFineAndOneMoreEndsThePublisher() throws Exception {
        restart(config().with(RelaySetting.MESSAGES_PER_SECOND, N));
        try (RtmpClient publisher = publisher("a")) {
            for (int second = 0; second < 2; second++) {
                Thread.sleep(1_100);
                for (int i = 0; i < N - 1; i++) {
                    publisher.audio(i, i);
                }
                publisher.sync();
            }
            Thread.sleep(1_100);
            for (int i = 0; i < N + 1; i++) {
                publisher.audio(i, i);
            }
            expectEnd(publisher);
        }
    }

    @Test
    void smallChunksCountWhateverTheirMessages() throws Exception {
        restart(config().with(RelaySetting.MESSAGES_PER_SECOND, N));
        try (RtmpClient publisher = publisher("a")) {
            Thread.sleep(1_100);
            publisher.send(2, 1, 0, 0, Unpooled.copyInt(1));
            ByteBuf chunks = Unpooled.buffer().writeByte(6).writeMedium(0).writeMedium(200_000);
            chunks.writeByte(9).writeIntLE(1).writeByte(0x17);
            for (int i = 1; i < 200_000; i++) {
                chunks.writeByte(0xC6).writeByte(1);
            }
            publisher.raw(ByteBufUtil.getBytes(chunks));
            expectEnd(publisher);
        }
    }

    @Test
    void messagesWithinAggregatesCount() throws Exception {
        restart(config().with(RelaySetting.MESSAGES_PER_SECOND, N));
        try (RtmpClient publisher = publisher("a")) {
            Thread.sleep(1_100);
            publisher.send(4, 22, 0, 1, aggregate(N - 2));
            publisher.sync();
            Thread.sleep(1_100);
            publisher.send(4, 22, 0, 1, aggregate(N));
            expectEnd(publisher);
        }
    }

    @Test
    void soManyCommandsInASecondAreFineAndOneMoreEndsThePlayer() throws Exception {
        restart(config().with(RelaySetting.COMMANDS_PER_SECOND, N));
        try (RtmpClient publisher = publisher("a");
                RtmpClient player = player("a")) {
            publisher.audio(0, 1);
            player.media(1);
            for (int second = 0; second < 2; second++) {
                Thread.sleep(1_100);
                for (int i = 0; i < N - 1; i++) {
                    player.command(1, "nothing", 0, (Object) null);
                }
                player.sync();
                for (int i = 0; i < 3 * N; i++) {
                    publisher.audio(i, i);
                }
            }
            Thread.sleep(1_100);
            for (int i = 0; i < N + 1; i++) {
                player.command(1, "nothing", 0, (Object) null);
            }
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.LIMIT_EXCEEDED);
            player.rest();
            awaitCounted();
            assertThat(relay.statistics().publications())
                    .as("media is no command")
                    .isEqualTo(1);
        }
    }

    @Test
    void framesOfAWebSocketPlayerCountAsCommands() throws Exception {
        restart(config().with(RelaySetting.COMMANDS_PER_SECOND, N));
        BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + relay.port() + "/live/a.flv"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
                        closes.add(status);
                        return null;
                    }
                })
                .get();
        RecordingGate.await(gate.playRequests);
        for (int i = 0; i < N - 1; i++) {
            socket.sendPing(ByteBuffer.allocate(4)).get();
        }
        assertThat(gate.playEnds).isEmpty();
        Thread.sleep(1_100);
        try {
            for (int i = 0; i < N + 1; i++) {
                socket.sendPing(ByteBuffer.allocate(4)).get();
            }
        } catch (java.util.concurrent.ExecutionException closed) {
            // It was quick.
        }
        assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.LIMIT_EXCEEDED);
        assertThat(RecordingGate.await(closes)).isEqualTo(1008);
        awaitCounted();
    }

    @Test
    void publisherAboveItsBitrateIsToldAndNotWaitedFor() throws Exception {
        restart(config().with(RelaySetting.PUBLISHER_KBITS, 100));
        try (RtmpClient publisher = publisher("a")) {
            publisher.key(0, 1, 120_000);
            publisher.sync();
            Thread.sleep(300);
            assertThat(gate.publishEnds).isEmpty();
            publisher.frame(40, 2, 5_000);
            expectEnd(publisher);
        }
    }

    private void expectEnd(RtmpClient publisher) throws Exception {
        MediaEnd end = RecordingGate.await(gate.publishEnds);
        assertThat(end.cause()).isEqualTo(EndCause.LIMIT_EXCEEDED);
        assertThat(publisher.awaitName("NetStream.")).isEqualTo("NetStream.Publish.Denied");
        assertThat(publisher.next()).isNull();
        awaitCounted();
    }

    private void awaitCounted() throws InterruptedException {
        for (int i = 0; i < Patience.MILLIS / 10 && relay.connections().closed(CloseReason.TOO_FAST) == 0; i++) {
            Thread.sleep(10);
        }
        assertThat(relay.connections().closed(CloseReason.TOO_FAST)).isEqualTo(1);
    }

    private static ByteBuf aggregate(int messages) throws IOException {
        ByteBuf body = Unpooled.buffer();
        for (int i = 0; i < messages; i++) {
            body.writeByte(8).writeMedium(6).writeMedium(i).writeByte(0).writeMedium(0);
            body.writeShort(0xAF01).writeInt(i).writeInt(17);
        }
        return body;
    }
}
