package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.rtmp.RtmpClient;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DrainTest extends RelayFixture {

    private static final int LONG = 30_000;
    private static final String REQUEST = "NetConnection.Connect.ReconnectRequest";

    @Override
    protected RelayConfig config() {
        return super.config()
                .with(RelaySetting.HANDSHAKE_DEADLINE_MS, 3_000)
                .with(RelaySetting.PUBLISHER_GRACE_MS, 10_000);
    }

    @Test
    void x7_publishersThatKnowHowAreAskedToConnectAnewAndAllGoOnUntilTheyLeave() throws Exception {
        try (RtmpClient modern = publisher("a", 1);
                RtmpClient other = publisher("b", 2);
                RtmpClient player = player("a")) {
            Thread draining = drain(LONG);
            assertThat(modern.awaitName("NetConnection.")).isEqualTo(REQUEST);
            assertThatThrownBy(this::client).isInstanceOf(IOException.class);
            modern.key(0, 1, 10);
            assertThat(player.media(1)).hasSize(1);
            other.key(0, 1, 10);
            other.sync();
            modern.command(0, "deleteStream", 7, null, 1.0);
            assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.CLIENT);
            modern.close();
            assertThat(player.awaitName("NetStream.Play.Unpublish")).isNotNull();
            player.close();
            assertThat(draining.isAlive()).isTrue();
            other.command(0, "deleteStream", 7, null, 1.0);
            assertThat(other.rest()).extracting(RtmpClient.Message::name).doesNotContain(REQUEST);
            assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.CLIENT);
            draining.join(Patience.MILLIS);
            assertThat(draining.isAlive()).isFalse();
        }
    }

    @Test
    void whoeverHasNotLeftInTimeIsShutDown() throws Exception {
        restart(config().with(RelaySetting.DRAIN_MS, 700));
        try (RtmpClient publisher = publisher("a", 1)) {
            long begin = System.nanoTime();
            relay.close();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isGreaterThanOrEqualTo(700L);
            assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.SHUTDOWN);
            assertThat(publisher.awaitName("NetStream.Publish.Denied")).isNotNull();
        }
    }

    @Test
    void closingCutsTheDrainingShort() throws Exception {
        try (RtmpClient publisher = publisher("a", 1)) {
            Thread draining = drain(LONG);
            assertThat(publisher.awaitName("NetConnection.")).isEqualTo(REQUEST);
            relay.close();
            assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.SHUTDOWN);
            draining.join(Patience.MILLIS);
            assertThat(draining.isAlive()).isFalse();
        }
    }

    @Test
    void publisherThatIsLostWhileDrainingIsNotWaitedFor() throws Exception {
        RtmpClient publisher = publisher("a", 1);
        Thread draining = drain(LONG);
        assertThat(publisher.awaitName("NetConnection.")).isEqualTo(REQUEST);
        publisher.reset();
        assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.CONNECTION_LOST);
        draining.join(Patience.MILLIS);
        assertThat(draining.isAlive()).isFalse();
    }

    private Thread drain(int millis) {
        Thread draining = new Thread(() -> relay.drain(millis));
        draining.start();
        return draining;
    }

    private RtmpClient publisher(String key, int capsEx) throws IOException {
        RtmpClient client = client();
        client.connect("live", capsEx);
        client.command(0, "createStream", 4, (Object) null);
        client.command(1, "publish", 5, null, key, "live");
        assertThat(client.awaitName("NetStream.")).isEqualTo("NetStream.Publish.Start");
        return client;
    }
}
