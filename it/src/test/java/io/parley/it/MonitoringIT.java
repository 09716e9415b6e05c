package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics and health, and who reads how much of them. */
class MonitoringIT {

    private static final String METRICS = "/parley/metrics";
    private static final String READY = "/parley/health/ready";
    private static final String LIVE = "/parley/health/live";
    private static final List<String> CHECKS = List.of("parley-node", "parley-memory", "parley-conditions");

    private static ParleyServer server;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
    }

    /** From another machine, by the proxy that the server trusts. */
    private static Answer fromElsewhere(String method, String path, String authorization) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getByName("127.0.0.1"), server.httpPort(), InetAddress.getByName(ParleyServer.PROXY), 0)) {
            String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "X-Forwarded-For: 203.0.113.7\r\nContent-Length: 0\r\n"
                    + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n") + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            return new Answer(Integer.parseInt(answer.substring(9, 12)), "", answer.substring(end + 4));
        }
    }

    private static HttpResponse<String> fromHere(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.http() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void prometheusOnThisMachineReadsMetricsOfRelayAndJvm() throws Exception {
        HttpResponse<String> answer = fromHere(METRICS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body())
                .contains("# TYPE parley_media_publications gauge", "parley_media_connections_closed{reason=")
                .contains("jvm_memory_used_bytes{area=\"heap\"", "jvm_threads_live_threads")
                // These need packages of the JDK that WildFly shows only to who asks for them.
                .contains("process_cpu_usage", "process_files_open_files")
                .contains("http_server_requests_seconds_count{method=\"GET\",status=\"2xx\"}");
        HttpResponse<String> open = fromHere(METRICS, "Accept", "application/openmetrics-text; version=1.0.0");
        assertThat(open.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "OPTIONS", "DELETE"})
    void forStrangersThereAreNoMetrics(String method) throws Exception {
        Answer metrics = fromElsewhere(method, METRICS, "");
        assertThat(metrics.status()).isEqualTo(404);
        assertThat(metrics.text())
                .isEqualTo(fromElsewhere(method.equals("HEAD") ? "HEAD" : "GET", "/parley/none", "")
                        .text());
    }

    @Test
    void aSystemAdministratorReadsThemFromAnywhereAndNobodyElseDoes() throws Exception {
        String admin = new TestAccount(server, "system-admin").authorization();
        String auditor = new TestAccount(server, "auditor").authorization();
        assertThat(fromElsewhere("GET", METRICS, admin).status()).isEqualTo(200);
        assertThat(fromElsewhere("GET", METRICS, auditor).status()).isEqualTo(404);
        assertThat(fromElsewhere("GET", METRICS, "Bearer nonsense").status()).isEqualTo(404);
        assertThat(fromElsewhere("GET", READY, admin).text()).contains("incarnation");
        assertThat(fromElsewhere("GET", READY, auditor).text()).doesNotContain("incarnation");
    }

    /** It makes all its clients look as if they were on this machine. */
    @Test
    void aProxyThatNobodyHasNamedOpensNothing() throws Exception {
        assertThat(fromHere(METRICS, "X-Forwarded-For", "203.0.113.7").statusCode())
                .isEqualTo(404);
        assertThat(fromHere(METRICS, "X-Forwarded-For", "127.0.0.1").statusCode())
                .isEqualTo(404);
        assertThat(fromHere(METRICS, "Forwarded", "for=203.0.113.7").statusCode())
                .isEqualTo(404);
        assertThat(fromHere(READY, "X-Forwarded-For", "203.0.113.7").body()).doesNotContain("incarnation");
    }

    @Test
    void strangersHearWhetherTheServerServesAndNothingElse() throws Exception {
        Answer ready = fromElsewhere("GET", READY, "");
        assertThat(ready.status()).isEqualTo(200);
        JsonNode json = Json.parse(ready.text());
        assertThat(json.get("status").asText()).isEqualTo("UP");
        assertThat(Json.texts(json.get("checks"), "name")).isEqualTo(CHECKS);
        assertThat(json.findValues("data")).isEmpty();
        Answer live = fromElsewhere("GET", LIVE, "");
        assertThat(live.status()).isEqualTo(200);
        assertThat(live.text()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
    }

    @Test
    @OnServer(OnServer.Kind.WILDFLY)
    void theServersOwnReadinessHasTheSameChecks() throws Exception {
        JsonNode ours = Json.parse(fromHere(READY).body());
        JsonNode managed =
                Json.parse(Rest.page(server.management() + "/health/ready").text());
        for (JsonNode check : ours.get("checks")) {
            assertThat(managed.get("checks")).as(check.toString()).anySatisfy(each -> {
                assertThat(each.get("name")).isEqualTo(check.get("name"));
                assertThat(each.get("status")).isEqualTo(check.get("status"));
                assertThat(each.path("data").properties().stream().map(java.util.Map.Entry::getKey))
                        .containsExactlyInAnyOrderElementsOf(check.path("data").properties().stream()
                                .map(java.util.Map.Entry::getKey)
                                .toList());
            });
        }
    }
}
