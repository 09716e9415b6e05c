package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.MediaProtocol;
import io.parley.relay.gate.MediaRequest;
import io.parley.relay.rtmp.RtmpClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketFlvTest extends RelayFixture {

    /** The JDK's client, which checks framing and the handshake by itself. */
    private static final class Frames implements WebSocket.Listener {
        final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
        final BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            partial.writeBytes(bytes);
            if (last) {
                messages.add(partial.toByteArray());
                partial.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closes.add(status);
            return null;
        }
    }

    private final Frames frames = new Frames();

    @Test
    void f5_everyTagIsAFrameAndTheFirstOneOpens() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.metadata("width", 320.0);
            publisher.videoHeader(0, 0);
            publisher.audioHeader(0);
            publisher.key(0, 1, 10);
            publisher.sync();
            open("/live/a.flv?ticket=t");
            assertThat(RecordingGate.await(gate.playRequests))
                    .isEqualTo(new MediaRequest("a", "t", MediaProtocol.WS_FLV, "127.0.0.1", null, true));
            FlvStream first = new FlvStream(new ByteArrayInputStream(RecordingGate.await(frames.messages)));
            assertThat(first.flags).isEqualTo(5);
            assertThat(first.next().type()).isEqualTo(18);
            assertThat(first.next().mark()).isEqualTo("header");
            assertThat(first.next().mark()).isEqualTo("header");
            assertThat(first.next()).isNull();
            assertThat(tag(RecordingGate.await(frames.messages))).isEqualTo("1");
            publisher.frame(40, 2, 70_000);
            publisher.audio(41, 3);
            publisher.frame(80, 4, 200);
            assertThat(tag(RecordingGate.await(frames.messages))).isEqualTo("2");
            assertThat(tag(RecordingGate.await(frames.messages))).isEqualTo("3");
            assertThat(tag(RecordingGate.await(frames.messages))).isEqualTo("4");
            publisher.command(0, "deleteStream", 0, null, 1.0);
            assertThat(RecordingGate.await(frames.closes)).isEqualTo(1000);
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.STREAM_ENDED);
        }
    }

    @ParameterizedTest
    @CsvSource({"DENIED, 1008", "IN_USE, 1008", "NOT_FOUND, 1013", "UNAVAILABLE, 1013"})
    void f5_refusalsAreCloseCodes(GateRefusal refusal, int code) throws Exception {
        restart(config().with(RelaySetting.PLAY_WAIT_MS, 1_500));
        gate.onPlay = (request, reply) -> reply.refuse(refusal);
        open("/live/a.flv");
        assertThat(RecordingGate.await(frames.closes)).isEqualTo(code);
    }

    @Test
    void f5_streamThatDoesNotComeIsToBeTriedAgain() throws Exception {
        restart(config().with(RelaySetting.PLAY_WAIT_MS, 1_500));
        open("/live/a.flv");
        assertThat(RecordingGate.await(frames.closes)).isEqualTo(1013);
        assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.STREAM_ENDED);
    }

    @Test
    void f5_closingClientIsAnsweredAndReportedAsSuch() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            WebSocket socket = open("/live/a.flv");
            RecordingGate.await(gate.playRequests);
            socket.sendText("ignored", true).join();
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.CLIENT);
            assertThat(RecordingGate.await(frames.closes)).isEqualTo(1000);
            publisher.sync();
        }
    }

    @Test
    void f5_commandedEndIsAPolicyClose() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.audio(0, 1);
            publisher.sync();
            open("/live/a.flv");
            RecordingGate.await(gate.playRequests);
            while (!relay.closePlayback(gate.lastId())) {
                Thread.sleep(5);
            }
            assertThat(RecordingGate.await(frames.closes)).isEqualTo(1008);
            assertThat(RecordingGate.await(gate.playEnds).cause()).isEqualTo(EndCause.COMMANDED);
        }
    }

    @Test
    void f5_framesAreBinaryAndUnmaskedPingsAreAnsweredTextIsIgnoredAndNothingIsCompressed() throws Exception {
        try (RtmpClient publisher = publisher("a");
                RawClient client = new RawClient(relay.port())) {
            client.socket.setSoTimeout(Patience.MILLIS);
            client.send("GET /live/a.flv HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                    + "Sec-WebSocket-Extensions: permessage-deflate\r\nOrigin: https://anywhere.example\r\n\r\n");
            DataInputStream in = new DataInputStream(client.socket.getInputStream());
            assertThat(HttpFlvTest.head(in)).startsWith("HTTP/1.1 101 ").doesNotContainIgnoringCase("extensions");
            RecordingGate.await(gate.playRequests);
            // Masked with zeros: a text, then a ping.
            client.send("\u0081\u0082\0\0\0\0hi" + "\u0089\u0083\0\0\0\0abc");
            assertThat(in.readUnsignedShort()).as("pong of 3 bytes").isEqualTo(0x8A03);
            assertThat(in.readNBytes(3)).containsExactly('a', 'b', 'c');
            publisher.videoHeader(0, 0);
            publisher.audio(0, 1);
            int frames = 0;
            while (frames < 3) {
                int kind = in.readUnsignedByte();
                int length = in.readUnsignedByte();
                in.skipNBytes(length == 126 ? in.readUnsignedShort() : length);
                if (kind != 0x89) {
                    assertThat(kind).as("final, binary, no extension").isEqualTo(0x82);
                    assertThat(length).as("no mask").isLessThan(127);
                    frames++;
                }
            }
        }
    }

    private WebSocket open(String path) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + relay.port() + path), frames)
                .get();
    }

    private static String tag(byte[] frame) throws Exception {
        byte[] whole = new byte[13 + frame.length];
        System.arraycopy(new byte[] {'F', 'L', 'V', 1, 0, 0, 0, 0, 9, 0, 0, 0, 0}, 0, whole, 0, 13);
        System.arraycopy(frame, 0, whole, 13, frame.length);
        FlvStream stream = new FlvStream(new ByteArrayInputStream(whole));
        String mark = stream.next().mark();
        assertThat(stream.next()).isNull();
        return mark;
    }
}
