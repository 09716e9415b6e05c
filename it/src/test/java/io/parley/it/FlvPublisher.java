package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Publishes a film by WebSocket, each tag at its time and none otherwise: the encoders there are put their tracks in order, and wait for the one that is silent. */
final class FlvPublisher implements AutoCloseable {

    private static final byte[] FILE_HEADER = {'F', 'L', 'V', 1, 5, 0, 0, 0, 9, 0, 0, 0, 0};

    private final WebSocket socket;
    private final Thread thread;
    private volatile int position;
    private volatile boolean over;

    /** Returns when the publication is accepted. */
    FlvPublisher(FlvFilm film, String url) {
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(url), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        accepted.complete(null);
                        from.request(1);
                        return null;
                    }
                })
                .join();
        accepted.orTimeout(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        thread = new Thread(() -> publish(film), "flv-publisher");
        thread.setDaemon(true);
        thread.start();
    }

    private void publish(FlvFilm film) {
        long began = System.nanoTime();
        send(FILE_HEADER);
        for (FlvFilm.Tag tag : film.tags()) {
            long wait = tag.time() - (System.nanoTime() - began) / 1_000_000;
            try {
                TimeUnit.MILLISECONDS.sleep(Math.max(0, wait));
            } catch (InterruptedException e) {
                return;
            }
            if (over) {
                return;
            }
            position = tag.time();
            send(tag.bytes());
        }
        over = true;
    }

    private void send(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The time of the film that was sent last. */
    int position() {
        return position;
    }

    /** Waits until this time of the film was sent. */
    void await(int time) {
        Eventually.holds(() -> assertThat(position).isGreaterThanOrEqualTo(time));
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
        socket.abort();
    }
}
