package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.rtmp.RtmpClient;
import io.parley.relay.transport.CongestionControl;
import io.parley.relay.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The congestion control of sockets. reno is there on every Linux, and hardly anywhere the system's. */
class CongestionControlTest extends RelayFixture {

    @BeforeAll
    static void onLinux() {
        assumeTrue(Epoll.isAvailable(), "no epoll here, and no such option");
    }

    @Override
    protected RelayConfig config() {
        return super.config().withCongestionControl("reno");
    }

    @Test
    void socketTakesTheOneItIsAskedForAndKeepsItsOwnWithoutOne() {
        EpollSocketChannel socket = new EpollSocketChannel();
        try {
            String systems = controlOf(socket);
            CongestionControl.SYSTEM.apply(socket);
            assertThat(controlOf(socket)).isEqualTo(systems);
            CongestionControl.of("reno", Transport.EPOLL).apply(socket);
            assertThat(controlOf(socket)).isEqualTo("reno");
        } finally {
            socket.unsafe().closeForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"system", "nosuchcontrol"})
    void unknownOneIsTheSystems(String name) {
        assertThat(CongestionControl.of(name, Transport.EPOLL)).isSameAs(CongestionControl.SYSTEM);
        assertThat(CongestionControl.of("reno", Transport.NIO)).isSameAs(CongestionControl.SYSTEM);
    }

    @Test
    void onlySocketsOfPlayersAskForIt() throws Exception {
        try (RtmpClient publisher = publisher("a");
                RtmpClient player = player("a")) {
            publisher.key(0, 1, 100);
            player.media(1);
            List<String> sockets = sockets();
            assumeTrue(!sockets.isEmpty(), "ss is not on the PATH");
            assertThat(sockets).hasSize(2);
            assertThat(sockets).filteredOn(line -> line.contains(" reno ")).hasSize(1);
        }
    }

    /** What ss says of the relay's connections, one a line. */
    private List<String> sockets() throws InterruptedException {
        try {
            Process list = new ProcessBuilder("ss", "-tinHO", "state", "established", "sport = :" + relay.port())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String all = new String(list.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            list.waitFor();
            return all.lines().toList();
        } catch (IOException missing) {
            return List.of();
        }
    }

    private static String controlOf(EpollSocketChannel socket) {
        byte[] name = new byte[16];
        ByteBuffer value = socket.config().getOption(new RawUnixChannelOption("TCP_CONGESTION", 6, 13, name.length));
        value.get(name);
        return new String(name, StandardCharsets.US_ASCII).trim();
    }
}
