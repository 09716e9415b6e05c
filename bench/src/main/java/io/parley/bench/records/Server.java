package io.parley.bench.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** The REST interface of a running server, signed in. For one thread. */
final class Server {

    /** @param nanos from the request's first byte to the answer's last, both on this machine */
    record Answer(int status, byte[] body, long nanos) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;
    private final String token;

    Server(String url, String user, String password) throws IOException, InterruptedException {
        this.url = url + "/parley";
        String base = this.url + "/api/v1";
        String body = JSON.writeValueAsString(Map.of("username", user, "password", password));
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(URI.create(base + "/sessions"))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("signing in: " + answer.statusCode());
        }
        token = JSON.readTree(answer.body()).get("accessToken").asText();
    }

    /** @param path of REST, or of a page when it begins with {@code /console/} */
    Answer get(String path) throws IOException, InterruptedException {
        HttpRequest.Builder builder = path.startsWith("/console/")
                ? HttpRequest.newBuilder(URI.create(url + path)).header("Cookie", "PARLEY=" + token)
                : HttpRequest.newBuilder(URI.create(url + "/api/v1" + path)).header("Authorization", "Bearer " + token);
        HttpRequest request = builder.timeout(PATIENCE).build();
        long start = System.nanoTime();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(answer.statusCode(), answer.body(), System.nanoTime() - start);
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        Answer answer = get(path);
        if (answer.status() != 200) {
            throw new IOException(path + ": " + answer.status());
        }
        return JSON.readTree(answer.body());
    }
}
