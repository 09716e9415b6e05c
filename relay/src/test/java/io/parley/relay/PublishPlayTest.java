package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import io.parley.relay.gate.Grant;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.gate.MediaProtocol;
import io.parley.relay.gate.MediaRequest;
import io.parley.relay.rtmp.RtmpClient;
import io.parley.relay.rtmp.RtmpClient.Message;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PublishPlayTest extends RelayFixture {

    /** These tests push faster than real time and read one player after the other: no player is slow here. */
    @Override
    protected RelayConfig config() {
        return with(super.config(), 20_000, 30_000, 30_000);
    }

    @Test
    void publisherIsAnsweredInTheOrderClientsExpect() throws IOException {
        try (RtmpClient client = client()) {
            client.connect("live");
            client.command(0, "releaseStream", 2, null, "a");
            client.command(0, "FCPublish", 3, null, "a");
            client.command(0, "createStream", 4, (Object) null);
            client.command(1, "publish", 5, null, "a?ticket=t%2B1", "live");
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                names.add(client.nextButPing().name());
            }
            assertThat(names)
                    .containsExactly(
                            "type 5",
                            "type 6",
                            "NetConnection.Connect.Success",
                            "_result",
                            "_result",
                            "_result",
                            "event 0",
                            "NetStream.Publish.Start");
            MediaRequest request = RecordingGate.await(gate.publishRequests);
            assertThat(request).isEqualTo(new MediaRequest("a", "t+1", MediaProtocol.RTMP, "127.0.0.1", null, false));
        }
    }

    @Test
    void nothingIsAnsweredBeforeTheGateHasAndParkedMediaIsRelayedAfter() throws IOException {
        BlockingQueue<GateReply> replies = new LinkedBlockingQueue<>();
        gate.onPublish = (request, reply) -> replies.add(reply);
        try (RtmpClient publisher = client();
                RtmpClient player = player("a")) {
            publisher.connect("live");
            publisher.command(0, "createStream", 4, (Object) null);
            publisher.command(1, "publish", 5, null, "a", "live");
            publisher.videoHeader(0, 1);
            publisher.key(0, 2, 100);
            GateReply reply = RecordingGate.await(replies);
            assertThat(publisher.awaitName("_result")).isNotNull();
            assertThat(relay.statistics().publications()).isZero();
            reply.accept(gate.nextId());
            assertThat(publisher.awaitName("NetStream.")).isEqualTo("NetStream.Publish.Start");
            assertThat(player.media(2)).hasSize(2);
        }
    }

    @Test
    void playerGetsStatusThenMetadataThenHeadersThenMediaFromTheKeyFrame() throws IOException {
        try (RtmpClient publisher = publisher("a")) {
            publisher.metadata("width", 320.0);
            publisher.videoHeader(0, 1);
            publisher.audioHeader(0);
            publisher.key(0, 2, 10);
            publisher.audio(10, 3);
            publisher.frame(40, 4, 10);
            publisher.key(80, 5, 10);
            publisher.audio(85, 6);
            publisher.frame(120, 7, 10);
            awaitBytesIn(9);
            try (RtmpClient player = player("a?first=smooth")) {
                assertThat(player.awaitName("event 0")).isNotNull();
                List<String> names = new ArrayList<>();
                for (int i = 0; i < 9; i++) {
                    Message message = player.nextButPing();
                    names.add(message.isMedia() ? message.timestamp() + " " + mark(message) : message.name());
                }
                assertThat(names)
                        .containsExactly(
                                "NetStream.Play.Reset",
                                "NetStream.Play.Start",
                                "|RtmpSampleAccess",
                                "onMetaData",
                                "80 header",
                                "80 header",
                                "80 5",
                                "85 6",
                                "120 7");
                publisher.frame(160, 8, 10);
                assertThat(mark(player.media(1).get(0))).isEqualTo("8");
            }
        }
    }

    @Test
    void playerThatWaitsGetsEverything() throws IOException {
        try (RtmpClient player = player("a");
                RtmpClient publisher = publisher("a")) {
            publisher.audio(0, 1);
            publisher.videoHeader(0, 0);
            publisher.key(0, 2, 200_000);
            publisher.frame(40, 3, 70_000);
            assertThat(player.media(4)).extracting(PublishPlayTest::mark).containsExactly("1", "header", "2", "3");
        }
    }

    @Test
    void playerThatWaitsInVainIsToldAndTheGateToo() throws IOException {
        restart(config().with(RelaySetting.PLAY_WAIT_MS, 1_500));
        try (RtmpClient player = player("a")) {
            assertThat(player.awaitName("NetStream.")).isEqualTo("NetStream.Play.StreamNotFound");
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.STREAM_ENDED);
            assertThat(player.next()).isNull();
        }
    }

    @Test
    void p13_playersOfTheSameStreamGetTheSameMediaOverAnyCarrier() throws Exception {
        // A slow machine skips nothing here, and waits for all.
        restart(config().with(RelaySetting.SOFT_LAG_MS, 60_000)
                .with(RelaySetting.HARD_LAG_MS, 120_000)
                .with(RelaySetting.DEAD_PEER_MS, 120_000)
                .with(RelaySetting.PLAY_WAIT_MS, 120_000));
        ExecutorService readers = Executors.newCachedThreadPool();
        try (RtmpClient publisher = publisher("a")) {
            List<Future<List<String>>> received = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                RtmpClient player = player("a");
                received.add(readers.submit(() -> {
                    try (player) {
                        return player.media(201).stream()
                                .map(message -> body(message.type(), message.body()))
                                .toList();
                    }
                }));
                received.add(readers.submit(() -> overHttp(201)));
                RecordingGate.await(gate.playRequests);
            }
            publisher.videoHeader(0, 0);
            for (int i = 0; i < 100; i++) {
                publisher.audio(i * 20, i);
                if (i % 25 == 0) {
                    publisher.key(i * 20, i, 30_000);
                } else {
                    publisher.frame(i * 20, i, 1_000);
                }
            }
            List<String> expected = received.get(0).get(Patience.MILLIS, TimeUnit.MILLISECONDS);
            assertThat(expected).hasSize(201);
            for (Future<List<String>> each : received) {
                assertThat(each.get(Patience.MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(expected);
            }
        } finally {
            readers.shutdownNow();
        }
    }

    private List<String> overHttp(int count) throws IOException {
        URL url = new URL("http://127.0.0.1:" + relay.port() + "/live/a.flv");
        try (InputStream in = url.openStream()) {
            FlvStream flv = new FlvStream(in);
            List<String> all = new ArrayList<>();
            while (all.size() < count) {
                FlvStream.Tag tag = flv.next();
                all.add(body(tag.type(), tag.body()));
            }
            return all;
        }
    }

    private static String body(int type, byte[] body) {
        return type + " " + Arrays.hashCode(body);
    }

    @Test
    void p2_secondPublisherOfALiveStreamIsRefused() throws IOException {
        try (RtmpClient first = publisher("a");
                RtmpClient player = player("a")) {
            gate.onPublish = (request, reply) -> reply.refuse(GateRefusal.IN_USE);
            try (RtmpClient second = client()) {
                assertThat(second.publish("a")).isEqualTo("NetStream.Publish.BadName");
                assertThat(second.rest()).isEmpty();
            }
            first.audio(0, 1);
            assertThat(player.media(1)).hasSize(1);
            assertThat(gate.publishEnds).isEmpty();
            assertThat(relay.statistics().refused()).isEqualTo(1);
        }
    }

    @Test
    void p1_newerPublisherThatTheGateAcceptsTakesOverAndTimeGoesOn() throws IOException {
        try (RtmpClient player = player("a");
                RtmpClient first = publisher("a")) {
            long firstId = gate.lastId();
            first.audio(5_000, 1);
            assertThat(player.media(1).get(0).timestamp()).isEqualTo(5_000);
            try (RtmpClient second = publisher("a")) {
                assertThat(first.awaitName("NetStream.")).isEqualTo("NetStream.Publish.BadName");
                MediaEnd end = RecordingGate.await(gate.publishEnds);
                assertThat(end.id()).isEqualTo(firstId);
                assertThat(end.cause()).isEqualTo(EndCause.REPLACED);
                second.audio(0, 2);
                second.audio(23, 3);
                List<Message> media = player.media(2);
                assertThat(media).extracting(PublishPlayTest::mark).containsExactly("2", "3");
                assertThat(media.get(0).timestamp()).isBetween(5_001, 5_100);
                assertThat(media.get(1).timestamp() - media.get(0).timestamp()).isEqualTo(23);
                assertThat(gate.playEnds).isEmpty();
            }
        }
    }

    @Test
    void strangerWhoIsQuickerThanTheEndOfTheOldStreamIsNotShownToItsPlayers() throws IOException {
        gate.onPublish = (request, reply) -> reply.accept(new Grant(gate.nextId(), 1));
        gate.onPlay = (request, reply) -> reply.accept(new Grant(gate.nextId(), 1));
        try (RtmpClient player = player("a");
                RtmpClient first = publisher("a")) {
            long firstId = gate.lastId();
            first.audio(0, 1);
            assertThat(player.media(1)).extracting(PublishPlayTest::mark).containsExactly("1");
            gate.onPublish = (request, reply) -> reply.accept(new Grant(gate.nextId(), 2));
            try (RtmpClient stranger = publisher("a")) {
                stranger.audio(0, 9);
                first.audio(23, 2);
                assertThat(player.media(1)).extracting(PublishPlayTest::mark).containsExactly("2");
                assertThat(relay.closePublication(firstId)).isTrue();
                assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.STREAM_ENDED);
            }
        }
    }

    @Test
    void deniedPublisherIsToldAndClosed() throws IOException {
        gate.onPublish = (request, reply) -> reply.refuse(GateRefusal.DENIED);
        try (RtmpClient client = client()) {
            assertThat(client.publish("a")).isEqualTo("NetStream.Publish.Denied");
            assertThat(client.next()).isNull();
        }
    }

    @Test
    void refusedPlayerIsToldAndClosed() throws IOException {
        gate.onPlay = (request, reply) -> reply.refuse(GateRefusal.DENIED);
        try (RtmpClient client = player("a")) {
            assertThat(client.awaitName("NetStream.")).isEqualTo("NetStream.Play.StreamNotFound");
            assertThat(client.next()).isNull();
        }
    }

    @Test
    void otherApplicationsAreRejected() throws IOException {
        try (RtmpClient client = client()) {
            client.connect("vod");
            assertThat(client.awaitName("Net")).isEqualTo("NetConnection.Connect.Rejected");
            assertThat(client.next()).isNull();
        }
    }

    @Test
    void emptyStreamNameIsABadName() throws IOException {
        try (RtmpClient client = client()) {
            assertThat(client.publish("")).isEqualTo("NetStream.Publish.BadName");
        }
        assertThat(gate.publishRequests).isEmpty();
    }

    @Test
    void oneConnectionPublishesOneStreamAtATimeAndThenAnother() throws IOException {
        try (RtmpClient client = publisher("a")) {
            client.command(1, "closeStream", 0, (Object) null);
            assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.CLIENT);
            client.command(1, "publish", 5, null, "b", "live");
            assertThat(client.awaitName("NetStream.")).isEqualTo("NetStream.Publish.Start");
            client.command(1, "publish", 6, null, "c", "live");
            assertThat(client.awaitName("NetStream.")).isEqualTo("NetStream.Publish.BadName");
            assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.PROTOCOL_ERROR);
        }
    }

    @Test
    void pausedPlayerGoesOnAtAKeyFrame() throws IOException {
        try (RtmpClient publisher = publisher("a");
                RtmpClient player = player("a")) {
            publisher.key(0, 1, 10);
            assertThat(player.media(1)).hasSize(1);
            player.command(1, "pause", 0, null, true, 0.0);
            player.sync();
            publisher.frame(40, 2, 10);
            publisher.audio(45, 3);
            publisher.key(80, 4, 10);
            publisher.frame(120, 5, 10);
            awaitBytesIn(5);
            player.command(1, "pause", 0, null, false, 0.0);
            assertThat(player.media(2)).extracting(PublishPlayTest::mark).containsExactly("4", "5");
        }
    }

    @Test
    void playerThatWantsNoVideoGetsAudioOnly() throws IOException {
        try (RtmpClient publisher = publisher("a");
                RtmpClient player = player("a")) {
            player.command(1, "receiveVideo", 0, null, false);
            player.sync();
            publisher.key(0, 1, 10);
            publisher.audio(5, 2);
            publisher.key(40, 3, 10);
            publisher.audio(45, 4);
            assertThat(player.media(2)).extracting(PublishPlayTest::mark).containsExactly("2", "4");
        }
    }

    /** Waits until nothing more comes in; the messages are small and on loopback. */
    private void awaitBytesIn(int messages) {
        long seen = -1;
        while (seen != relay.statistics().bytesIn() || seen < messages) {
            seen = relay.statistics().bytesIn();
            try {
                Thread.sleep(60);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static String mark(Message message) {
        byte[] body = message.body();
        if (body[1] == 0) {
            return "header";
        }
        int at = message.isVideo() ? 5 : 2;
        return String.valueOf(java.nio.ByteBuffer.wrap(body).getInt(at));
    }
}
