package io.parley.persistence.stream;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.room.RoomUser;
import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.Nullable;

/** The columns that a push and a pull have in common: user, stream, protocol, start, end, reason of the end, bytes. */
@MappedSuperclass
public abstract class MediaFact {

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

    @Column(name = "participation_id", updatable = false)
    private long stayId;

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
    protected MediaFact() {}

    MediaFact(RoomUser stay, long roomSessionId, String streamId, MediaOrigin origin, Instant startedAt) {
        this.startedAt = startedAt;
        this.appId = stay.room().appId();
        this.streamId = streamId;
        this.roomId = stay.room().roomId();
        this.userId = stay.userId();
        this.roomSessionId = roomSessionId;
        this.stayId = stay.stayId();
        this.nodeId = origin.nodeId();
        this.protocol = origin.protocol();
        this.address = origin.address();
        this.ticketId = origin.ticketId();
    }

    /** Names it, also towards the relay. */
    public abstract long id();

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

    public long stayId() {
        return stayId;
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
