package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateReply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions over time: steering, roles one after the other, ends, pings, acknowledgements. */
@Isolated("counts the memory of the whole process")
class LivenessConformanceTest {

    private final EmbeddedRelay relay = new EmbeddedRelay();

    @AfterEach
    void nothingIsLeft() {
        relay.close();
    }

    @Test
    void s13_playerGetsOnlyTheTracksItWantsAndVideoComesBackAtAKeyFrame() {
        EmbeddedClient publisher =
                relay.publisher("a").send(new Wire().video(0, "1701000001").audio(1, "af01"));
        EmbeddedClient player = relay.player("a");
        player.send(new Wire().command("receiveVideo", 0, null, false));
        player.received();
        publisher.send(new Wire().video(40, "2701000002").audio(41, "af0103"));
        assertThat(player.media()).containsExactly("audio 41 af0103");
        player.send(new Wire().command("receiveVideo", 0, null, true).command("receiveAudio", 0, null, false));
        publisher.send(new Wire().video(80, "2701000004").audio(81, "af0105").video(120, "1701000006"));
        assertThat(player.media()).containsExactly("video 120 1701000006");
    }

    @Test
    void s13_pausedPlayerGoesOnAtAKeyFrameAndSeekingIsIgnored() {
        EmbeddedClient publisher = relay.publisher("a").send(new Wire().video(0, "1701000001"));
        EmbeddedClient player = relay.player("a").send(new Wire().command("pause", 0, null, true, 0.0));
        player.received();
        publisher.send(
                new Wire().video(40, "2701000002").video(80, "1701000003").video(120, "2701000004"));
        assertThat(player.media()).isEmpty();
        player.send(new Wire().command("pause", 0, null, false, 0.0).command("seek", 0, null, 0.0));
        assertThat(player.media()).containsExactly("video 80 1701000003", "video 120 2701000004");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deleteStream",
                "closeStream",
                "FCUnpublish",
                "FCUnpublish deleteStream",
                "FCUnpublish closeStream deleteStream"
            })
    void s14_goodbyesEndAPublicationOnce(String commands) {
        EmbeddedClient publisher = relay.publisher("a");
        for (String command : commands.split(" ")) {
            publisher.send(new Wire().command(command, 5, null, 1.0));
        }
        publisher.close();
        assertThat(relay.gate.publishEnds).extracting("cause").containsExactly(EndCause.CLIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "play"})
    void s14_goodbyeForAnotherStreamEndsNothing(String what) {
        Wire wire = new Wire().connect().createStream(2).createStream(3);
        EmbeddedClient client =
                relay.connect().send(wire.message(3, 20, 0, 2, Wire.amf(what, 4.0, null, "a?ticket=t")));
        client.send(new Wire()
                .command("deleteStream", 5, null, 1.0)
                .command("FCUnpublish", 6, null, "b")
                .command("FCUnpublish", 6, null, "mp4:a.mp4")
                .message(3, 20, 0, 1, Wire.amf("closeStream", 0.0, null))
                .command("deleteStream", 7, null, 77.0));
        assertThat(relay.hub.publications() + relay.hub.playbacks()).isOne();
        client.send(new Wire().command("deleteStream", 8, null, 2.0));
        assertThat(relay.hub.publications() + relay.hub.playbacks()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"FCUnpublish a?ticket=t", "FCUnpublish flv:a", "FCUnpublish", "closeStream", "deleteStream"})
    void s14_goodbyeThatNamesTheStreamOrNoneEndsIt(String goodbye) {
        EmbeddedClient client =
                relay.connect().send(new Wire().connect().createStream(2).createStream(3));
        client.send(new Wire().message(3, 20, 0, 2, Wire.amf("publish", 4.0, null, "a?ticket=t")));
        String[] words = goodbye.split(" ");
        client.send(
                words.length == 1
                        ? new Wire().command(words[0], 5, (Object) null)
                        : new Wire().command(words[0], 5, null, words[1]));
        assertThat(relay.gate.publishEnds).extracting("cause").containsExactly(EndCause.CLIENT);
    }

    @Test
    void s14_answersAndMediaComeOnTheStreamThatTheClientUses() {
        relay.publisher("a").send(new Wire().audio(0, "af01"));
        EmbeddedClient client =
                relay.connect().send(new Wire().connect().createStream(2).createStream(3));
        client.received();
        client.send(new Wire().message(3, 20, 0, 2, Wire.amf("play", 4.0, null, "a")));
        relay.publisher("a").send(new Wire().audio(20, "af02"));
        assertThat(client.streamIds()).contains("onStatus 2", "audio 2").doesNotContain("onStatus 1", "audio 1");
    }

    @Test
    void s14_silenceEndsAPublicationAfterItsTime() {
        EmbeddedClient publisher = relay.publisher("a").send(new Wire().audio(0, "af01"));
        relay.advance(EmbeddedRelay.CONFIG.get(RelaySetting.DEAD_PEER_MS) - 1_000);
        assertThat(publisher.isOpen()).isTrue();
        relay.advance(3_000);
        assertThat(publisher.isOpen()).isFalse();
        assertThat(relay.gate.publishEnds).extracting("cause").containsExactly(EndCause.DEAD_PEER);
    }

    @Test
    void s15_oneConnectionMayPublishAgainAfterItsFirstStream() {
        Wire wire = new Wire().publish("b").command("closeStream", 0, (Object) null);
        wire.command("publish", 5, null, "a", "live").audio(9, "af01");
        Replay.Session session = Replay.session(wire);
        assertThat(session.asked()).containsExactly("publish b null", "publish a null");
        assertThat(session.relayed()).containsExactly("audio 9 af01");
        assertThat(session.ended()).containsExactly("publish CLIENT 0", "publish CONNECTION_LOST 2");
    }

    @Test
    void s15_whatIsSentForTheNextStreamWhileTheGateThinksIsNotLost() {
        List<GateReply> replies = new ArrayList<>();
        relay.gate.onPublish = (request, reply) -> replies.add(reply);
        EmbeddedClient player = relay.player("b");
        EmbeddedClient publisher = relay.publisher("a");
        publisher.send(new Wire()
                .audio(1, "af01")
                .command("closeStream", 0, (Object) null)
                .command("publish", 5, null, "b", "live")
                .audio(2, "af0102"));
        replies.get(0).accept(1);
        relay.settle();
        assertThat(relay.gate.publishRequests).extracting("streamKey").containsExactly("a", "b");
        replies.get(1).accept(2);
        assertThat(publisher.heard()).endsWith("NetStream.Publish.Start", "event 0", "NetStream.Publish.Start");
        assertThat(player.media()).containsExactly("audio 2 af0102");
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "play"})
    void s15_secondRoleAtTheSameTimeIsRefusedAndEndsTheFirst(String second) {
        EmbeddedClient client = relay.publisher("a").send(new Wire().command(second, 9, null, "b"));
        assertThat(client.heard())
                .endsWith(second.equals("publish") ? "NetStream.Publish.BadName" : "NetStream.Play.StreamNotFound");
        assertThat(relay.gate.publishEnds).extracting("cause").containsExactly(EndCause.PROTOCOL_ERROR);
        client.send(new Wire().command(second, 10, null, "b"));
        assertThat(relay.gate.publishRequests).hasSize(1);
        assertThat(relay.gate.playRequests).isEmpty();
    }

    @Test
    void s16_playerThatOnlyAcknowledgesForAnHourIsReadAllTheTimeAndKept() {
        EmbeddedClient publisher = relay.publisher("a").send(new Wire().video(0, "1701000001"));
        EmbeddedClient player = relay.player("a");
        publisher.received();
        player.received();
        long before = relay.memory();
        for (int second = 5; second <= 3600; second += 5) {
            relay.advance(5_000);
            publisher.send(new Wire().audio(second * 1000, "af01"));
            player.send(new Wire().control(RtmpMessage.ACKNOWLEDGEMENT, Unpooled.copyInt(second)));
            assertThat(player.media()).hasSizeBetween(1, 2);
            publisher.received();
        }
        assertThat(relay.memory()).isEqualTo(before);
    }

    @Test
    void s17_pingOfAClientIsAnsweredWithItsFourBytes() {
        EmbeddedClient client = relay.connect().send(new Wire().userControl(RtmpReplies.PING_REQUEST, 0xCAFEBABE));
        assertThat(client.received().get(0).body())
                .isEqualTo(new byte[] {0, 7, (byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE});
    }

    @Test
    void s17_relayPingsInItsIntervalAndKnowsTheRoundTrip() {
        EmbeddedClient client = relay.publisher("a");
        RtmpSessionHandler session = client.channel().pipeline().get(RtmpSessionHandler.class);
        client.received();
        int pings = 0;
        for (int second = 0; second < 20; second++) {
            relay.advance(1_000);
            client.send(new Wire().audio(second * 1000, "af01"));
            for (RtmpClient.Message message : client.received()) {
                assertThat(message.name()).isEqualTo("event " + RtmpReplies.PING_REQUEST);
                int stamp = Unpooled.wrappedBuffer(message.body()).getInt(2);
                relay.advance(40);
                client.send(new Wire().userControl(RtmpReplies.PING_RESPONSE, stamp - 1));
                assertThat(session.roundTripMs())
                        .as("not the answer to this ping")
                        .isEqualTo(pings == 0 ? -1 : 40);
                client.send(new Wire().userControl(RtmpReplies.PING_RESPONSE, stamp));
                assertThat(session.roundTripMs()).isEqualTo(40);
                pings++;
            }
        }
        assertThat(pings).isBetween(3, 4);
    }

    @Test
    void s17_clientThatNeverAnswersPingsLivesAsLongAsItsMediaFlows() {
        EmbeddedClient client = relay.publisher("a");
        for (int second = 0; second < 60; second++) {
            relay.advance(1_000);
            client.send(new Wire().audio(second * 1000, "af01"));
        }
        assertThat(client.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 26, 27, 31, 32, 0xFFFF})
    void s18_unknownUserControlEventsAreIgnored(int event) {
        Wire wire = new Wire().connect().userControl(event, 1).createStream(2);
        wire.control(RtmpMessage.USER_CONTROL, Unpooled.copyShort(event)).createStream(3);
        Replay.Session session = Replay.session(wire);
        assertThat(session.said()).hasSize(5).endsWith("_result", "_result");
        assertThat(session.open()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x7FFFFFFF, 0xFFFFFFFF})
    void s19_windowOfAClientIsClampedSoThatAcknowledgementsComeSometimesAndNotOften(int window) {
        EmbeddedClient client = relay.publisher("a");
        client.send(new Wire().control(RtmpMessage.WINDOW_ACK_SIZE, Unpooled.copyInt(window)));
        client.received();
        Wire small = new Wire();
        Wire large = new Wire().chunkSize(60_000).message(4, RtmpMessage.AUDIO, 0, 1, Bytes.filled(100_000, 1));
        small.audio(0, "af01");
        for (int i = 0; i < 100; i++) {
            client.send(small);
        }
        assertThat(client.heard()).as("after 1.4 kB").isEmpty();
        for (int i = 0; i < 55; i++) {
            client.send(large);
        }
        assertThat(client.heard()).hasSize(window == 0 || window == 1 ? 55 : 1).containsOnly("type 3");
    }

    @Test
    void s19_acknowledgementsCountEveryByteOfTheConnection() {
        EmbeddedClient client = relay.accept();
        long sent = 0;
        for (byte[] bytes : List.of(
                EmbeddedClient.handshake(),
                new Wire()
                        .control(RtmpMessage.WINDOW_ACK_SIZE, Unpooled.copyInt(1))
                        .publish("a")
                        .bytes(),
                new Wire()
                        .message(4, RtmpMessage.AUDIO, 0, 1, Bytes.filled(70_000, 1))
                        .bytes())) {
            client.send(bytes);
            sent += bytes.length;
        }
        List<RtmpClient.Message> said = client.received();
        RtmpClient.Message last = said.get(said.size() - 1);
        assertThat(last.type()).isEqualTo(RtmpMessage.ACKNOWLEDGEMENT);
        assertThat(Unpooled.wrappedBuffer(last.body()).getUnsignedInt(0)).isEqualTo(sent);
    }

    @Test
    void s19_acknowledgementsWrapAt32Bits() {
        ByteBuf said = new RtmpReplies().acknowledgement((1L << 32) + 5).bytes();
        assertThat(said.getInt(12)).isEqualTo(5);
        said.release();
    }

    @Test
    void s20_nobodyHasToAcknowledge() {
        EmbeddedClient publisher = relay.publisher("a").send(new Wire().video(0, "1701000001"));
        EmbeddedClient player = relay.player("a");
        Wire frame = new Wire().chunkSize(60_000).message(6, RtmpMessage.VIDEO, 0, 1, Bytes.filled(100_000, 0x27));
        int frames = 0;
        for (int i = 0; i < 60; i++) {
            publisher.send(frame);
            frames += player.media().size();
        }
        assertThat(frames).isEqualTo(61);
        assertThat(player.bytesSaid()).isGreaterThan(2L * RtmpReplies.WINDOW);
    }

    @Test
    void s21_sampleAccessIsSentOncePerPlay() {
        EmbeddedClient publisher = relay.publisher("a").send(new Wire().video(0, "1701000001"));
        EmbeddedClient player = relay.player("a");
        publisher.send(new Wire().video(40, "1701000002"));
        player.send(new Wire().command("pause", 0, null, true, 0.0).command("pause", 0, null, false, 0.0));
        assertThat(player.heard()).containsOnlyOnce("|RtmpSampleAccess");
    }
}
