package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.rtmp.RtmpClient;
import io.parley.relay.rtmp.RtmpClient.Message;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A publisher that is lost and comes back in time is missed by no player. */
class PublisherGraceTest extends RelayFixture {

    /** Longer than any machine takes to bring a publisher back. */
    private static final int GRACE = 60_000;

    /** For a publisher that does not come back. */
    private static final int SHORT_GRACE = 1_000;

    @Override
    protected RelayConfig config() {
        return super.config()
                .with(RelaySetting.PUBLISHER_GRACE_MS, GRACE)
                .with(RelaySetting.SOFT_LAG_MS, 20_000)
                .with(RelaySetting.HARD_LAG_MS, 30_000);
    }

    @Test
    void p3_publisherThatComesBackInTimeGoesOnAndPlayersHearNothing() throws Exception {
        RtmpClient first = publisher("a");
        try (RtmpClient player = player("a")) {
            first.videoHeader(0, 1);
            first.key(0, 2, 100);
            first.frame(1_040, 3, 100);
            assertThat(player.media(3)).hasSize(3);
            first.reset();
            Thread.sleep(300);
            assertThat(gate.publishEnds).isEmpty();
            try (RtmpClient second = publisher("a")) {
                second.videoHeader(0, 4);
                second.key(0, 5, 100);
                second.frame(40, 6, 100);
                List<Message> after = player.media(3);
                assertThat(after).extracting(PublishPlayTest::mark).containsExactly("header", "5", "6");
                assertThat(after.get(1).timestamp()).as("time goes on").isGreaterThan(1_040);
                assertThat(after.get(2).timestamp() - after.get(1).timestamp()).isEqualTo(40);
                assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.REPLACED);
                second.command(0, "deleteStream", 7, null, 1.0);
                assertThat(player.awaitName("NetStream.Play.")).isEqualTo("NetStream.Play.UnpublishNotify");
            }
            assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.CLIENT);
        }
    }

    @Test
    void p4_publisherThatDoesNotComeBackEndsTheStreamAndIsReportedAsLostWhenItWas() throws Exception {
        restart(config().with(RelaySetting.PUBLISHER_GRACE_MS, SHORT_GRACE));
        long begin = System.nanoTime();
        RtmpClient publisher = publisher("a");
        try (RtmpClient player = player("a")) {
            publisher.key(0, 1, 100);
            assertThat(player.media(1)).hasSize(1);
            long lost = System.nanoTime();
            publisher.reset();
            MediaEnd end = RecordingGate.await(gate.publishEnds);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lost))
                    .isGreaterThanOrEqualTo(SHORT_GRACE - 50);
            assertThat(end.cause()).isEqualTo(EndCause.CONNECTION_LOST);
            long whole = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            assertThat(end.durationMs()).as("without the grace").isLessThanOrEqualTo(whole - SHORT_GRACE + 50);
            assertThat(player.awaitName("NetStream.Play.")).isEqualTo("NetStream.Play.UnpublishNotify");
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.STREAM_ENDED);
        }
    }

    @Test
    void awaitedPublisherCanBeEndedByCommand() throws IOException {
        RtmpClient publisher = publisher("a");
        long id = gate.lastId();
        publisher.reset();
        publisher.close();
        awaitNoConnections();
        assertThat(relay.closePublication(id)).isTrue();
        assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.COMMANDED);
        assertThat(relay.closePublication(id)).isFalse();
    }

    @Test
    void goodbyeEndsTheStreamAtOnce() throws IOException {
        try (RtmpClient publisher = publisher("a")) {
            publisher.command(0, "deleteStream", 7, null, 1.0);
            assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.CLIENT);
        }
    }

    @Test
    void playerThatComesMeanwhileStartsFromWhatIsThere() throws Exception {
        RtmpClient publisher = publisher("a");
        publisher.videoHeader(0, 1);
        publisher.key(0, 2, 100);
        publisher.sync();
        publisher.reset();
        awaitNoConnections();
        try (RtmpClient player = player("a")) {
            assertThat(player.media(2)).extracting(PublishPlayTest::mark).containsExactly("header", "2");
        }
    }

    private void awaitNoConnections() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Patience.MILLIS);
        while (relay.statistics().connections() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(relay.statistics().connections()).isZero();
    }
}
