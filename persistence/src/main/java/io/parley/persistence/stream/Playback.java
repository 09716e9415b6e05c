package io.parley.persistence.stream;

import io.parley.persistence.room.RoomUser;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** The fact "this user played this stream from then to then": one pull, the line that proves who watched whom. */
@Entity
@Table(name = "playback")
public class Playback extends MediaFact {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "playback_seq")
    @SequenceGenerator(name = "playback_seq", sequenceName = "playback_seq", allocationSize = 50)
    private long id;

    @Column(name = "publication_id", updatable = false)
    private long publicationId;

    protected Playback() {}

    public Playback(RoomUser stay, long roomSessionId, LiveStream stream, MediaOrigin origin, Instant startedAt) {
        super(stay, roomSessionId, stream.streamId(), origin, startedAt);
        this.publicationId = stream.publicationId();
    }

    @Override
    public long id() {
        return id;
    }
}
