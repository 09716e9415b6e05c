package io.parley.relay.rtmp;

import static io.parley.relay.rtmp.HandshakeDigest.PACKET;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.parley.relay.config.TrustedProxies;
import io.parley.relay.connection.ConnectionDeadline;
import io.parley.relay.connection.ProtocolPipelines;
import io.parley.relay.connection.ProtocolSniffer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("counts the memory of the whole process")
class HandshakeConformanceTest {

    private final EmbeddedRelay relay = new EmbeddedRelay();
    private final EmbeddedClient client = relay.accept();

    @AfterEach
    void nothingIsLeft() {
        relay.close();
    }

    @Test
    void h1_simpleC1IsAnsweredAtOnceInOneWriteThatEndsInItsEcho() {
        byte[] c1 = simpleC1();
        client.send(c0c1(c1), 0, PACKET);
        assertThat((Object) client.channel().readOutbound())
                .as("before C1 is whole")
                .isNull();
        client.send(c0c1(c1), PACKET, 1 + PACKET);
        byte[] answer = outbound();
        assertThat(answer).hasSize(1 + 2 * PACKET);
        assertThat(answer[0]).isEqualTo((byte) 3);
        assertThat(s1(answer)).startsWith(0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(s2(answer)).isEqualTo(c1);
        assertThat((Object) client.channel().readOutbound()).isNull();
    }

    @Test
    void h2_simpleS1ClaimsNoVersionThatWouldMakeFfmpegLookForADigest() {
        client.send(c0c1(simpleC1()));
        assertThat(s1(outbound())[4]).isLessThan((byte) 3).isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(ints = {772, 8})
    void h3_validDigestIsAnsweredByItsOwnSchemaAndSigned(int schema) {
        byte[] c1 = HandshakeDigest.c1(schema);
        client.send(c0c1(c1));
        byte[] answer = outbound();
        assertThat(s1(answer)[4]).as("version from which FFmpeg verifies").isGreaterThanOrEqualTo((byte) 3);
        assertThat(HandshakeDigest.isServerDigest(s1(answer), schema)).isTrue();
        assertThat(s2(answer)).isNotEqualTo(c1);
        assertThat(HandshakeDigest.isSignature(s2(answer), c1, schema)).isTrue();
    }

    @Test
    void h4_versionWithoutAValidDigestIsAnsweredAsSimple() {
        byte[] c1 = HandshakeDigest.c1(8);
        c1[HandshakeDigest.digestPosition(c1, 8) + 7] ^= 1;
        client.send(c0c1(c1));
        byte[] answer = outbound();
        assertThat(s1(answer)).startsWith(0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(s2(answer)).isEqualTo(c1);
        assertThat(client.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"S1", "noise", "zeros"})
    void h5_c2MayHoldAnything(String content) {
        client.send(c0c1(simpleC1()));
        byte[] s1 = s1(outbound());
        byte[] c2 =
                switch (content) {
                    case "S1" -> s1;
                    case "noise" -> simpleC1();
                    default -> new byte[PACKET];
                };
        client.send(c2).send(new Wire().connect());
        assertThat(messages()).contains("NetConnection.Connect.Success");
    }

    @Test
    void h6_handshakeAndConnectMayArriveInAnyPieces() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(c0c1(simpleC1()));
        whole.writeBytes(new byte[PACKET]);
        whole.writeBytes(new Wire().connect().createStream(2).bytes());
        Replay.Session session = Replay.connection(whole.toByteArray());
        assertThat(session.said()).containsExactly("type 5", "type 6", "NetConnection.Connect.Success", "_result");
        assertThat(session.open()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 6, 8, 9, 0x16, 0x20, 0x7F, 0xFF})
    void h7_otherFirstBytesAreClosedQuietly(int first) {
        EmbeddedChannel port = new EmbeddedChannel(new ProtocolSniffer(new ProtocolPipelines(
                TrustedProxies.NONE, null, channel -> RtmpPipeline.install(channel, relay.hub), channel -> {})));
        port.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) first, 1, 2}));
        assertThat(port.isOpen()).isFalse();
        assertThat((Object) port.readOutbound()).isNull();
        long before = ProtocolErrorCounters.counts().get("HANDSHAKE_VERSION");
        client.send(new byte[] {(byte) first});
        assertThat(client.isOpen()).as("without the sniffer before it").isFalse();
        assertThat(ProtocolErrorCounters.counts().get("HANDSHAKE_VERSION")).isEqualTo(before + 1);
    }

    @Test
    void h8_deadlineRunsFromAcceptHoweverTheBytesTrickle() {
        EmbeddedChannel channel = client.channel();
        channel.pipeline().addFirst(new ConnectionDeadline(5_000));
        byte[] bytes = EmbeddedClient.handshake();
        for (int second = 0; second < 4; second++) {
            client.send(bytes, second, second + 1);
            relay.advance(1_000);
            assertThat(client.isOpen()).isTrue();
        }
        client.send(bytes, 4, bytes.length).send(new Wire().connect());
        assertThat(client.isOpen())
                .as("handshake and connect alone end nothing")
                .isTrue();
        relay.advance(1_001);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void h8_deadlineEndsWithTheQuestionToTheGate() {
        client.channel().pipeline().addFirst(new ConnectionDeadline(5_000));
        client.shakeHands().send(new Wire().publish("a"));
        for (int second = 0; second < 7; second++) {
            relay.advance(1_000);
            client.send(new Wire().audio(second, "af01"));
        }
        assertThat(client.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 700, 1 + PACKET, 2_000, 1 + 2 * PACKET})
    void h9_connectionsThatEndInTheHandshakeLeaveNothing(int bytes) {
        client.send(EmbeddedClient.handshake(), 0, bytes);
        client.channel().pipeline().fireExceptionCaught(new java.io.IOException("Connection reset by peer"));
        client.run();
        assertThat(client.isOpen()).isFalse();
    }

    private static byte[] simpleC1() {
        byte[] c1 = new byte[PACKET];
        for (int i = 8; i < PACKET; i++) {
            c1[i] = (byte) (i * 31);
        }
        return c1;
    }

    private static byte[] c0c1(byte[] c1) {
        return ByteBufUtil.getBytes(Unpooled.buffer().writeByte(3).writeBytes(c1));
    }

    private static byte[] s1(byte[] answer) {
        return Arrays.copyOfRange(answer, 1, 1 + PACKET);
    }

    private static byte[] s2(byte[] answer) {
        return Arrays.copyOfRange(answer, 1 + PACKET, 1 + 2 * PACKET);
    }

    private byte[] outbound() {
        ByteBuf answer = client.channel().readOutbound();
        byte[] bytes = ByteBufUtil.getBytes(answer);
        answer.release();
        return bytes;
    }

    /** The messages after a handshake that the test has read itself. */
    private java.util.List<String> messages() {
        EmbeddedChannel decoder =
                new EmbeddedChannel(new RtmpChunkDecoder(new ChunkLimits(32, 1 << 20, 1 << 20, 1 << 20, 1 << 20)));
        decoder.writeInbound(Unpooled.wrappedBuffer(outbound()));
        java.util.List<String> names = new java.util.ArrayList<>();
        for (RtmpMessage message = decoder.readInbound(); message != null; message = decoder.readInbound()) {
            names.add(new RtmpClient.Message(message.type(), 0, ByteBufUtil.getBytes(message.body())).name());
            message.release();
        }
        decoder.finishAndReleaseAll();
        return names;
    }
}
