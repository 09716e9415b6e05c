package io.parley.bench.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One caller's signalling connection. Thread-safe, but for one request at a time. */
public final class Signal implements WebSocket.Listener, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
    private static final long PATIENCE_SECONDS = 60;

    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private volatile boolean open = true;

    /** @param url of the server, as {@code http://127.0.0.1:8080} */
    public Signal(URI url) throws InterruptedException, ExecutionException, TimeoutException {
        URI address = URI.create("ws://" + url.getAuthority() + "/parley/signal");
        socket = CLIENT.newWebSocketBuilder().buildAsync(address, this).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Logs in; throws if the server refuses. */
    public void login(long app, String room, String user, String token)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("appID", app);
        fields.put("roomID", room);
        fields.put("userID", user);
        fields.put("token", token);
        fields.put("userUpdate", true);
        JsonNode answer = request("login", fields);
        if (!answer.path("type").asText().equals("loggedIn")) {
            throw new IllegalStateException("login: " + answer);
        }
    }

    /** Asks and waits for the answer. */
    public JsonNode request(String type, Map<String, ?> fields)
            throws InterruptedException, ExecutionException, TimeoutException {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        Map<String, Object> message = new LinkedHashMap<>(fields);
        message.put("type", type);
        message.put("requestId", id);
        synchronized (this) {
            socket.sendText(JSON.valueToTree(message).toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    public boolean isOpen() {
        return open;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            try {
                JsonNode message = JSON.readTree(text.toString());
                CompletableFuture<JsonNode> answer =
                        waiting.remove(message.path("requestId").asInt());
                if (answer != null) {
                    answer.complete(message);
                }
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                open = false;
            }
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        open = false;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        open = false;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
