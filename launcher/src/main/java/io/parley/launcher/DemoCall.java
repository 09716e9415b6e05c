package io.parley.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A demo app with two users in one room, made through the REST interface like any customer would.
 *
 * @param firstLink the debug page of the first user
 * @param secondLink the debug page of the second user
 * @param pushUrl where an encoder can push as the second user
 */
record DemoCall(long appID, String firstLink, String secondLink, String pushUrl) {

    private static final String NAME = "demo";
    private static final String ROOM = "demo-room";
    private static final int ONE_DAY = 24 * 3600;

    static DemoCall prepare(FirstAdmin admin) throws IOException, InterruptedException {
        Rest rest = new Rest();
        rest.signIn(admin);
        long app = app(rest);
        String push = rest.post(
                        "/apps/" + app + "/media-urls",
                        Map.of(
                                "roomID", ROOM,
                                "userID", "demo-b",
                                "userName", "Demo B",
                                "streamID", "demo-b_main",
                                "direction", "publish",
                                "effectiveSeconds", ONE_DAY))
                .get("rtmp")
                .asText();
        return new DemoCall(
                app, link(rest, app, "demo-a", "Demo A", push), link(rest, app, "demo-b", "Demo B", ""), push);
    }

    private static long app(Rest rest) throws IOException, InterruptedException {
        for (JsonNode app : rest.get("/apps")) {
            if (NAME.equals(app.get("name").asText())) {
                return app.get("appID").asLong();
            }
        }
        return rest.post("/apps", Map.of("name", NAME)).get("appID").asLong();
    }

    /** Everything is behind the number sign, which browsers do not send to any server. */
    private static String link(Rest rest, long app, String user, String name, String push)
            throws IOException, InterruptedException {
        String token = rest.post(
                        "/apps/" + app + "/temporary-tokens",
                        Map.of("userID", user, "roomID", ROOM, "effectiveSeconds", ONE_DAY))
                .get("token")
                .asText();
        String link = "http://127.0.0.1:" + ServerProcess.httpPort() + "/parley/debug/#appID=" + app + "&roomID=" + ROOM
                + "&userID=" + user + "&userName=" + encode(name) + "&token=" + encode(token);
        return push.isEmpty() ? link : link + "&push=" + encode(push);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The little of REST that is needed here. */
    private static final class Rest {

        private final HttpClient client = HttpClient.newHttpClient();
        private final ObjectMapper json = new ObjectMapper();
        private String authorization = "";

        void signIn(FirstAdmin admin) throws IOException, InterruptedException {
            JsonNode session = post("/sessions", Map.of("username", admin.username(), "password", admin.password()));
            authorization = "Bearer " + session.get("accessToken").asText();
        }

        JsonNode get(String path) throws IOException, InterruptedException {
            return send(request(path).GET().build());
        }

        JsonNode post(String path, Map<String, Object> body) throws IOException, InterruptedException {
            return send(request(path)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                    .build());
        }

        private HttpRequest.Builder request(String path) {
            HttpRequest.Builder builder = HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + ServerProcess.httpPort() + "/parley/api/v1" + path));
            return authorization.isEmpty() ? builder : builder.header("Authorization", authorization);
        }

        private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(
                        "the demo call was not set up: " + request.uri().getPath() + " answered "
                                + answer.statusCode() + " " + answer.body()
                                + (answer.statusCode() == 401
                                        ? "\nThe data directory was made with another admin password: set PARLEY_ADMIN_PASSWORD to it,"
                                                + " or PARLEY_DEMO=false."
                                        : ""));
            }
            return json.readTree(answer.body());
        }
    }
}
