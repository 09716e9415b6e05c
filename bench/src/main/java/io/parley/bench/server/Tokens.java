package io.parley.bench.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The REST interface as an administrator sees it: an app of its own for the run, and tokens for its users. */
public final class Tokens {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String api;
    private final String authorization;
    private final long app;

    /** @param name of the app that is made for the run */
    public Tokens(String url, String user, String password, String name) throws IOException, InterruptedException {
        api = url + "/parley/api/v1";
        Map<String, String> credentials = Map.of("username", user, "password", password);
        authorization = "Bearer "
                + send(request("/sessions", credentials)).get("accessToken").asText();
        app = post("/apps", Map.of("name", name)).get("appID").asLong();
    }

    public long app() {
        return app;
    }

    public String token(String user) throws IOException, InterruptedException {
        return post("/apps/" + app + "/temporary-tokens", Map.of("userID", user))
                .get("token")
                .asText();
    }

    /**
     * An RTMP address for a device, with its ticket, for the length of a run.
     *
     * @param direction {@code publish} or {@code play}
     * @param connections the number that may use it
     */
    public String mediaUrl(String room, String stream, String direction, int connections)
            throws IOException, InterruptedException {
        Map<String, Object> body = Map.of(
                "roomID", room,
                "userID", direction + "-" + stream,
                "streamID", stream,
                "direction", direction,
                "effectiveSeconds", 3_600,
                "maxConnections", connections);
        return post("/apps/" + app + "/media-urls", body).get("rtmp").asText();
    }

    /** An RTMP address to play a stream from, for the length of a run. */
    public String playUrl(String room, String stream) throws IOException, InterruptedException {
        Map<String, Object> body = Map.of(
                "roomID",
                room,
                "userID",
                "watch-" + stream,
                "streamID",
                stream,
                "direction",
                "play",
                "effectiveSeconds",
                3_600);
        return post("/apps/" + app + "/media-urls", body).get("rtmp").asText();
    }

    /** Stays of callers that the server has recorded as lost. */
    public int lost() throws IOException, InterruptedException {
        int lost = 0;
        for (JsonNode row : ended("CONNECTION_LOST")) {
            lost += row.path("userID").asText().startsWith("call") ? 1 : 0;
        }
        return lost;
    }

    /** The number of stays of the run's app that have ended for this reason. */
    public int endedStays(String reason) throws IOException, InterruptedException {
        return ended(reason).size();
    }

    private List<JsonNode> ended(String reason) throws IOException, InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = send(HttpRequest.newBuilder(URI.create(api + "/apps/" + app + "/stays?limit=200&reason="
                            + reason + (next.isEmpty() ? "" : "&cursor=" + next)))
                    .header("Authorization", authorization)
                    .GET());
            page.path("rows").forEach(rows::add);
            next = page.path("next").asText("");
        } while (!next.isEmpty());
        return rows;
    }

    private JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send(request(path, body).header("Authorization", authorization));
    }

    private HttpRequest.Builder request(String path, Map<String, ?> body) {
        return HttpRequest.newBuilder(URI.create(api + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.valueToTree(body).toString()));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
