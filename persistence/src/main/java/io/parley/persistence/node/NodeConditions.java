package io.parley.persistence.node;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Conditions that keep this server from serving well, by name, as told by the part that notices each: a queue that stands still, a disk
 * that is full. While there is anything, the server is not ready; calls go on. From any thread.
 */
@ApplicationScoped
public class NodeConditions {

    private final Map<String, String> conditions = new ConcurrentHashMap<>();

    /** @param words say what is wrong and name it */
    public void raise(String name, String words) {
        conditions.put(name, words);
    }

    public void clear(String name) {
        conditions.remove(name);
    }

    /** By name. */
    public Map<String, String> all() {
        return new TreeMap<>(conditions);
    }
}
