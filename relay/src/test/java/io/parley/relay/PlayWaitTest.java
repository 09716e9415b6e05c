package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.rtmp.RtmpClient;
import java.io.IOException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A player may come before its publisher: the gate is asked again when that one has come. */
class PlayWaitTest extends RelayFixture {

    private final Set<String> published = ConcurrentHashMap.newKeySet();
    private final Queue<Boolean> patience = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void gateKnowsWhatIsPublished() {
        gate.onPublish = (request, reply) -> {
            published.add(request.streamKey());
            reply.accept(gate.nextId());
        };
        gate.onPlay = (request, reply) -> {
            patience.add(request.patient());
            if (published.contains(request.streamKey())) {
                reply.accept(gate.nextId());
            } else {
                reply.refuse(GateRefusal.NOT_FOUND);
            }
        };
    }

    @Test
    void p5_playerThatCameFirstStartsWhenThePublisherComes() throws Exception {
        try (RtmpClient player = player("a");
                RtmpClient publisher = publisher("a")) {
            publisher.key(0, 1, 10);
            assertThat(player.media(1)).hasSize(1);
            assertThat(patience).containsExactly(true, true);
        }
    }

    @Test
    void p5_playerThatWaitsInVainIsRefusedByAQuestionWithoutPatience() throws IOException {
        restart(config().with(RelaySetting.PLAY_WAIT_MS, 1_500));
        try (RtmpClient player = player("a")) {
            assertThat(player.awaitName("NetStream.")).isEqualTo("NetStream.Play.StreamNotFound");
            assertThat(patience).containsExactly(true, false);
            assertThat(relay.statistics().refused()).isEqualTo(1);
        }
    }

    @Test
    void publisherOfAnotherStreamWakesNobody() throws Exception {
        try (RtmpClient player = player("a");
                RtmpClient publisher = publisher("b")) {
            publisher.key(0, 1, 10);
            publisher.sync();
            assertThat(patience).containsExactly(true);
            assertThat(player).isNotNull();
        }
    }

    @Test
    void streamThatTheGateDoesNotShowIsNotAskedForAgainAndAgain() throws Exception {
        restart(config().with(RelaySetting.PLAY_WAIT_MS, 1_500));
        gate.onPlay = (request, reply) -> {
            patience.add(request.patient());
            reply.refuse(GateRefusal.NOT_FOUND);
        };
        try (RtmpClient publisher = publisher("a");
                RtmpClient player = player("a")) {
            assertThat(player.awaitName("NetStream.")).isEqualTo("NetStream.Play.StreamNotFound");
            assertThat(patience).containsExactly(true, true, false);
            assertThat(publisher).isNotNull();
        }
    }

    @Test
    void playerThatGoesWhileItWaitsIsForgotten() throws Exception {
        player("a").close();
        Thread.sleep(100);
        try (RtmpClient publisher = publisher("a")) {
            publisher.sync();
            assertThat(patience).containsExactly(true);
            assertThat(gate.playEnds).isEmpty();
        }
    }
}
