package io.parley.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names of streams for pushing and for playing, with the queries that authorize a client.
 *
 * @param pushed name and query of each stream
 * @param played the same for its players
 */
record StreamNames(List<String> pushed, List<String> played) {

    /**
     * @param count how many streams
     * @param file lines of {@code pushed-name?query played-name?query}, instead of the patterns
     * @param name in which {@code %d} stands for the stream's number
     * @param pushQuery appended to pushed names, with {@code %d} too
     * @param playQuery appended to played names
     */
    static StreamNames of(int count, @Nullable Path file, String name, String pushQuery, String playQuery)
            throws IOException {
        if (file != null) {
            return read(count, file);
        }
        List<String> pushed = new ArrayList<>();
        List<String> played = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pushed.add(fill(name + (pushQuery.isEmpty() ? "" : "?" + pushQuery), i));
            played.add(fill(name + (playQuery.isEmpty() ? "" : "?" + playQuery), i));
        }
        return new StreamNames(pushed, played);
    }

    private static StreamNames read(int count, Path file) throws IOException {
        List<String> pushed = new ArrayList<>();
        List<String> played = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] names = line.strip().split("\\s+");
            if (names.length == 2) {
                pushed.add(names[0]);
                played.add(names[1]);
            }
        }
        if (pushed.size() < count) {
            throw new IOException(file + " names " + pushed.size() + " streams of " + count);
        }
        return new StreamNames(pushed, played);
    }

    /**
     * A player's stream by a pattern of its address.
     *
     * @param pattern in which {@code %s} stands for the played name and {@code %d} for the stream's number
     */
    String played(int stream, String pattern) {
        String name = played.get(stream);
        int query = name.indexOf('?');
        String bare = query < 0 ? name : name.substring(0, query);
        String address = fill(pattern, stream).replace("%s", bare);
        if (query < 0) {
            return address;
        }
        return address + (address.indexOf('?') < 0 ? "?" : "&") + name.substring(query + 1);
    }

    private static String fill(String pattern, int stream) {
        return pattern.replace("%d", Integer.toString(stream));
    }
}
