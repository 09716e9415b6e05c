package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.it.Rest.App;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever an administrator does is in the audit with the address from which it was asked for. */
class AuditAddressIT {

    @Test
    void everythingThatAdministratorsDoHasAnAddress() throws Exception {
        ParleyServer server = ParleyServer.shared();
        Rest rest = new Rest(server);
        String begin = server.database().texts("select now()").get(0);
        App app = rest.createApp("addresses");
        String path = "/apps/" + app.id();
        String name = "addressed-" + System.nanoTime();
        rest.post("/admins", Map.of("username", name, "password", "first password", "roles", List.of("operator")));
        rest.put("/admins/roles", Map.of("username", name, "roles", List.of("auditor"), "reason", "moved"));
        rest.put("/admins/password", Map.of("username", name, "password", "second password", "reason", "lost"));
        String session = Json.parse(new String(java.util.Base64.getUrlDecoder()
                        .decode(rest.post("/sessions", Map.of("username", name, "password", "second password"))
                                .get("accessToken")
                                .asText()
                                .split("\\.")[1])))
                .get("jti")
                .asText();
        rest.post("/sessions/" + session + "/endings", Map.of("reason", "lost"));
        rest.post("/admins/disablings", Map.of("username", name, "reason", "left"));
        rest.post(path + "/media-urls", Map.of("roomID", "r", "userID", "u", "streamID", "s", "direction", "publish"));
        rest.post(path + "/bans", Map.of("userID", "u", "forbids", "join", "reason", "spam"));
        rest.post(path + "/secrets", Map.of("reason", "rotation"));
        rest.get("/audit?limit=1");
        assertThat(rest.tryGet(path + "/reports/usage?format=csv").status()).isEqualTo(200);
        assertThat(rest.tryGet(path + "/stays?format=csv").status()).isEqualTo(200);
        assertThat(rest.tryPost("/reports/sums/rebuild", Map.of("from", "2026-11-01T00:00:00Z"))
                        .status())
                .isBetween(200, 299);
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"));
                RtmpProbe push = new RtmpProbe(a.publishUrl("cam"))) {
            push.publish();
            assertThat(push.answer()).isEqualTo("NetStream.Publish.Start");
            rest.post(path + "/previews", Map.of("streamID", "cam"));
            rest.post(path + "/kicks", Map.of("roomID", "room", "userID", "a", "reason", "enough"));
        }
        String since = " from audit_entry where actor_kind = 'ADMIN' and occurred_at >= cast(? as timestamptz)";
        assertThat(server.database().texts("select distinct action" + since, begin))
                .contains(
                        "APP_CREATE",
                        "ADMIN_CREATE",
                        "ADMIN_CHANGE",
                        "ADMIN_DISABLE",
                        "PASSWORD_CHANGE",
                        "SESSION_END",
                        "MEDIA_URL_ISSUE",
                        "TOKEN_ISSUE",
                        "STREAM_PREVIEW",
                        "REPORT_EXPORT",
                        "REPORT_REBUILD",
                        "RECORD_EXPORT",
                        "AUDIT_READ");
        assertThat(server.database().texts("select distinct action" + since + " and address <> '127.0.0.1'", begin))
                .isEmpty();
    }
}
