package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.it.Rest.App;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server is emptied before it is stopped, and the records say how each call ended. */
class DrainIT {

    @Test
    void serverThatDrainsTakesNobodyInAndLetsCallsEndByThemselvesForAWhile() throws Exception {
        ParleyServer server = ParleyServer.with("drain", Map.of("parley.demo", "false"));
        Rest rest = new Rest(server);
        App app = rest.createApp("drain");
        String late = rest.token(app, "late");
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"));
                RtmpProbe stays = new RtmpProbe(a.publishUrl("stays"));
                RtmpProbe leaves = new RtmpProbe(a.publishUrl("leaves"))) {
            for (RtmpProbe each : new RtmpProbe[] {stays, leaves}) {
                each.publish();
                assertThat(each.answer()).isEqualTo("NetStream.Publish.Start");
            }
            Rest.Answer wrong = rest.tryPost("/node/drain", Map.of("seconds", -1));
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(rest.tryPost("/node/drain", Map.of("seconds", 4)).status())
                    .isEqualTo(202);

            if (OnServer.Kind.present() == OnServer.Kind.WILDFLY) {
                Rest.Answer ready = Rest.page(server.management() + "/health/ready");
                assertThat(ready.status()).isEqualTo(503);
                assertThat(ready.text()).contains("draining");
            }
            Rest.Answer own = Rest.page(server.http() + "/parley/health/ready");
            assertThat(own.status()).isEqualTo(503);
            assertThat(own.text()).contains("\"status\":\"DOWN\"").contains("draining");
            assertThat(Rest.page(server.http() + "/parley/health/live").status())
                    .isEqualTo(200);
            try (SignalClient b = new SignalClient(server)) {
                assertThat(b.login(app, "room", "late", late, false)
                                .path("refusal")
                                .asText())
                        .isEqualTo("TRY_LATER");
            }
            leaves.close();
            Eventually.holds(() -> assertThat(ends(server, app)).containsExactly("leaves MEDIA_CONNECTION_LOST"));
            Eventually.holds(() -> assertThat(ends(server, app))
                    .containsExactlyInAnyOrder("leaves MEDIA_CONNECTION_LOST", "stays NODE_STOPPED"));
            assertThat(
                            server.database()
                                    .texts(
                                            "select actor_id || ' ' || (detail->>'seconds') from audit_entry where action = 'NODE_DRAIN'"))
                    .containsExactly("admin 4");
        }
    }

    private static List<String> ends(ParleyServer server, App app) {
        return server.database()
                .texts(
                        "select stream_id || ' ' || end_reason from publication where app_id = ? and end_reason is not null"
                                + " order by ended_at",
                        app.id());
    }
}
