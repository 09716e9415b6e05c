package io.parley.persistence.room;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.CallId;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * The claim "this room is live". Its row lock is the order of everything that happens in the room: whoever holds it may admit, let
 * go, and take the next event number. Created by {@link RoomRepository#openAndLock}, deleted when the last user leaves.
 */
@Entity
@Table(name = "room")
public class Room {

    @EmbeddedId
    private RoomKey key;

    @Column(name = "session_id", updatable = false)
    private long sessionId;

    @Column(name = "opened_at", updatable = false)
    private Instant openedAt;

    @Column(name = "event_seq")
    private long eventSeq;

    @Column(name = "user_count")
    private int userCount;

    @Column(name = "peak_users")
    private int peakUsers;

    @Column(updatable = false)
    private int capacity;

    @SuppressWarnings("NullAway.Init")
    protected Room() {}

    /** The room as its locked row has it. */
    Room(RoomKey key, long sessionId, Instant openedAt, long eventSeq, int userCount, int peakUsers, int capacity) {
        this.key = key;
        this.sessionId = sessionId;
        this.openedAt = openedAt;
        this.eventSeq = eventSeq;
        this.userCount = userCount;
        this.peakUsers = peakUsers;
        this.capacity = capacity;
    }

    /**
     * Refuses where there would be no seat. Who opened the room may have asked for fewer seats than the app has, never for more.
     *
     * @param ofApp seats that the app's rooms have now, 0 for no limit
     * @param leaving how many would make room
     */
    public void requireSeat(int ofApp, int leaving) {
        int seats = capacity == 0 || ofApp > 0 && ofApp < capacity ? ofApp : capacity;
        if (seats > 0 && userCount - leaving >= seats) {
            throw new Refused(Refusal.ROOM_FULL, "capacity " + seats);
        }
    }

    /** One more user, if there is a seat. Who only looks takes none. @param seatsOfApp as in {@link #requireSeat} */
    public void admit(ClientKind kind, int seatsOfApp) {
        if (kind.isUser()) {
            requireSeat(seatsOfApp, 0);
            userCount++;
            peakUsers = Math.max(peakUsers, userCount);
        }
    }

    /** One user less. */
    public void release(ClientKind kind) {
        if (kind.isUser()) {
            userCount--;
        }
    }

    /** Tells whether nothing has happened in this call yet. */
    public boolean isNew() {
        return eventSeq == 0;
    }

    /** Tells whether nothing has happened in this call but that one user came in. */
    public boolean isOfOneEvent() {
        return eventSeq == 1;
    }

    /** Tells whether nobody is inside, apart from those who only look. */
    public boolean isEmpty() {
        return userCount == 0;
    }

    /** The number of the next event of this call; events are told in this order. */
    public long nextSeq() {
        return ++eventSeq;
    }

    public long eventSeq() {
        return eventSeq;
    }

    public int userCount() {
        return userCount;
    }

    public int peakUsers() {
        return peakUsers;
    }

    public RoomKey key() {
        return key;
    }

    public long sessionId() {
        return sessionId;
    }

    public CallId callId() {
        return new CallId(sessionId, openedAt);
    }
}
