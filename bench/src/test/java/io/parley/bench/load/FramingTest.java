package io.parley.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** HTTP chunks and WebSocket frames, cut at every place. */
class FramingTest {

    private final StringBuilder body = new StringBuilder();
    private final StringBuilder pongs = new StringBuilder();

    @Test
    void chunksAreTakenOff() {
        byte[] bytes = "3\r\nabc\r\nA;x=y\r\n0123456789\r\n".getBytes(ISO_8859_1);
        for (int piece = 1; piece <= bytes.length; piece++) {
            body.setLength(0);
            feed(new HttpChunks(this::keep), bytes, piece);
            assertThat(body).hasToString("abc0123456789");
        }
        assertThatThrownBy(() -> feed(new HttpChunks(this::keep), "0\r\n\r\n".getBytes(ISO_8859_1), 5))
                .isInstanceOf(Feed.Broken.class);
    }

    @Test
    void framesAreTakenOffAndPingsAnswered() {
        byte[] bytes = HexFormat.of().parseHex("820161" + "8902" + "7071" + "027e0003" + "626364" + "8000");
        for (int piece = 1; piece <= bytes.length; piece++) {
            body.setLength(0);
            pongs.setLength(0);
            feed(new WebSocketFrameParser(this::keep, this::pong), bytes, piece);
            assertThat(body).hasToString("abcd");
            assertThat(pongs).hasToString("8a82000000007071");
        }
        assertThatThrownBy(() -> feed(new WebSocketFrameParser(this::keep, this::pong), new byte[] {(byte) 0x88, 0}, 2))
                .isInstanceOf(Feed.Broken.class);
    }

    private void keep(ByteBuffer in) {
        while (in.hasRemaining()) {
            body.append((char) in.get());
        }
    }

    private void pong(ByteBuffer frame) {
        pongs.append(HexFormat.of().formatHex(frame.array(), 0, frame.limit()));
    }

    private static void feed(Feed to, byte[] bytes, int piece) {
        for (int at = 0; at < bytes.length; at += piece) {
            to.feed(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
        }
    }
}
