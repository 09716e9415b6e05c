package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.rtmp.RtmpClient;
import io.parley.relay.rtmp.RtmpClient.Message;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Plays about 2 MB/s in real time, which no socket buffer hides for long. */
@Isolated("its healthy player has to keep up with media in real time")
class SlowPlayerTest extends RelayFixture {

    private static final int STEP = 20;
    private static final int RECEIVE_BUFFER = 16 << 10;

    private int framesPerKey = 25;
    private int frame;

    @Override
    protected RelayConfig config() {
        return with(RelayConfig.forCalls("127.0.0.1", 0), 200, 800, 1_500);
    }

    @Test
    void p11_playerThatTakesNothingIsClosedAndTheOthersMissNothing() throws Exception {
        try (RtmpClient publisher = publisher("a");
                RtmpClient stalled = slowPlayer();
                RtmpClient healthy = player("a")) {
            Thread reader = new Thread(() -> {
                try {
                    healthy.rest();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            reader.start();
            publish(publisher, 3_000);
            MediaEnd end = RecordingGate.await(gate.playEnds);
            assertThat(end.cause()).isEqualTo(EndCause.TOO_SLOW);
            assertThat(end.durationMs()).isLessThan(5_000);
            assertThat(relay.statistics().playbacks()).isEqualTo(1);
            publisher.close();
            reader.join(Patience.MILLIS);
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.STREAM_ENDED);
        }
    }

    @Test
    void withoutAKeyFrameToGoOnAtOldMediaClosesThePlayer() throws Exception {
        framesPerKey = Integer.MAX_VALUE;
        try (RtmpClient publisher = publisher("a");
                RtmpClient stalled = slowPlayer()) {
            publish(publisher, 1_400);
            MediaEnd end = RecordingGate.await(gate.playEnds);
            assertThat(end.cause()).isEqualTo(EndCause.TOO_SLOW);
            assertThat(end.durationMs()).isBetween(800L, 1_450L);
        }
    }

    @Test
    void p10_playerThatWasSlowForAMomentGoesOnAtAKeyFrameWithWholeMessages() throws Exception {
        try (RtmpClient publisher = publisher("a");
                RtmpClient player = slowPlayer()) {
            publish(publisher, 900);
            Thread pushing = new Thread(() -> {
                try {
                    publish(publisher, 1_500);
                    publisher.command(0, "deleteStream", 0, null, 1.0);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            pushing.start();
            List<Message> all = player.rest().stream().filter(Message::isMedia).collect(Collectors.toList());
            pushing.join();
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.STREAM_ENDED);

            List<Message> video = all.stream().filter(Message::isVideo).collect(Collectors.toList());
            assertThat(video.size()).isLessThan(frame);
            int previous = 0;
            for (Message message : video) {
                int mark = Integer.parseInt(PublishPlayTest.mark(message));
                boolean isKey = mark % framesPerKey == 0;
                assertThat(isKey || mark == previous + 1)
                        .as("frame %d after %d", mark, previous)
                        .isTrue();
                previous = mark;
            }
            assertThat(previous).as("the last frame").isEqualTo(frame - 1);
        }
    }

    @Test
    void playersThatResetWhileTheyAreWrittenToHoldNobodyUp() throws Exception {
        try (RtmpClient publisher = publisher("a");
                RtmpClient healthy = player("a")) {
            Thread reader = new Thread(() -> {
                try {
                    healthy.rest();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            reader.start();
            for (int i = 0; i < 20; i++) {
                RtmpClient going = i % 2 == 0 ? slowPlayer() : player("a");
                publish(publisher, 60);
                going.reset();
                assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.CONNECTION_LOST);
            }
            publisher.command(0, "deleteStream", 0, null, 1.0);
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.STREAM_ENDED);
            reader.join(Patience.MILLIS);
            assertThat(reader.isAlive()).isFalse();
        }
    }

    private RtmpClient slowPlayer() throws IOException {
        RtmpClient client = new RtmpClient(relay.port(), RECEIVE_BUFFER);
        client.play("a");
        RecordingGate.await(gate.playRequests);
        client.sync();
        return client;
    }

    private void publish(RtmpClient publisher, int millis) throws IOException {
        long begin = System.nanoTime();
        int from = frame;
        while ((frame - from) * STEP < millis) {
            long due = begin + TimeUnit.MILLISECONDS.toNanos((frame - from) * STEP);
            while (System.nanoTime() < due) {
                Thread.onSpinWait();
                sleep();
            }
            publisher.audio(frame * STEP, frame);
            if (frame % framesPerKey == 0) {
                publisher.key(frame * STEP, frame, 40_000);
            } else {
                publisher.frame(frame * STEP, frame, 40_000);
            }
            frame++;
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
