package io.parley.persistence.stream;

import io.parley.persistence.room.RoomUser;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** The fact "this user published this stream from then to then": one push. */
@Entity
@Table(name = "publication")
public class Publication extends MediaFact {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "publication_seq")
    @SequenceGenerator(name = "publication_seq", sequenceName = "publication_seq", allocationSize = 50)
    private long id;

    protected Publication() {}

    public Publication(RoomUser stay, long roomSessionId, String streamId, MediaOrigin origin, Instant startedAt) {
        super(stay, roomSessionId, streamId, origin, startedAt);
    }

    @Override
    public long id() {
        return id;
    }
}
