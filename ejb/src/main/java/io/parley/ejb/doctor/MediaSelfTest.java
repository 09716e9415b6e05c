package io.parley.ejb.doctor;

import io.parley.ejb.stream.GrantService;
import io.parley.ejb.stream.GrantService.DeviceRequest;
import io.parley.ejb.stream.MediaAddress;
import io.parley.ejb.stream.Ticket.Direction;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.id.UserName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Publishes a stream made of nothing and plays it, by the way that every device takes: a media URL, the media port, the commit, the relay.
 * Its stay, publication and playback are recorded like any other, as those of the user {@code parley-doctor}.
 */
@ApplicationScoped
public class MediaSelfTest {

    /** The user and the room of the records of the test. */
    static final String NAME = "parley-doctor";

    /** Each for the connection, the acceptance and the frames to come back: with the goodbye, five seconds. */
    private static final int PATIENCE_MS = 1_500;

    private static final int FRAME_EVERY_MS = 40;
    private static final int FRAMES_WANTED = 5;
    private static final int TICKET_SECONDS = 30;

    private final GrantService grants;
    private final String host;
    private final int port;

    @Inject
    public MediaSelfTest(
            GrantService grants,
            @ConfigProperty(name = "parley.media.host", defaultValue = "0.0.0.0") String host,
            @ConfigProperty(name = "parley.media.port", defaultValue = "1935") int port) {
        this.grants = grants;
        this.host = host;
        this.port = port;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected MediaSelfTest() {
        this(null, null, 0);
    }

    /** Takes at most five seconds. @param admin in whose name the media URLs are issued */
    Finding run(AppId app, String admin) {
        StreamId stream = StreamId.of(NAME + "-" + UUID.randomUUID());
        URI publish;
        URI play;
        try {
            publish = here("ws", urls(app, stream, Direction.PUBLISH, admin).wsFlv(), "");
            play = here(
                    "http",
                    String.valueOf(urls(app, stream, Direction.PLAY, admin).flv()),
                    "&first=edge");
        } catch (Refused e) {
            return Finding.failed("self-test.refused", e.refusal().name());
        }
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofMillis(PATIENCE_MS))
                .build();
        long began = System.nanoTime();
        Publisher publisher = new Publisher();
        WebSocket socket;
        try {
            socket = client.newWebSocketBuilder()
                    .connectTimeout(Duration.ofMillis(PATIENCE_MS))
                    .buildAsync(publish, publisher)
                    .get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Finding.failed("self-test.not-published", PATIENCE_MS, cause(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.failed("self-test.not-published", PATIENCE_MS, cause(e));
        }
        try {
            return published(client, socket, publisher, play, began);
        } finally {
            goodbye(socket);
        }
    }

    private Finding published(HttpClient client, WebSocket socket, Publisher publisher, URI play, long began) {
        try {
            publisher.accepted.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Finding.failed("self-test.not-published", PATIENCE_MS, cause(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.failed("self-test.not-published", PATIENCE_MS, cause(e));
        }
        long acceptedMs = since(began);
        FlvBodies seen = new FlvBodies();
        CompletableFuture<HttpResponse<Void>> player = client.sendAsync(
                HttpRequest.newBuilder(play)
                        .timeout(Duration.ofMillis(PATIENCE_MS))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArrayConsumer(piece -> piece.ifPresent(seen::add)));
        try {
            return compared(socket, seen, player, began, acceptedMs);
        } catch (ExecutionException | TimeoutException e) {
            return Finding.failed("self-test.not-seen", PATIENCE_MS, cause(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.failed("self-test.not-seen", PATIENCE_MS, cause(e));
        } finally {
            player.cancel(true);
        }
    }

    /** Sends frames until enough of them have come back. */
    private static Finding compared(
            WebSocket socket, FlvBodies seen, CompletableFuture<HttpResponse<Void>> player, long began, long acceptedMs)
            throws ExecutionException, InterruptedException, TimeoutException {
        send(socket, SyntheticFlv.opening());
        List<ByteBuffer> sent = new ArrayList<>();
        long seenMs = -1;
        for (int number = 0; number * FRAME_EVERY_MS < PATIENCE_MS; number++) {
            byte[] frame = SyntheticFlv.frame(number);
            sent.add(ByteBuffer.wrap(frame));
            int time = number * FRAME_EVERY_MS;
            send(socket, SyntheticFlv.tag(SyntheticFlv.VIDEO, time, frame));
            send(socket, SyntheticFlv.tag(SyntheticFlv.AUDIO, time, SyntheticFlv.sound(number)));
            TimeUnit.MILLISECONDS.sleep(FRAME_EVERY_MS);
            if (player.isDone()) {
                return Finding.failed("self-test.not-seen", since(began), ended(player));
            }
            List<ByteBuffer> frames = frames(seen);
            seenMs = seenMs < 0 && !frames.isEmpty() ? since(began) : seenMs;
            if (frames.size() >= FRAMES_WANTED) {
                return isPartOf(sent, frames)
                        ? Finding.ok("self-test.ok", acceptedMs, seenMs, frames.size())
                        : Finding.failed("self-test.different");
            }
        }
        return Finding.failed("self-test.not-seen", PATIENCE_MS, seen.bytes() + " bytes came");
    }

    /** Without the sequence header that every player is given first. */
    private static List<ByteBuffer> frames(FlvBodies seen) {
        return seen.video().stream().filter(body -> body.get(1) == 1).toList();
    }

    private static boolean isPartOf(List<ByteBuffer> sent, List<ByteBuffer> frames) {
        int first = sent.indexOf(frames.get(0));
        return first >= 0
                && first + frames.size() <= sent.size()
                && sent.subList(first, first + frames.size()).equals(frames);
    }

    private static void send(WebSocket socket, byte[] bytes)
            throws ExecutionException, InterruptedException, TimeoutException {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    private static void goodbye(WebSocket socket) {
        try {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(500, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            socket.abort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            socket.abort();
        }
    }

    private MediaAddress.Urls urls(AppId app, StreamId stream, Direction direction, String admin) {
        UserId user = UserId.of(NAME);
        return grants.grantDevice(
                app,
                new DeviceRequest(
                        RoomId.of(NAME), user, UserName.orId(null, user), stream, direction, TICKET_SECONDS, 1),
                admin);
    }

    /** The address in a URL is that of clients; from here the port is reached without their network and proxies. */
    private URI here(String scheme, String url, String more) {
        URI given = URI.create(url);
        String near = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        String literal = near.contains(":") ? "[" + near + "]" : near;
        return URI.create(
                scheme + "://" + literal + ":" + port + given.getRawPath() + "?" + given.getRawQuery() + more);
    }

    private static String ended(CompletableFuture<HttpResponse<Void>> player) {
        try {
            return "the player was answered " + player.join().statusCode();
        } catch (CompletionException e) {
            return cause(e);
        }
    }

    private static String cause(Throwable failure) {
        Throwable cause = Optional.ofNullable(failure.getCause()).orElse(failure);
        return cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }

    private static long since(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /** Hears when the publication is committed. */
    private static final class Publisher implements WebSocket.Listener {

        private final CompletableFuture<Void> accepted = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            accepted.complete(null);
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            accepted.completeExceptionally(new IllegalStateException("closed with " + code + " " + reason));
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            accepted.completeExceptionally(error);
        }
    }
}
