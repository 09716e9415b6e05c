package io.parley.web.signal;

import io.parley.ejb.room.StayEvent.StayEnded;
import io.parley.persistence.room.RoomKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The connections of this server: by room for what everybody there hears, by stay for the rest and for who is away. */
@ApplicationScoped
public class SignalSessions {

    /** Ends of stays that came before their connection was known here; as many as logins can be under way. */
    private static final int REMEMBERED_ENDS = 4_096;

    /**
     * A stay of this server and its connection.
     *
     * @param room where the stay is
     * @param awaySince when the connection was lost, by the monotonic clock in milliseconds; counts when there is none
     * @param graceMs how long it may be away
     */
    record Link(RoomKey room, @Nullable SignalSession session, long awaySince, long graceMs) {}

    private final Map<RoomKey, Set<SignalSession>> byRoom = new ConcurrentHashMap<>();
    private final Map<Long, Link> byStay = new ConcurrentHashMap<>();
    private final Map<Long, StayEnded> endedEarly = new LinkedHashMap<>();

    /** From now on the connection gets the room's events; it holds them back until its snapshot. */
    void enter(RoomKey room, SignalSession session) {
        byRoom.compute(room, (key, sessions) -> {
            Set<SignalSession> inside = sessions == null ? ConcurrentHashMap.newKeySet() : sessions;
            inside.add(session);
            return inside;
        });
    }

    void leave(RoomKey room, SignalSession session) {
        byRoom.computeIfPresent(room, (key, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    Collection<SignalSession> inRoom(RoomKey room) {
        return byRoom.getOrDefault(room, Set.of());
    }

    /**
     * Ties a stay to its connection.
     *
     * @return how the stay has ended already, or null when it has not
     */
    synchronized @Nullable StayEnded link(RoomKey room, long stayId, SignalSession session, long graceMs, long now) {
        StayEnded ended = endedEarly.remove(stayId);
        if (ended == null) {
            byStay.put(stayId, new Link(room, session, now, graceMs));
        }
        return ended;
    }

    /** The connection of a stay, null when it is away or not of this server. */
    @Nullable
    SignalSession ofStay(long stayId) {
        Link link = byStay.get(stayId);
        return link == null ? null : link.session();
    }

    /** The connection is gone; its stay has the grace to come back. */
    void away(long stayId, SignalSession session, long now) {
        byStay.computeIfPresent(
                stayId,
                (id, link) -> link.session() == session ? new Link(link.room(), null, now, link.graceMs()) : link);
    }

    /** The stay has ended; returns its connection. */
    synchronized @Nullable SignalSession ended(StayEnded end) {
        Link link = byStay.remove(end.stayId());
        if (link == null) {
            endedEarly.put(end.stayId(), end);
            if (endedEarly.size() > REMEMBERED_ENDS) {
                endedEarly.remove(endedEarly.keySet().iterator().next());
            }
            return null;
        }
        return link.session();
    }

    Map<Long, Link> stays() {
        return byStay;
    }

    List<SignalSession> all() {
        return byRoom.values().stream().flatMap(Set::stream).toList();
    }
}
