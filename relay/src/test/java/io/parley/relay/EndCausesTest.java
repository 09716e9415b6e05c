package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.rtmp.RtmpClient;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every accepted id ends once, with the cause that came first. */
class EndCausesTest extends RelayFixture {

    @AfterEach
    void noSecondEnd() {
        relay.close();
        assertThat(gate.publishEnds).isEmpty();
        assertThat(gate.playEnds).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deleteStream", "closeStream", "FCUnpublish"})
    void s14_publisherSaysGoodbye(String command) throws IOException {
        try (RtmpClient publisher = publisher("a")) {
            publisher.audio(0, 1);
            publisher.command(0, command, 6, null, 1.0);
            publisher.command(0, "deleteStream", 7, null, 1.0);
            MediaEnd end = RecordingGate.await(gate.publishEnds);
            assertThat(end.cause()).isEqualTo(EndCause.CLIENT);
            assertThat(end.id()).isEqualTo(gate.lastId());
            assertThat(end.bytes()).as("payload only").isEqualTo(6);
        }
    }

    @Test
    void s14_publisherCloses() throws IOException {
        publisher("a").close();
        assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.CONNECTION_LOST);
    }

    @Test
    void s14_publisherResets() throws IOException {
        publisher("a").reset();
        assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.CONNECTION_LOST);
    }

    @Test
    void s14_silentPublisherIsTakenForGone() throws IOException {
        restart(config().with(RelaySetting.DEAD_PEER_MS, 1_000));
        try (RtmpClient publisher = publisher("a")) {
            assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.DEAD_PEER);
            publisher.rest();
        }
    }

    @Test
    void publisherBreaksTheProtocol() throws IOException {
        try (RtmpClient publisher = publisher("a")) {
            publisher.raw(new byte[] {(byte) 0xC0 | 9, 1, 2, 3});
            assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.PROTOCOL_ERROR);
            publisher.rest();
        }
    }

    @Test
    void publicationIsClosedByCommand() throws IOException {
        try (RtmpClient publisher = publisher("a")) {
            long id = gate.lastId();
            assertThat(relay.closePublication(id)).isTrue();
            assertThat(relay.closePublication(id)).isFalse();
            assertThat(relay.closePlayback(id)).isFalse();
            assertThat(RecordingGate.await(gate.publishEnds)).satisfies(end -> {
                assertThat(end.id()).isEqualTo(id);
                assertThat(end.cause()).isEqualTo(EndCause.COMMANDED);
            });
            assertThat(publisher.awaitName("NetStream.")).isEqualTo("NetStream.Publish.Denied");
            assertThat(publisher.next()).isNull();
        }
    }

    @Test
    void playbackIsClosedByCommandAndThePublisherStays() throws IOException {
        try (RtmpClient publisher = publisher("a");
                RtmpClient player = player("a")) {
            publisher.audio(0, 1);
            player.media(1);
            assertThat(relay.closePlayback(gate.lastId())).isTrue();
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.COMMANDED);
            assertThat(player.awaitName("NetStream.")).isEqualTo("NetStream.Play.UnpublishNotify");
            assertThat(relay.statistics().publications()).isEqualTo(1);
            publisher.close();
            RecordingGate.await(gate.publishEnds);
        }
    }

    @Test
    void p15_playerCutOffWhileItIsCaughtUpEndsOnceAndTheOthersGoOn() throws Exception {
        try (RtmpClient publisher = publisher("a");
                RtmpClient other = player("a")) {
            publisher.videoHeader(0, 0);
            publisher.key(0, 1, 500_000);
            for (int i = 2; i < 40; i++) {
                publisher.frame(i * 40, i, 50_000);
            }
            publisher.sync();
            try (RtmpClient joining = new RtmpClient(relay.port(), 4_096)) {
                joining.play("a");
                while (relay.statistics().playbacks() < 2) {
                    Thread.sleep(1);
                }
                // Two megabytes of group of pictures are on their way into a socket that takes four kilobytes.
                assertThat(relay.closePlayback(gate.lastId())).isTrue();
                assertThat(relay.closePlayback(gate.lastId())).isFalse();
                assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.COMMANDED);
            }
            assertThat(other.media(40)).hasSize(40);
            publisher.close();
            RecordingGate.await(gate.publishEnds);
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.STREAM_ENDED);
        }
    }

    @Test
    void endOfThePublisherEndsItsPlayersAfterTheLastFrame() throws IOException {
        try (RtmpClient player = player("a")) {
            try (RtmpClient publisher = publisher("a")) {
                publisher.key(0, 1, 500_000);
                publisher.audio(5, 2);
                publisher.command(0, "deleteStream", 7, null, 1.0);
                RecordingGate.await(gate.publishEnds);
            }
            assertThat(player.media(2)).hasSize(2);
            assertThat(player.nextButPing().name()).isEqualTo("NetStream.Play.UnpublishNotify");
            assertThat(player.next().name()).isEqualTo("event 1");
            assertThat(player.next()).isNull();
            MediaEnd end = RecordingGate.await(gate.playEnds);
            assertThat(end.cause()).isEqualTo(EndCause.STREAM_ENDED);
            assertThat(end.bytes()).as("payload only").isEqualTo(9 + 500_000 + 6);
        }
    }

    @Test
    void playerCloses() throws IOException {
        try (RtmpClient publisher = publisher("a")) {
            RtmpClient player = player("a");
            publisher.audio(0, 1);
            player.media(1);
            player.close();
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.CONNECTION_LOST);
        }
        RecordingGate.await(gate.publishEnds);
    }

    @Test
    void acceptanceAfterTheTimeoutIsEndedAtOnce() throws IOException {
        restart(config().with(RelaySetting.GATE_TIMEOUT_MS, 600));
        BlockingQueue<GateReply> replies = new LinkedBlockingQueue<>();
        gate.onPublish = (request, reply) -> replies.add(reply);
        try (RtmpClient publisher = client()) {
            assertThat(publisher.publish("a")).isEqualTo("NetStream.Publish.Denied");
            GateReply reply = RecordingGate.await(replies);
            reply.accept(7);
            reply.accept(8);
            reply.refuse(GateRefusal.DENIED);
            assertThat(RecordingGate.await(gate.publishEnds).id()).isEqualTo(7);
            publisher.rest();
        }
    }

    @Test
    void acceptanceAfterTheClientHasGoneIsEndedAtOnce() throws Exception {
        BlockingQueue<GateReply> replies = new LinkedBlockingQueue<>();
        gate.onPlay = (request, reply) -> replies.add(reply);
        RtmpClient player = player("a");
        GateReply reply = RecordingGate.await(replies);
        player.reset();
        while (relay.statistics().connections() > 0) {
            Thread.sleep(10);
        }
        reply.accept(9);
        MediaEnd end = RecordingGate.await(gate.playEnds);
        assertThat(end.id()).isEqualTo(9);
        assertThat(end.cause()).isEqualTo(EndCause.CONNECTION_LOST);
    }

    @Test
    void onlyTheFirstAnswerCounts() throws IOException {
        gate.onPublish = (request, reply) -> {
            reply.accept(5);
            reply.accept(6);
            reply.refuse(GateRefusal.DENIED);
        };
        publisher("a").close();
        assertThat(RecordingGate.await(gate.publishEnds).id()).isEqualTo(5);
    }

    @Test
    void gateThatThrowsRefuses() throws IOException {
        gate.onPublish = (request, reply) -> {
            throw new IllegalStateException("on purpose");
        };
        try (RtmpClient publisher = client()) {
            assertThat(publisher.publish("a")).isEqualTo("NetStream.Publish.Denied");
        }
    }

    @Test
    void p15_shutdownEndsEverythingOnceAndLateAnswersToo() throws IOException {
        BlockingQueue<GateReply> replies = new LinkedBlockingQueue<>();
        try (RtmpClient publisher = publisher("a");
                RtmpClient player = player("a");
                RtmpClient asking = client()) {
            gate.onPublish = (request, reply) -> replies.add(reply);
            asking.connect("live");
            asking.command(0, "createStream", 4, (Object) null);
            asking.command(1, "publish", 5, null, "b", "live");
            GateReply late = RecordingGate.await(replies);
            relay.close();
            assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.SHUTDOWN);
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.SHUTDOWN);
            late.accept(77);
            assertThat(RecordingGate.await(gate.publishEnds)).satisfies(end -> {
                assertThat(end.id()).isEqualTo(77);
                assertThat(end.cause()).isEqualTo(EndCause.SHUTDOWN);
            });
            publisher.rest();
            player.rest();
        }
    }

    @Test
    void takenPortIsReported() {
        RelayConfig taken = with(RelayConfig.forCalls("127.0.0.1", relay.port()), 400, 3_000, 5_000);
        assertThatThrownBy(() -> RelayServer.start(taken, gate)).isInstanceOf(IOException.class);
    }
}
