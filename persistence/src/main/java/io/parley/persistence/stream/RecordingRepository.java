package io.parley.persistence.stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/** The files of publications that were written to disk. */
@ApplicationScoped
public class RecordingRepository {

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    public void begin(Recording recording) {
        em.persist(recording);
    }

    public Optional<Recording> find(long publicationId) {
        return Optional.ofNullable(em.find(Recording.class, publicationId));
    }

    /** Those of one call, in the order of their start. */
    public List<Recording> ofCall(long roomSessionId) {
        return em.createQuery(
                        "select r from Recording r where r.roomSessionId = :session order by r.startedAt, r.publicationId",
                        Recording.class)
                .setParameter("session", roomSessionId)
                .getResultList();
    }
}
