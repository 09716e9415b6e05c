package io.parley.bench.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.bench.load.Load;
import io.parley.bench.load.LoadResult;
import java.io.IOException;
import java.net.URI;
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
public final class Calls implements AutoCloseable {

    private static final int HEARTBEAT_SECONDS = 5;

    private final List<Signal> stays = new ArrayList<>();
    private final List<String> media = new ArrayList<>();
    private final ScheduledExecutorService heart = Executors.newScheduledThreadPool(2);
    private String push = "";

    /** @param room of the first call; the others have a number behind it */
    public static Calls open(URI url, Tokens tokens, String room, int count)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Calls calls = new Calls();
        for (int i = 0; i < count; i++) {
            String each = i == 0 ? room : room + "-" + i;
            Signal caller = calls.enter(url, tokens, each, "caller");
            calls.enter(url, tokens, each, "called");
            String stream = each + "-main";
            JsonNode published = caller.request("publish", Map.of("streamID", stream));
            // A person is granted a stream that is there; the address of a device is good before.
            String played = tokens.playUrl(each, stream);
            String pushed = published.path("rtmp").asText();
            calls.push = pushed.substring(0, pushed.lastIndexOf('/'));
            calls.media.add(name(pushed) + " " + name(played));
        }
        return calls;
    }

    private static String name(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private Signal enter(URI url, Tokens tokens, String room, String user)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Signal signal = new Signal(url);
        signal.login(tokens.app(), room, user, tokens.token(user));
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

    /** Pushes and plays all streams for so many seconds, and tells what arrived. Blocks. */
    public LoadResult media(int seconds) throws IOException {
        Path names = Files.createTempFile("parley-calls", ".names");
        try {
            Files.write(names, media);
            return Load.measure(
                    "--push",
                    push,
                    "--names",
                    names.toString(),
                    "--publishers",
                    Integer.toString(count()),
                    "--players",
                    "1",
                    "--duration",
                    Integer.toString(seconds));
        } finally {
            Files.delete(names);
        }
    }

    /** The number of calls. */
    public int count() {
        return media.size();
    }

    /** Connections that are still there. */
    public int open() {
        return (int) stays.stream().filter(Signal::isOpen).count();
    }

    /** Connections that were opened: two for each call. */
    public int stays() {
        return stays.size();
    }

    @Override
    public void close() {
        heart.shutdownNow();
        for (Signal stay : stays) {
            try {
                stay.request("logout", Map.of());
            } catch (ExecutionException | TimeoutException e) {
                // it is gone already
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                stay.close();
            }
        }
    }
}
