package io.parley.persistence.stream;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.room.RoomUser;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.Nullable;

/** The fact "this user played this stream from then to then": one pull, the line that proves who watched whom. */
@Entity
@Table(name = "playback")
public class Playback {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "playback_seq")
    @SequenceGenerator(name = "playback_seq", sequenceName = "playback_seq", allocationSize = 50)
    private long id;

    @PartitionKey
    @Column(name = "started_at", updatable = false)
    private Instant startedAt;

    @Column(name = "app_id", updatable = false)
    private long appId;

    @Column(name = "stream_id", updatable = false)
    private String streamId;

    @Column(name = "room_id", updatable = false)
    private String roomId;

    @Column(name = "user_id", updatable = false)
    private String userId;

    @Column(name = "room_session_id", updatable = false)
    private long roomSessionId;

    @Column(name = "publication_id", updatable = false)
    private long publicationId;

    @Column(name = "participation_id", updatable = false)
    private long participationId;

    @Column(name = "node_id", updatable = false)
    private long nodeId;

    @Column(updatable = false)
    private String protocol;

    @Column(updatable = false)
    private String address;

    @Column(name = "ticket_id", updatable = false)
    private long ticketId;

    private long bytes;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Column(name = "ended_at_max")
    private @Nullable Instant endedAtMax;

    @Enumerated(EnumType.STRING)
    @Column(name = "end_reason")
    private @Nullable EndReason endReason;

    @SuppressWarnings("NullAway.Init")
    protected Playback() {}

    public Playback(RoomUser stay, long roomSessionId, LiveStream stream, MediaOrigin origin, Instant startedAt) {
        this.startedAt = startedAt;
        this.appId = stay.room().appId();
        this.streamId = stream.streamId();
        this.roomId = stay.room().roomId();
        this.userId = stay.userId();
        this.roomSessionId = roomSessionId;
        this.publicationId = stream.publicationId();
        this.participationId = stay.participationId();
        this.nodeId = origin.nodeId();
        this.protocol = origin.protocol();
        this.address = origin.address();
        this.ticketId = origin.ticketId();
    }

    public long id() {
        return id;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public long appId() {
        return appId;
    }

    public String streamId() {
        return streamId;
    }

    public String roomId() {
        return roomId;
    }

    public String userId() {
        return userId;
    }

    public long participationId() {
        return participationId;
    }

    public String protocol() {
        return protocol;
    }

    public String address() {
        return address;
    }

    public long bytes() {
        return bytes;
    }

    public @Nullable Instant endedAt() {
        return endedAt;
    }

    /** The latest the end can have been; equal to {@link #endedAt()} unless nobody saw it. */
    public @Nullable Instant endedAtMax() {
        return endedAtMax;
    }

    public @Nullable EndReason endReason() {
        return endReason;
    }
}
