package io.parley.persistence.room;

import io.parley.persistence.audit.EndReason;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.Nullable;

/** The fact "this user was in this room from then to then": one stay. */
@Entity
@Table(name = "participation")
public class Stay {

    @Id
    private long id;

    @PartitionKey
    @Column(name = "joined_at", updatable = false)
    private Instant joinedAt;

    @Column(name = "app_id", updatable = false)
    private long appId;

    @Column(name = "room_id", updatable = false)
    private String roomId;

    @Column(name = "user_id", updatable = false)
    private String userId;

    @Column(name = "user_name", updatable = false)
    private String userName;

    @Column(name = "room_session_id", updatable = false)
    private long roomSessionId;

    @Column(name = "node_id", updatable = false)
    private long nodeId;

    @Enumerated(EnumType.STRING)
    @Column(name = "client_kind", updatable = false)
    private ClientKind clientKind;

    @Column(name = "client_version", updatable = false)
    private String clientVersion;

    @Column(updatable = false)
    private String address;

    /** SHA-256 of the key by which the client may come back; kept so that it can be told why it may not. */
    @Column(name = "resume_hash", updatable = false)
    private byte[] resumeHash;

    @Column(name = "left_at")
    private @Nullable Instant leftAt;

    @Column(name = "left_at_max")
    private @Nullable Instant leftAtMax;

    @Enumerated(EnumType.STRING)
    @Column(name = "leave_reason")
    private @Nullable EndReason leaveReason;

    @SuppressWarnings("NullAway.Init")
    protected Stay() {}

    public long id() {
        return id;
    }

    public Instant joinedAt() {
        return joinedAt;
    }

    public String roomId() {
        return roomId;
    }

    public String userId() {
        return userId;
    }

    public String userName() {
        return userName;
    }

    public ClientKind clientKind() {
        return clientKind;
    }

    public String address() {
        return address;
    }

    public @Nullable Instant leftAt() {
        return leftAt;
    }

    /** The latest the end can have been; equal to {@link #leftAt()} unless nobody saw it. */
    public @Nullable Instant leftAtMax() {
        return leftAtMax;
    }

    public @Nullable EndReason leaveReason() {
        return leaveReason;
    }
}
