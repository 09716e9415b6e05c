package io.parley.persistence.stream;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The file of a publication that was to be written to disk. Begun with the publication, in its transaction. */
@Entity
@Table(name = "recording")
public class Recording {

    /** Stored by name: never rename one. */
    public enum State {
        /** Not finished, or its server has died and not come back. */
        RECORDING,
        /** Ended with its publication. */
        COMPLETE,
        /** Cut off by a crash, and made whole up to the last message written. */
        RECOVERED,
        /** The disk refused; what was written before is there. */
        FAILED
    }

    @Id
    @Column(name = "publication_id")
    private long publicationId;

    @Column(name = "app_id", updatable = false)
    private long appId;

    @Column(name = "room_session_id", updatable = false)
    private long roomSessionId;

    @Column(name = "user_id", updatable = false)
    private String userId;

    @Column(name = "stream_id", updatable = false)
    private String streamId;

    @Column(name = "node_id", updatable = false)
    private long nodeId;

    @Column(name = "started_at", updatable = false)
    private Instant startedAt;

    @Enumerated(EnumType.STRING)
    private State state = State.RECORDING;

    private @Nullable String file;
    private long bytes;

    @Column(name = "duration_ms")
    private long durationMs;

    private int gaps;

    private @Nullable String sha256;

    @SuppressWarnings("NullAway.Init")
    protected Recording() {}

    public Recording(Publication publication, long roomSessionId, long nodeId) {
        this.publicationId = publication.id();
        this.appId = publication.appId();
        this.roomSessionId = roomSessionId;
        this.userId = publication.userId();
        this.streamId = publication.streamId();
        this.nodeId = nodeId;
        this.startedAt = publication.startedAt();
    }

    /** Takes note of the end. The first one counts: it may be told again. */
    public void end(RecordingResult result) {
        if (state == State.RECORDING) {
            state = result.state();
            file = result.file();
            bytes = result.bytes();
            durationMs = result.durationMs();
            gaps = result.gaps();
            sha256 = result.sha256();
        }
    }

    public long publicationId() {
        return publicationId;
    }

    public long appId() {
        return appId;
    }

    public String userId() {
        return userId;
    }

    public String streamId() {
        return streamId;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public State state() {
        return state;
    }

    /** Relative to the directory of recordings; null while it is written. */
    public @Nullable String file() {
        return file;
    }

    public long bytes() {
        return bytes;
    }

    /** Of media time, milliseconds. */
    public long durationMs() {
        return durationMs;
    }

    /** The number of times that media was left out because the disk was too slow. */
    public int gaps() {
        return gaps;
    }

    /** Of the file, in lower-case hexadecimal; null while it is written. */
    public @Nullable String sha256() {
        return sha256;
    }
}
