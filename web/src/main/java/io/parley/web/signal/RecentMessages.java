package io.parley.web.signal;

import io.parley.ejb.room.RoomEvent;
import io.parley.persistence.room.RoomKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The last broadcasts and commands of each room, for users who come back within the grace: a snapshot tells them who and what is there,
 * but not what was said. Kept in memory only. Safe from any thread.
 */
@ApplicationScoped
public class RecentMessages {

    /** Messages of one room that are kept; who missed more has missed the older ones. */
    static final int MAX_PER_ROOM = 64;

    /** Messages of all rooms that are kept; beyond them the newest are not. */
    static final int MAX_IN_ALL = 20_000;

    private record Kept(RoomEvent event, long at) {}

    private final Map<RoomKey, Deque<Kept>> rooms = new ConcurrentHashMap<>();
    private final AtomicInteger inAll = new AtomicInteger();

    /** @param now by the monotonic clock in milliseconds */
    void keep(RoomEvent event, long now) {
        if (inAll.get() >= MAX_IN_ALL) {
            return;
        }
        rooms.compute(event.room(), (room, kept) -> {
            Deque<Kept> messages = kept == null ? new ArrayDeque<>() : kept;
            if (messages.size() == MAX_PER_ROOM) {
                messages.removeFirst();
            } else {
                inAll.incrementAndGet();
            }
            messages.addLast(new Kept(event, now));
            return messages;
        });
    }

    /** The messages of a life of the room after one of its events, in order. */
    List<RoomEvent> after(RoomKey room, long roomSessionId, long seq) {
        List<RoomEvent> found = new ArrayList<>();
        rooms.computeIfPresent(room, (key, messages) -> {
            messages.stream()
                    .map(Kept::event)
                    .filter(event -> event.roomSessionId() == roomSessionId && event.seq() > seq)
                    .forEach(found::add);
            return messages;
        });
        found.sort(Comparator.comparingLong(RoomEvent::seq));
        return found;
    }

    /** Drops what is older. */
    void forgetBefore(long time) {
        for (RoomKey room : List.copyOf(rooms.keySet())) {
            rooms.computeIfPresent(room, (key, messages) -> {
                int before = messages.size();
                messages.removeIf(kept -> kept.at() < time);
                inAll.addAndGet(messages.size() - before);
                return messages.isEmpty() ? null : messages;
            });
        }
    }
}
