package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.Grant;
import io.parley.relay.gate.PlaybackStart;
import io.parley.relay.rtmp.RtmpClient;
import io.parley.relay.rtmp.RtmpClient.Message;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first messages of a player that joins 400 ms after the last key frame. */
class FirstFrameTest extends RelayFixture {

    private static final int STEP = 40;
    private static final int FRAMES = 11;
    private static final int EDGE = (FRAMES - 1) * STEP;

    @Override
    protected RelayConfig config() {
        return super.config().with(RelaySetting.FAST_START_BYTES, 64 << 10);
    }

    @Test
    void p7_fastPlayerHasAPictureAtOnceAndIsAtTheLiveEdge() throws Exception {
        try (RtmpClient publisher = running();
                RtmpClient player = player("a?first=fast")) {
            live(publisher);
            List<Message> got = player.media(FRAMES + 4);
            assertThat(got).extracting(PublishPlayTest::mark).startsWith("header", "header", "0", "1", "2");
            List<Message> video = got.subList(2, 2 + FRAMES);
            assertThat(video).allMatch(Message::isVideo);
            assertThat(video.get(0).timestamp()).isEqualTo(EDGE - FRAMES + 1);
            assertThat(video.get(FRAMES - 1).timestamp()).isEqualTo(EDGE);
            assertThat(got.get(0).timestamp())
                    .as("headers come with the first frame")
                    .isEqualTo(EDGE - FRAMES + 1);
            assertThat(got.subList(2 + FRAMES, 4 + FRAMES))
                    .extracting(Message::timestamp)
                    .as("then what comes")
                    .containsExactly(EDGE + STEP, EDGE + STEP);
        }
    }

    @Test
    void smoothPlayerGetsEverythingSinceTheKeyFrameAsItWas() throws Exception {
        try (RtmpClient publisher = running();
                RtmpClient player = player("a?first=smooth")) {
            // Headers, and everything but the audio before the key frame.
            List<Message> got = player.media(2 + 2 * FRAMES - 1);
            assertThat(got.subList(2, got.size()).stream().filter(Message::isVideo))
                    .extracting(Message::timestamp)
                    .containsExactly(0, 40, 80, 120, 160, 200, 240, 280, 320, 360, 400);
            assertThat(publisher).isNotNull();
        }
    }

    @Test
    void edgePlayerGetsAudioAtOnceAndVideoFromTheNextKeyFrame() throws Exception {
        try (RtmpClient publisher = running();
                RtmpClient player = player("a?first=edge")) {
            live(publisher);
            publisher.key(EDGE + 2 * STEP, 99, 100);
            List<Message> got = player.media(4);
            assertThat(got.get(2).isAudio()).isTrue();
            assertThat(got.get(2).timestamp()).isEqualTo(EDGE + STEP);
            assertThat(PublishPlayTest.mark(got.get(3))).isEqualTo("99");
        }
    }

    @Test
    void gateSaysHowAPlayerStartsThatHasNotSaid() throws Exception {
        gate.onPlay = (request, reply) -> reply.accept(new Grant(gate.nextId(), 0, PlaybackStart.SMOOTH, false));
        try (RtmpClient publisher = running();
                RtmpClient player = player("a")) {
            assertThat(player.media(4).get(2).timestamp()).isZero();
            assertThat(publisher).isNotNull();
        }
    }

    @Test
    void streamWithReorderedFramesIsNotPressed() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.videoHeader(0, 0);
            publisher.key(0, 1, 100);
            ByteBuf reordered = Unpooled.buffer()
                    .writeByte(0x27)
                    .writeByte(1)
                    .writeMedium(80)
                    .writeInt(2);
            publisher.send(6, 9, 40, 1, reordered);
            publisher.sync();
            try (RtmpClient player = player("a?first=fast")) {
                assertThat(player.media(3)).extracting(Message::timestamp).containsExactly(0, 0, 40);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a168766331000050aa",
                "a161766331000050aa",
                "a7020000000168766331000050aa",
                "a6016876633100000050aa"
            })
    void p7_enhancedStreamWithReorderedFramesIsNotPressed(String frame) throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.send(6, 9, 0, 1, bytes("906876633101"));
            publisher.send(6, 9, 0, 1, bytes("9168766331000028bb"));
            publisher.send(6, 9, 40, 1, bytes(frame));
            publisher.sync();
            try (RtmpClient player = player("a?first=fast")) {
                assertThat(player.media(3)).extracting(Message::timestamp).containsExactly(0, 0, 40);
            }
        }
    }

    @Test
    void p7_enhancedStreamWithoutReorderedFramesIsPressed() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.send(6, 9, 0, 1, bytes("906876633101"));
            publisher.send(6, 9, 0, 1, bytes("9168766331000000bb"));
            publisher.send(6, 9, 40, 1, bytes("a368766331000050"));
            publisher.sync();
            try (RtmpClient player = player("a?first=fast")) {
                assertThat(player.media(3)).extracting(Message::timestamp).containsExactly(39, 39, 40);
            }
        }
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }

    @Test
    void tooMuchVideoIsNotSentInOneGo() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.videoHeader(0, 0);
            publisher.key(0, 1, 70_000);
            publisher.sync();
            try (RtmpClient player = player("a?first=fast")) {
                publisher.frame(40, 2, 100);
                publisher.key(80, 3, 100);
                List<Message> got = player.media(2);
                assertThat(got).extracting(PublishPlayTest::mark).containsExactly("header", "3");
            }
        }
    }

    private RtmpClient running() throws IOException {
        RtmpClient publisher = publisher("a");
        publisher.videoHeader(0, 0);
        publisher.audioHeader(0);
        for (int i = 0; i < FRAMES; i++) {
            publisher.audio(i * STEP, i);
            if (i == 0) {
                publisher.key(0, i, 100);
            } else {
                publisher.frame(i * STEP, i, 100);
            }
        }
        publisher.sync();
        return publisher;
    }

    private static void live(RtmpClient publisher) throws IOException {
        publisher.audio(EDGE + STEP, FRAMES);
        publisher.frame(EDGE + STEP, FRAMES, 100);
    }
}
