package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.rtmp.RtmpClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that guess tickets are refused without asking the gate. */
class RefusedTicketsTest extends RelayFixture {

    private static final int N = 3;

    @Override
    protected RelayConfig config() {
        return super.config().with(RelaySetting.REFUSED_TICKETS_PER_MINUTE, N);
    }

    @Test
    void afterSoManyDenialsTheGateIsNotAskedForThatAddressAnyMore() throws Exception {
        gate.onPublish = (request, reply) -> reply.refuse(GateRefusal.DENIED);
        for (int i = 0; i < N; i++) {
            assertThat(publish()).isEqualTo("NetStream.Publish.Denied");
        }
        assertThat(gate.publishRequests).hasSize(N);
        assertThat(publish()).isEqualTo("NetStream.Publish.Denied");
        assertThat(gate.publishRequests).as("n + 1 is not asked for").hasSize(N);
        assertThat(relay.connections().refusedUnasked()).isEqualTo(1);
        assertThat(play("127.0.0.1")).as("players count with publishers").startsWith("HTTP/1.1 403");
        assertThat(gate.playRequests).isEmpty();
        assertThat(relay.connections().refusedUnasked()).isEqualTo(2);
        gate.onPlay = (request, reply) -> reply.refuse(GateRefusal.UNAVAILABLE);
        assertThat(play("127.0.0.2")).as("another address").startsWith("HTTP/1.1 503");
    }

    @Test
    void oneFewerThanSoManyDoesNotLockOut() throws Exception {
        gate.onPublish = (request, reply) -> reply.refuse(GateRefusal.DENIED);
        for (int i = 0; i < N - 1; i++) {
            publish();
        }
        gate.onPublish = (request, reply) -> reply.accept(gate.nextId());
        assertThat(publish()).isEqualTo("NetStream.Publish.Start");
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_USE", "UNAVAILABLE", "NOT_FOUND"})
    void otherRefusalsAreNoGuesses(GateRefusal refusal) throws Exception {
        gate.onPublish = (request, reply) -> reply.refuse(refusal);
        for (int i = 0; i < N + 2; i++) {
            publish();
        }
        assertThat(gate.publishRequests).hasSize(N + 2);
    }

    private String publish() throws IOException {
        try (RtmpClient client = client()) {
            return client.publish("a");
        }
    }

    private String play(String from) throws IOException {
        try (RawClient client = new RawClient(relay.port(), from)) {
            client.send("GET /live/a.flv HTTP/1.1\r\n\r\n");
            client.socket.setSoTimeout(Patience.MILLIS);
            return HttpFlvTest.head(client.socket.getInputStream());
        }
    }
}
