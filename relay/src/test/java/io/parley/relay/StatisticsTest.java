package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.gate.MediaProtocol;
import io.parley.relay.rtmp.RtmpClient;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class StatisticsTest extends RelayFixture {

    /** A clock that stands still until a test moves it. */
    private final AtomicLong nanos = new AtomicLong(1_000_000_000);

    /** The relay looks at the clock when it has read all there is, which may be after its answer to a sync. */
    private void awaitSeen() throws InterruptedException {
        until(() -> relay.streams().get(0).sinceMessageMs() == 0);
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void streamIsDescribed() throws Exception {
        restart(config(), nanos::get);
        assertThat(relay.streams()).isEmpty();
        try (RtmpClient publisher = publisher("a")) {
            long id = gate.lastId();
            assertThat(relay.streams()).singleElement().satisfies(stream -> {
                assertThat(stream.videoMessages()).isZero();
                assertThat(stream.sinceMessageMs()).isEqualTo(-1);
                assertThat(stream.sinceKeyFrameMs()).isEqualTo(-1);
            });
            publisher.videoHeader(0, 0);
            publisher.key(0, 1, 100);
            publisher.sync();
            until(() -> relay.streams().get(0).sinceKeyFrameMs() == 0);
            pass(120);
            publisher.frame(40, 2, 100);
            publisher.audio(41, 3);
            publisher.audio(61, 4);
            publisher.sync();
            awaitSeen();
            try (RtmpClient player = player("a")) {
                assertThat(relay.streams()).singleElement().satisfies(stream -> {
                    assertThat(stream.key()).isEqualTo("a");
                    assertThat(stream.publicationId()).isEqualTo(id);
                    assertThat(stream.protocol()).isEqualTo(MediaProtocol.RTMP);
                    assertThat(stream.address()).isEqualTo("127.0.0.1");
                    assertThat(stream.bytes()).isEqualTo(9 + 109 + 109 + 6 + 6);
                    assertThat(stream.videoMessages()).isEqualTo(3);
                    assertThat(stream.audioMessages()).isEqualTo(2);
                    assertThat(stream.videoFrames()).isEqualTo(2);
                    assertThat(stream.audioGapMs()).isZero();
                    assertThat(stream.videoGapMs()).isZero();
                    assertThat(stream.players()).isEqualTo(1);
                    assertThat(stream.sinceMs()).isGreaterThanOrEqualTo(120L);
                    assertThat(stream.sinceKeyFrameMs()).isBetween(120L, stream.sinceMs());
                    assertThat(stream.sinceMessageMs()).isBetween(0L, stream.sinceKeyFrameMs() - 100);
                });
                player.sync();
            }
            publisher.command(0, "deleteStream", 7, null, 1.0);
            RecordingGate.await(gate.publishEnds);
            assertThat(relay.streams()).isEmpty();
        }
    }

    @Test
    void silenceBetweenTwoMessagesOfATrackIsAddedUpAndTheRunningOneToo() throws Exception {
        restart(config(), nanos::get);
        try (RtmpClient publisher = publisher("a")) {
            publisher.key(0, 1, 100);
            publisher.sync();
            awaitSeen();
            pass(1);
            publisher.audio(0, 1);
            publisher.sync();
            awaitSeen();
            pass(300);
            publisher.audio(300, 2);
            publisher.sync();
            awaitSeen();
            assertThat(relay.streams()).singleElement().satisfies(stream -> {
                assertThat(stream.audioGapMs()).isGreaterThanOrEqualTo(290L);
                assertThat(stream.videoGapMs()).isZero();
            });
            pass(300);
            assertThat(relay.streams()).singleElement().satisfies(stream -> {
                assertThat(stream.audioGapMs()).as("two gaps, one of them open").isGreaterThan(580);
                assertThat(stream.videoGapMs()).as("open").isGreaterThan(590);
            });
        }
    }

    @Test
    void everyFrameThatAPlayerWasHandedIsCountedOnceAndNoHeader() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.videoHeader(0, 0);
            publisher.key(0, 1, 100);
            publisher.frame(40, 2, 100);
            publisher.sync();
            try (RtmpClient player = player("a")) {
                player.sync();
                for (int i = 3; i <= 30; i++) {
                    publisher.frame(40 * i, i, 100);
                    publisher.audio(40 * i, i);
                }
                publisher.sync();
                until(() -> relay.players().get(0).videoFrames() == 30);
            }
        }
    }

    @Test
    void playerIsDescribed() throws Exception {
        try (RtmpClient player = player("a")) {
            assertThat(relay.players()).singleElement().satisfies(waiting -> {
                assertThat(waiting.playbackId()).isEqualTo(gate.lastId());
                assertThat(waiting.firstMediaMs()).isEqualTo(-1);
                assertThat(waiting.bytes()).isZero();
            });
            Thread.sleep(100);
            try (RtmpClient publisher = publisher("a")) {
                publisher.key(0, 1, 100);
                player.media(1);
                // It is counted after it has been sent.
                until(() -> relay.players().get(0).firstMediaMs() >= 0);
                assertThat(relay.players()).singleElement().satisfies(playing -> {
                    assertThat(playing.key()).isEqualTo("a");
                    assertThat(playing.protocol()).isEqualTo(MediaProtocol.RTMP);
                    assertThat(playing.address()).isEqualTo("127.0.0.1");
                    assertThat(playing.bytes()).isEqualTo(109);
                    assertThat(playing.lagMs()).isZero();
                    assertThat(playing.skips()).isZero();
                    assertThat(playing.videoFrames()).isEqualTo(1);
                    assertThat(playing.firstMediaMs()).isGreaterThanOrEqualTo(100);
                    assertThat(playing.sinceMs()).isGreaterThanOrEqualTo(playing.firstMediaMs());
                });
            }
            player.rest();
        }
        until(() -> relay.players().isEmpty());
    }

    @Test
    void playerThatIsTooSlowLagsAndIsMovedForward() throws Exception {
        restart(with(config(), 200, 20_000, 20_000));
        try (RtmpClient publisher = publisher("a");
                RtmpClient slow = new RtmpClient(relay.port(), 4_096)) {
            slow.play("a");
            RecordingGate.await(gate.playRequests);
            slow.sync();
            for (int i = 0; i < 60; i++) {
                if (i % 10 == 0) {
                    publisher.key(i * 40, i, 40_000);
                } else {
                    publisher.frame(i * 40, i, 40_000);
                }
                Thread.sleep(20);
            }
            publisher.sync();
            until(() -> relay.players().get(0).skips() > 0);
            assertThat(relay.players()).singleElement().satisfies(player -> {
                assertThat(player.skips()).isBetween(1, 60);
                assertThat(player.lagMs()).isBetween(1, 2_400);
            });
        }
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < Patience.MILLIS / 10 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
