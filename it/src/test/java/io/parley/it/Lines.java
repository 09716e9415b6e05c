package io.parley.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Messages in the order in which they came; tests wait for those they expect. */
final class Lines {

    private final List<JsonNode> all = new ArrayList<>();
    private boolean ended;

    synchronized void add(JsonNode line) {
        all.add(line);
        notifyAll();
    }

    /** Nothing more will come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized List<JsonNode> matching(Predicate<JsonNode> wanted) {
        return all.stream().filter(wanted).toList();
    }

    synchronized List<JsonNode> from(int number) {
        return List.copyOf(all.subList(number, all.size()));
    }

    synchronized int count() {
        return all.size();
    }

    JsonNode await(String what, Predicate<JsonNode> wanted) {
        return await(what, 0, wanted);
    }

    /** The first that fits of those from this number on. */
    JsonNode await(String what, int from, Predicate<JsonNode> wanted) {
        return await(what, from, Eventually.PATIENCE, wanted);
    }

    synchronized JsonNode await(String what, int from, Duration patience, Predicate<JsonNode> wanted) {
        long deadline = System.nanoTime() + patience.toNanos();
        int seen = from;
        while (true) {
            for (; seen < all.size(); seen++) {
                if (wanted.test(all.get(seen))) {
                    return all.get(seen);
                }
            }
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0 || ended) {
                throw new AssertionError((ended ? "ended without: " : "never came: ") + what + "\n" + last());
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    private String last() {
        StringBuilder text = new StringBuilder();
        all.subList(Math.max(0, all.size() - 30), all.size())
                .forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
