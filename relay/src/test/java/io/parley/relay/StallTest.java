package io.parley.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.rtmp.RtmpClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Players that stop reading for a moment: what they have got in the end is, byte by byte, whole messages in whole frames. */
class StallTest extends RelayFixture {

    private static final int STEP = 20;
    private static final int FRAMES_PER_KEY = 25;
    private static final int STALL_FRAMES = 50;
    private static final int FRAMES = 100;

    enum Carrier {
        HTTP_1_0("GET /live/a.flv HTTP/1.0\r\n\r\n") {
            @Override
            void unwrap(DataInputStream in, ByteArrayOutputStream out) throws IOException {
                out.write(in.readAllBytes());
            }
        },
        HTTP_1_1("GET /live/a.flv HTTP/1.1\r\nHost: a\r\n\r\n") {
            @Override
            void unwrap(DataInputStream in, ByteArrayOutputStream out) throws IOException {
                for (int length = chunk(in); length > 0; length = chunk(in)) {
                    out.write(in.readNBytes(length));
                    assertThat(in.readUnsignedShort()).as("behind a chunk").isEqualTo('\r' << 8 | '\n');
                }
            }

            private static int chunk(DataInputStream in) throws IOException {
                return Integer.parseInt(line(in), 16);
            }
        },
        WEBSOCKET("GET /live/a.flv HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n") {
            @Override
            void unwrap(DataInputStream in, ByteArrayOutputStream out) throws IOException {
                while (true) {
                    int kind = in.readUnsignedByte();
                    int length = in.readUnsignedByte();
                    assertThat(length).as("unmasked").isLessThan(128);
                    length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
                    byte[] payload = in.readNBytes(length);
                    if (kind == 0x88) {
                        return;
                    }
                    if (kind == 0x82) {
                        out.write(payload);
                    } else {
                        assertThat(kind).as("a ping").isEqualTo(0x89);
                    }
                }
            }
        };

        private final String request;

        Carrier(String request) {
            this.request = request;
        }

        abstract void unwrap(DataInputStream in, ByteArrayOutputStream out) throws IOException;

        static String line(DataInputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException(line.toString());
                }
                line.append((char) next);
            }
            return line.toString().strip();
        }
    }

    @Override
    protected RelayConfig config() {
        return with(RelayConfig.forCalls("127.0.0.1", 0), 200, 5_000, 8_000);
    }

    @ParameterizedTest
    @EnumSource
    void p12_skipNeverCutsAMessageOrAFrame(Carrier carrier) throws Exception {
        try (RtmpClient publisher = publisher("a");
                Socket player = new Socket()) {
            player.setReceiveBufferSize(8 << 10);
            player.connect(new InetSocketAddress("127.0.0.1", relay.port()));
            player.setSoTimeout(Patience.MILLIS);
            player.getOutputStream().write(carrier.request.getBytes(US_ASCII));
            RecordingGate.await(gate.playRequests);
            publisher.audioHeader(0);
            publish(publisher, 0, STALL_FRAMES);
            Thread rest = new Thread(() -> {
                try {
                    publish(publisher, STALL_FRAMES, FRAMES);
                    publisher.command(0, "deleteStream", 9, null, 1.0);
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            rest.start();
            DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(player.getInputStream()));
            while (!Carrier.line(in).isEmpty()) {
                // The head of the answer.
            }
            ByteArrayOutputStream flv = new ByteArrayOutputStream();
            carrier.unwrap(in, flv);
            rest.join();
            expectWhole(flv.toByteArray());
        }
    }

    /** Strictly read; after a gap in the picture comes a key frame, and the end is there. */
    private static void expectWhole(byte[] bytes) throws IOException {
        FlvStream flv = new FlvStream(new ByteArrayInputStream(bytes));
        List<Integer> video = new ArrayList<>();
        for (FlvStream.Tag tag = flv.next(); tag != null; tag = flv.next()) {
            if (tag.type() == 9) {
                video.add(Integer.parseInt(tag.mark()));
            }
        }
        assertThat(video.size()).as("something was left out").isLessThan(FRAMES);
        for (int i = 1; i < video.size(); i++) {
            int mark = video.get(i);
            assertThat(mark % FRAMES_PER_KEY == 0 || mark == video.get(i - 1) + 1)
                    .as("frame %d after %d", mark, video.get(i - 1))
                    .isTrue();
        }
        assertThat(video.get(video.size() - 1)).isEqualTo(FRAMES - 1);
    }

    private static void publish(RtmpClient publisher, int from, int to) throws IOException, InterruptedException {
        for (int frame = from; frame < to; frame++) {
            publisher.audio(frame * STEP, frame);
            if (frame % FRAMES_PER_KEY == 0) {
                publisher.key(frame * STEP, frame, 100_000);
            } else {
                publisher.frame(frame * STEP, frame, 100_000);
            }
            Thread.sleep(STEP);
        }
    }
}
