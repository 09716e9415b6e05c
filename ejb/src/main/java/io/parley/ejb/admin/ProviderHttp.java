package io.parley.ejb.admin;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Requests to the identity provider. Each answer has a deadline from the first byte sent to the last one read, and a largest size; only
 * so many requests are under way at a time, each of which keeps a thread. Redirects are not followed. Thread-safe.
 */
@ApplicationScoped
public class ProviderHttp {

    private final HttpClient http;
    private final Semaphore places;
    private final Duration deadline;
    private final int mostBytes;

    /**
     * @param exchanges requests at a time
     * @param deadlineMs for one request and its whole answer, in milliseconds
     * @param mostBytes largest answer
     */
    @Inject
    public ProviderHttp(
            @ConfigProperty(name = "parley.oidc.exchanges", defaultValue = "4") int exchanges,
            @ConfigProperty(name = "parley.oidc.deadline-ms", defaultValue = "10000") int deadlineMs,
            @ConfigProperty(name = "parley.oidc.answer-bytes", defaultValue = "262144") int mostBytes) {
        places = new Semaphore(exchanges);
        deadline = Duration.ofMillis(deadlineMs);
        this.mostBytes = mostBytes;
        http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofMillis(Math.max(1, deadlineMs)))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** For the container's proxy. */
    protected ProviderHttp() {
        this(0, 1, 0);
    }

    /**
     * The answer's text, as UTF-8.
     *
     * @throws IOException when there is no answer of status 200 within the deadline and the size
     * @throws Refused {@code TRY_LATER}, when too many requests are under way
     */
    String send(HttpRequest request) throws IOException {
        if (!places.tryAcquire()) {
            throw new Refused(Refusal.TRY_LATER);
        }
        CompletableFuture<HttpResponse<byte[]>> coming = http.sendAsync(request, head -> new BoundedBody(mostBytes));
        try {
            HttpResponse<byte[]> answer = coming.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            return new String(answer.body(), StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            coming.cancel(true);
            places.release();
        }
    }
}
