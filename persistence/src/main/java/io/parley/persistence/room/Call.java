package io.parley.persistence.room;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.id.CallId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.Nullable;

/** The fact "this room was live from then to then": one call, from the first login to the last logout. */
@Entity
@Table(name = "room_session")
public class Call {

    @Id
    private long id;

    @PartitionKey
    @Column(name = "opened_at", updatable = false)
    private Instant openedAt;

    @Column(name = "app_id", updatable = false)
    private long appId;

    @Column(name = "room_id", updatable = false)
    private String roomId;

    @Column(name = "node_id", updatable = false)
    private long nodeId;

    @Column(name = "peak_users")
    private int peakUsers;

    @Column(name = "closed_at")
    private @Nullable Instant closedAt;

    @Column(name = "closed_at_max")
    private @Nullable Instant closedAtMax;

    @Enumerated(EnumType.STRING)
    @Column(name = "close_reason")
    private @Nullable EndReason closeReason;

    @SuppressWarnings("NullAway.Init")
    protected Call() {}

    public CallId callId() {
        return new CallId(id, openedAt);
    }

    public long appId() {
        return appId;
    }

    public String roomId() {
        return roomId;
    }

    public Instant openedAt() {
        return openedAt;
    }

    public int peakUsers() {
        return peakUsers;
    }

    public @Nullable Instant closedAt() {
        return closedAt;
    }

    /** The latest the end can have been; equal to {@link #closedAt()} unless nobody saw it. */
    public @Nullable Instant closedAtMax() {
        return closedAtMax;
    }

    public @Nullable EndReason closeReason() {
        return closeReason;
    }
}
