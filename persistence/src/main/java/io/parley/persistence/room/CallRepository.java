package io.parley.persistence.room;

import io.parley.persistence.id.CallId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The calls of an app, live and ended. */
@ApplicationScoped
public class CallRepository {

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /** The call, if it is of this app. */
    public Optional<Call> find(long appId, CallId call) {
        return em.createQuery(
                        "select s from Call s where s.id = :id and s.openedAt = :opened and s.appId = :app", Call.class)
                .setParameter("id", call.roomSessionId())
                .setParameter("opened", call.openedAt())
                .setParameter("app", appId)
                .getResultStream()
                .findFirst();
    }

    /** The most users so far of those of these calls that are live; the record gets the number when the call ends. */
    public Map<Long, Integer> livePeaks(List<Long> roomSessionIds) {
        if (roomSessionIds.isEmpty()) {
            return Map.of();
        }
        return em.createQuery("select r from Room r where r.sessionId in :ids", Room.class)
                .setParameter("ids", roomSessionIds)
                .getResultStream()
                .collect(Collectors.toMap(Room::sessionId, Room::peakUsers));
    }
}
