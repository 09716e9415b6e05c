package io.parley.relay.rtmp;

import static io.parley.relay.rtmp.HandshakeDigest.PACKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpHandshakeHandlerTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new RtmpHandshakeHandler());

    @Test
    void simpleHandshakeEchoesC1AndClaimsNoVersion() {
        byte[] c1 = simpleC1();
        channel.writeInbound(c0c1(c1));
        byte[] answer = outbound();
        assertThat(answer).hasSize(1 + 2 * PACKET);
        assertThat(answer[0]).isEqualTo((byte) 3);
        assertThat(Arrays.copyOfRange(answer, 5, 9)).as("S1 version").containsOnly(0);
        assertThat(Arrays.copyOfRange(answer, 1 + PACKET, 1 + 2 * PACKET))
                .as("S2")
                .isEqualTo(c1);
    }

    @ParameterizedTest
    @ValueSource(ints = {772, 8})
    void digestHandshakeIsSignedByTheClientsSchema(int schema) {
        byte[] c1 = HandshakeDigest.c1(schema);
        channel.writeInbound(c0c1(c1));
        byte[] answer = outbound();
        byte[] s1 = Arrays.copyOfRange(answer, 1, 1 + PACKET);
        assertThat(s1[4]).as("version from which FFmpeg verifies").isGreaterThanOrEqualTo((byte) 3);
        assertThat(HandshakeDigest.isServerDigest(s1, schema)).isTrue();
        assertThat(Arrays.copyOfRange(answer, 1 + PACKET, 1 + 2 * PACKET)).isNotEqualTo(c1);
    }

    @Test
    void falseDigestFallsBackToSimple() {
        byte[] c1 = HandshakeDigest.c1(8);
        int at = HandshakeDigest.digestPosition(c1, 8);
        c1[at + 7] ^= 1;
        channel.writeInbound(c0c1(c1));
        byte[] answer = outbound();
        assertThat(Arrays.copyOfRange(answer, 1 + PACKET, 1 + 2 * PACKET)).isEqualTo(c1);
    }

    @Test
    void answersBeforeC2AndLetsGoAfterIt() {
        channel.writeInbound(c0c1(simpleC1()));
        assertThat(outbound()).hasSize(1 + 2 * PACKET);
        assertThat(channel.pipeline().get(RtmpHandshakeHandler.class)).isNotNull();
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[PACKET]));
        assertThat(channel.pipeline().get(RtmpHandshakeHandler.class)).isNull();
    }

    @Test
    void losesNoByteWhereverTheStreamIsCut() {
        byte[] whole = new byte[1 + 2 * PACKET + 5];
        whole[0] = 3;
        for (int i = 0; i < 5; i++) {
            whole[1 + 2 * PACKET + i] = (byte) ('a' + i);
        }
        for (int cut = 1; cut < whole.length; cut++) {
            EmbeddedChannel each = new EmbeddedChannel(new RtmpHandshakeHandler());
            each.writeInbound(Unpooled.copiedBuffer(whole, 0, cut));
            each.writeInbound(Unpooled.copiedBuffer(whole, cut, whole.length - cut));
            StringBuilder rest = new StringBuilder();
            for (ByteBuf read = each.readInbound(); read != null; read = each.readInbound()) {
                rest.append(read.toString(java.nio.charset.StandardCharsets.US_ASCII));
                read.release();
            }
            assertThat(rest.toString()).as("cut at %d", cut).isEqualTo("abcde");
            each.finishAndReleaseAll();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, 8, 0x16, 0xFF})
    void otherVersionsAreRefused(int version) {
        assertThatThrownBy(() -> channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) version})))
                .isInstanceOf(ProtocolViolation.class);
        channel.finishAndReleaseAll();
    }

    private static byte[] simpleC1() {
        byte[] c1 = new byte[PACKET];
        for (int i = 8; i < PACKET; i++) {
            c1[i] = (byte) (i * 31);
        }
        return c1;
    }

    private static ByteBuf c0c1(byte[] c1) {
        return Unpooled.buffer().writeByte(3).writeBytes(c1);
    }

    private byte[] outbound() {
        ByteBuf answer = channel.readOutbound();
        byte[] bytes = ByteBufUtil.getBytes(answer);
        answer.release();
        return bytes;
    }
}
