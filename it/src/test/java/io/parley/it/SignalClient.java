package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One signalling connection that says what it is told to say, and nothing by itself: no heartbeats, no resuming. */
public final class SignalClient implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Eventually.PATIENCE).build();

    private final Lines heard = new Lines();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final WebSocket socket;

    SignalClient(ParleyServer server) {
        this(URI.create(server.signal()));
    }

    /** A connection to a server at this address. */
    public SignalClient(URI address) {
        this(address, CLIENT);
    }

    /** The same by a client that trusts the server's certificate. */
    SignalClient(URI address, HttpClient client) {
        socket = client.newWebSocketBuilder()
                .connectTimeout(Eventually.PATIENCE)
                .buildAsync(address, new Ear())
                .join();
    }

    /** A connection with a user logged in. */
    static SignalClient inside(ParleyServer server, App app, String roomID, String userID, String token) {
        SignalClient client = new SignalClient(server);
        JsonNode answer = client.login(app, roomID, userID, token, true);
        if (!answer.path("type").asText().equals("loggedIn")) {
            throw new AssertionError("login of " + userID + ": " + answer);
        }
        return client;
    }

    public JsonNode login(App app, String roomID, String userID, String token, boolean userUpdate) {
        return request("login", loginFields(app.id(), roomID, userID, token, userUpdate));
    }

    static Map<String, Object> loginFields(long appID, String roomID, String userID, String token, boolean userUpdate) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("appID", appID);
        fields.put("roomID", roomID);
        fields.put("token", token);
        fields.put("userID", userID);
        fields.put("userName", userID);
        fields.put("userUpdate", userUpdate);
        fields.put("maxMemberCount", 0);
        fields.put("client", Map.of("kind", "OTHER", "version", "it"));
        return fields;
    }

    JsonNode resume(App app, String roomID, String userID, String resumeKey) {
        return request(
                "resume",
                Map.of(
                        "appID",
                        app.id(),
                        "roomID",
                        roomID,
                        "userID",
                        userID,
                        "resumeKey",
                        resumeKey,
                        "userUpdate",
                        true));
    }

    JsonNode publish(String streamID) {
        return request("publish", Map.of("streamID", streamID));
    }

    JsonNode play(String streamID) {
        return request("play", Map.of("streamID", streamID));
    }

    /** Where to push this stream. */
    public String publishUrl(String streamID) {
        JsonNode granted = insist(() -> publish(streamID));
        if (!granted.has("rtmp")) {
            throw new AssertionError("publish of " + streamID + ": " + granted);
        }
        return granted.get("rtmp").asText();
    }

    /** Where to play this stream. */
    public String playUrl(String streamID) {
        JsonNode granted = insist(() -> play(streamID));
        if (!granted.has("rtmp")) {
            throw new AssertionError("play of " + streamID + ": " + granted);
        }
        return granted.get("rtmp").asText();
    }

    /** Asks again, as the SDK does, while the server says that this connection asks too often: a quick machine comes to that limit. */
    private static JsonNode insist(Supplier<JsonNode> request) {
        return Eventually.get(() -> {
            JsonNode answer = request.get();
            assertThat(answer.path("refusal").asText()).isNotEqualTo("TOO_MANY");
            return answer;
        });
    }

    JsonNode heartbeat() {
        return request("heartbeat", Map.of());
    }

    /** Sends a request and waits for its answer, whichever it is. */
    JsonNode request(String type, Map<String, ?> fields) {
        int from = heard.count();
        int id = send(type, fields);
        return heard.await(
                "the answer to " + type, from, line -> line.path("requestId").asInt() == id);
    }

    /** Sends a request and does not wait. */
    int send(String type, Map<String, ?> fields) {
        int id = lastId.incrementAndGet();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.put("requestId", id);
        message.putAll(fields);
        sendText(Json.write(message));
        return id;
    }

    void sendText(String text) {
        socket.sendText(text, true).join();
    }

    void sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    JsonNode await(String type) {
        return heard.await(type, line -> line.path("type").asText().equals(type));
    }

    public JsonNode await(String type, String field, String value) {
        return heard.await(
                type + " " + value,
                line -> line.path("type").asText().equals(type)
                        && line.findPath(field).asText().equals(value));
    }

    /** Waits for an answer by its number. */
    JsonNode answer(int requestId) {
        return heard.await("answer " + requestId, line -> line.path("requestId").asInt() == requestId);
    }

    public List<JsonNode> heard(String type) {
        return heard.matching(line -> line.path("type").asText().equals(type));
    }

    List<JsonNode> heard() {
        return heard.matching(line -> true);
    }

    /** Waits for the server's close. */
    int closeCode(Duration patience) {
        try {
            return closed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not closed within " + patience, e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** What a phone in a tunnel does: no goodbye. */
    void drop() {
        closed.complete(1006);
        socket.abort();
    }

    void logout() {
        request("logout", Map.of());
    }

    @Override
    public void close() {
        if (!closed.isDone()) {
            socket.abort();
        }
    }

    private final class Ear implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                heard.add(Json.parse(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            heard.end();
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(1006);
            heard.end();
        }
    }
}
