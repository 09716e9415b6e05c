package io.parley.bench.attack;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.bench.server.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of two people: the first publishes, the second plays, both say every five seconds that they are there. */
final class Calls implements AutoCloseable {

    private static final int HEARTBEAT_SECONDS = 5;

    private final List<Signal> stays = new ArrayList<>();
    private final List<String> media = new ArrayList<>();
    private final ScheduledExecutorService heart = Executors.newScheduledThreadPool(2);
    private String push = "";

    /** @param tokens tokens for the users of a room, by user */
    static Calls open(Victim victim, int count, Tokens tokens)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Calls calls = new Calls();
        for (int i = 0; i < count; i++) {
            String room = i == 0 ? victim.room() : victim.room() + "-" + i;
            Signal caller = calls.enter(victim, room, "caller", tokens);
            calls.enter(victim, room, "called", tokens);
            String stream = room + "-main";
            JsonNode published = caller.request("publish", Map.of("streamID", stream));
            // A person is granted a stream that is there; the address of a device is good before.
            String played = tokens.playUrl(room, stream);
            String url = published.path("rtmp").asText();
            calls.push = url.substring(0, url.lastIndexOf('/'));
            calls.media.add(name(url) + " " + name(played));
        }
        return calls;
    }

    private static String name(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private Signal enter(Victim victim, String room, String user, Tokens tokens)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Signal signal = new Signal(victim);
        signal.login(victim, room, user, tokens.token(user));
        stays.add(signal);
        heart.scheduleAtFixedRate(
                () -> {
                    try {
                        signal.request("heartbeat", Map.of());
                    } catch (ExecutionException | TimeoutException | InterruptedException e) {
                        // isOpen tells
                    }
                },
                HEARTBEAT_SECONDS,
                HEARTBEAT_SECONDS,
                TimeUnit.SECONDS);
        return signal;
    }

    /** Where all streams are pushed and played. */
    String mediaUrl() {
        return push;
    }

    /** Names and tickets as the load generator reads them. */
    Path names() throws IOException {
        Path file = Files.createTempFile("parley-attack", ".names");
        file.toFile().deleteOnExit();
        return Files.write(file, media);
    }

    int count() {
        return media.size();
    }

    /** Connections that are still there. */
    int open() {
        return (int) stays.stream().filter(Signal::isOpen).count();
    }

    int stays() {
        return stays.size();
    }

    @Override
    public void close() {
        heart.shutdownNow();
        stays.forEach(Signal::close);
    }
}
