package io.parley.relay.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.parley.relay.config.TrustedProxies;
import io.parley.relay.hub.RemoteAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** PROXY headers before the sniffer, cut wherever they can be. */
class ProxyHeaderTest {

    private static final String V2 = "\r\n\r\n\0\r\nQUIT\n";
    private static final String PEER = "10.0.0.9";

    /** Whatever follows the header, with the protocol it was taken for before it. */
    private final StringBuilder heard = new StringBuilder();

    static Stream<Arguments> headers() {
        String ports = "\22\64\7\217";
        String tcp4 = "\313\0\161\7" + "\12\0\0\1" + ports;
        String tcp6 = "\40\1\15\270" + "\0".repeat(11) + "\7" + "\0".repeat(15) + "\1" + ports;
        return Stream.of(
                Arguments.of("PROXY TCP4 203.0.113.7 10.0.0.1 4711 1935\r\n", "203.0.113.7"),
                Arguments.of("PROXY TCP6 2001:db8::7 2001:db8::1 4711 1935\r\n", "2001:db8:0:0:0:0:0:7"),
                Arguments.of("PROXY UNKNOWN\r\n", PEER),
                Arguments.of(V2 + "!\21\0\14" + tcp4, "203.0.113.7"),
                Arguments.of(V2 + "!!\0$" + tcp6, "2001:db8:0:0:0:0:0:7"),
                Arguments.of(V2 + "!\21\0\24" + tcp4 + "\4\0\5extra", "203.0.113.7"),
                Arguments.of(V2 + " \21\0\14" + tcp4, PEER),
                Arguments.of(V2 + " \0\0\0", PEER),
                Arguments.of(V2 + "!\0\0\0", PEER));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void h10_headerOfATrustedPeerNamesTheClientWhereverItIsCut(String header, String client) {
        for (String inside : List.of("\3rtmp", "GET http")) {
            String all = header + inside;
            for (int cut = 0; cut <= all.length(); cut++) {
                heard.setLength(0);
                EmbeddedChannel channel = open(PEER);
                write(channel, all.substring(0, cut));
                write(channel, all.substring(cut));
                assertThat(RemoteAddress.of(channel)).as("cut at %d", cut).isEqualTo(client);
                assertThat(heard.toString()).isEqualTo((inside.startsWith("G") ? "http:" : "rtmp:") + inside);
                channel.finishAndReleaseAll();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("headers")
    void h10_headerOfAnotherPeerCloses(String header) {
        EmbeddedChannel channel = open("10.0.0.10");
        write(channel, header + "\3rtmp");
        assertThat(channel.isOpen()).isFalse();
        assertThat(heard.toString()).isEmpty();
        assertThat(RemoteAddress.of(channel)).isEqualTo("10.0.0.10");
    }

    @Test
    void h10_trustedPeerNeedNotSendOne() {
        for (String inside : List.of("\3rtmp", "GET http", "PUT http", "PROPFIND http")) {
            heard.setLength(0);
            EmbeddedChannel channel = open(PEER);
            for (int i = 0; i < inside.length(); i++) {
                write(channel, inside.substring(i, i + 1));
            }
            assertThat(heard.toString()).endsWith(":" + inside);
            assertThat(RemoteAddress.of(channel)).isEqualTo(PEER);
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void h10_brokenHeadersClose() {
        for (String broken : List.of(
                "PROXY TCP4 localhost 10.0.0.1 4711 1935\r\n",
                "PROXY TCP4 203.0.113.7 10.0.0.1 4711 99999\r\n",
                "PROXY " + "x".repeat(200),
                V2 + "\21\21\0\14" + "x".repeat(12),
                V2 + "!\21\377\377" + "x".repeat(5_000))) {
            EmbeddedChannel channel = open(PEER);
            write(channel, broken);
            assertThat(channel.isOpen()).as(broken).isFalse();
            assertThat(heard.toString()).isEmpty();
        }
    }

    @Test
    void h10_oneHeaderIsEnough() {
        String header = V2 + " \0\0\0";
        EmbeddedChannel channel = open(PEER);
        write(channel, header + header);
        assertThat(channel.isOpen()).isFalse();
    }

    private EmbeddedChannel open(String peer) {
        EmbeddedChannel channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(peer, 4711);
            }
        };
        channel.pipeline()
                .addLast(new ProtocolSniffer(new ProtocolPipelines(
                        TrustedProxies.of(List.of(PEER)),
                        null,
                        into -> hear(into, "rtmp:"),
                        into -> hear(into, "http:"))));
        return channel;
    }

    private void hear(Channel channel, String protocol) {
        heard.append(protocol);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object msg) {
                ByteBuf bytes = (ByteBuf) msg;
                heard.append(new String(ByteBufUtil.getBytes(bytes), ISO_8859_1));
                bytes.release();
            }
        });
    }

    private static void write(EmbeddedChannel channel, String bytes) {
        if (!bytes.isEmpty() && channel.isOpen()) {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes.getBytes(ISO_8859_1)));
        }
    }
}
