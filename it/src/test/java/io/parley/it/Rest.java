package io.parley.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The REST interface, signed in as the first administrator. */
public final class Rest {

    /** An answer, its body as a tree if it is JSON. */
    record Answer(int status, String type, String text) {

        JsonNode json() {
            return type.contains("json") ? Json.parse(text) : MissingNode.getInstance();
        }
    }

    /** An app of the tests' own. */
    public record App(long id, String secret) {}

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Eventually.PATIENCE).build();

    private final String base;
    private final String authorization;

    Rest(ParleyServer server) {
        this(server.http(), server.adminPassword());
    }

    /** For a server at this address. */
    public Rest(String http, String adminPassword) {
        base = http + "/parley/api/v1";
        Answer session = send("POST", "/sessions", Map.of("username", "admin", "password", adminPassword), "");
        if (session.status() != 200) {
            throw new IllegalStateException("signing in: " + session);
        }
        authorization = "Bearer " + session.json().get("accessToken").asText();
    }

    public App createApp(String name) {
        JsonNode app = post("/apps", Map.of("name", name));
        return new App(app.get("appID").asLong(), app.get("serverSecret").asText());
    }

    /** A token for one user, for any room. */
    public String token(App app, String userID) {
        return token(app, Map.of("userID", userID));
    }

    String token(App app, Map<String, ?> wish) {
        return post("/apps/" + app.id() + "/temporary-tokens", wish)
                .get("token")
                .asText();
    }

    String mediaUrl(App app, Map<String, ?> wish, String kind) {
        return post("/apps/" + app.id() + "/media-urls", wish).get(kind).asText();
    }

    JsonNode live(App app, String what, String roomID) {
        return get("/apps/" + app.id() + "/" + what + "?roomID=" + encode(roomID));
    }

    JsonNode get(String path) {
        return expect(send("GET", path, null, authorization));
    }

    JsonNode post(String path, Map<String, ?> body) {
        return expect(send("POST", path, body, authorization));
    }

    void put(String path, Map<String, ?> body) {
        Answer answer = send("PUT", path, body, authorization);
        if (answer.status() != 204) {
            throw new IllegalStateException(answer.toString());
        }
    }

    Answer tryPost(String path, Map<String, ?> body) {
        return send("POST", path, body, authorization);
    }

    Answer tryGet(String path) {
        return send("GET", path, null, authorization);
    }

    /** With another Authorization header, none when it is empty. */
    Answer send(String method, String path, Map<String, ?> body, String authorization) {
        return sendText(method, path, body == null ? null : Json.write(new LinkedHashMap<>(body)), authorization);
    }

    /** With any text as body. */
    Answer sendText(String method, String path, String body, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Eventually.PATIENCE)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return send(request.build());
    }

    String authorization() {
        return authorization;
    }

    /** Any page of the server. */
    static Answer page(String url) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .timeout(Eventually.PATIENCE)
                .build());
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Comes again when it is told that its address signs in too often: all tests have one address. */
    private static Answer send(HttpRequest request) {
        try {
            long deadline = System.nanoTime() + Eventually.PATIENCE.toNanos();
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            while (System.nanoTime() < deadline
                    && answer.statusCode() == 429
                    && answer.body().contains(":TOO_OFTEN\"")) {
                TimeUnit.SECONDS.sleep(
                        answer.headers().firstValueAsLong("Retry-After").orElseThrow());
                answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            }
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode expect(Answer answer) {
        if (answer.status() >= 300) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.json();
    }
}
