package io.parley.web.signal;

import io.parley.ejb.room.RoomEvent;
import io.parley.ejb.room.RoomSnapshot;
import io.parley.ejb.room.StayEvent;
import io.parley.persistence.app.AddressRange;
import io.parley.persistence.audit.EndReason;
import io.parley.ratelimit.FixedWindowCounter;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection: what it is logged in to, and the order of what it hears. Events arrive from many committing threads in
 * any order; the client gets each once, in the order of the room, from the one after its snapshot on.
 */
final class SignalSession {

    /** The most events that wait for one that is missing before the client gets a new snapshot instead. */
    private static final int MAX_OUT_OF_ORDER = 64;

    /** Events that may wait while a login is under way. */
    private static final int MAX_BEFORE_SNAPSHOT = 4_096;

    /** Streams of one user whose states are remembered. */
    private static final int MAX_MEDIA = 1_024;

    /** The last state the client was told of one of its streams. */
    private record Told(long id, boolean ended) {}

    /** An event that waits for its turn, already encoded. */
    private record Waiting(RoomEvent event, String text) {}

    private final Session socket;
    private final OutboundQueue outbound;
    private final String address;
    private final String network;
    private @Nullable InboundQueue inbound;
    private final List<Waiting> beforeSnapshot = new ArrayList<>();
    private final TreeMap<Long, Waiting> outOfOrder = new TreeMap<>();

    private final long openedAt;
    private volatile long lastHeard;
    private final Map<String, Told> toldOfMedia = new LinkedHashMap<>();
    private volatile @Nullable RoomSnapshot stay;
    private boolean userUpdate;
    private boolean live;
    private long nextSeq;
    private long gapSince;
    private long missedFrom = Long.MAX_VALUE;
    private long snapshotEnd;
    private final Set<Long> replayed = new HashSet<>();
    private @Nullable Instant tokenExpiresAt;
    private int wrongKeys;
    private final FixedWindowCounter received = new FixedWindowCounter(TimeUnit.SECONDS.toMillis(1));

    SignalSession(Session socket, String address, long now) {
        this.socket = socket;
        this.address = address;
        this.network = AddressRange.client(address);
        this.outbound = new OutboundQueue(socket);
        this.openedAt = now;
        this.lastHeard = now;
    }

    /** By the monotonic clock in milliseconds. */
    long openedAt() {
        return openedAt;
    }

    String address() {
        return address;
    }

    /** The key of limits of strangers: the address, of IPv6 its /64 network. */
    String network() {
        return network;
    }

    /** Sets the queue of its messages, once, before the first of them. */
    void receiveIn(InboundQueue messages) {
        inbound = messages;
    }

    @Nullable
    InboundQueue inbox() {
        return inbound;
    }

    /** Tells whether a message of the client is not answered yet. */
    boolean isBeingServed() {
        InboundQueue messages = inbound;
        return messages != null && messages.isBusy();
    }

    /** The stay of this connection, null before its login. */
    @Nullable
    RoomSnapshot stay() {
        return stay;
    }

    /** Tells whether the client wants to know who is in the room. */
    synchronized boolean hearsUsers() {
        return userUpdate;
    }

    /** When the client was last heard of, by the monotonic clock in milliseconds. */
    long lastHeard() {
        return lastHeard;
    }

    /** Something has arrived, whole or in part. Called where it arrives, however long it waits for an answer. */
    void heard(long now) {
        lastHeard = now;
    }

    /**
     * Counts a message.
     *
     * @param now milliseconds of the monotonic clock
     * @return false when the client sends more than its share
     */
    synchronized boolean count(long now, int maxPerSecond) {
        return received.take(maxPerSecond, now);
    }

    /** Counts a resume that was refused. @return how many were */
    synchronized int wrongKey() {
        return ++wrongKeys;
    }

    boolean isOpen() {
        return socket.isOpen();
    }

    void send(ServerMessage message) {
        outbound.send(SignalCodec.encode(message));
    }

    void close(CloseReason reason) {
        outbound.close(reason);
    }

    /** An event of the room. Held back until the snapshot has been sent, and until those before it have come. */
    synchronized void offer(RoomEvent event, String text, long now) {
        if (!live) {
            if (beforeSnapshot.size() < MAX_BEFORE_SNAPSHOT) {
                beforeSnapshot.add(new Waiting(event, text));
            } else {
                close(CloseCodes.reason(CloseCodes.TRY_LATER, "too much happens meanwhile"));
            }
            return;
        }
        RoomSnapshot room = stay;
        if (room == null || event.roomSessionId() != room.call().roomSessionId()) {
            return;
        }
        if (event.seq() < nextSeq) {
            sendMissed(event);
            return;
        }
        if (event.seq() == nextSeq && outOfOrder.isEmpty()) {
            // The usual case, for everybody in a large room at each event: nothing is kept and nothing allocated.
            nextSeq++;
            gapSince = now;
            if (concerns(event)) {
                outbound.send(text);
            }
            return;
        }
        outOfOrder.put(event.seq(), new Waiting(event, text));
        drain(now);
    }

    /** Sends an answer that carries a snapshot, and from then on the events after it. */
    synchronized void begin(RoomSnapshot room, boolean wantsUsers, ServerMessage answer, long now) {
        stay = room.withoutLists();
        userUpdate = wantsUsers;
        tokenExpiresAt = room.tokenExpiresAt();
        snapshotEnd = room.seq() + 1;
        send(answer);
        restart(room, now);
    }

    /** Sends the messages of the time while the client was away, each once, however late it is told here. */
    synchronized void replay(List<RoomEvent> missed, long resumedFrom) {
        missedFrom = resumedFrom;
        missed.forEach(this::sendMissed);
    }

    private void sendMissed(RoomEvent event) {
        if (event.seq() > missedFrom && event.seq() < snapshotEnd && isMessage(event) && replayed.add(event.seq())) {
            if (concerns(event)) {
                send(SignalCodec.event(event));
            }
        }
    }

    private static boolean isMessage(RoomEvent event) {
        return event instanceof RoomEvent.BroadcastSent || event instanceof RoomEvent.CommandSent;
    }

    /** Sends what is not an event of the room, once there is a login. */
    synchronized void tell(String text) {
        if (live) {
            outbound.send(text);
        }
    }

    /** The same, unless it comes from this stay. */
    void tellOthers(long sender, String text) {
        RoomSnapshot room = stay;
        if (room != null && room.stayId() != sender) {
            tell(text);
        }
    }

    /** When the client's right to begin something new ends, null for never. */
    synchronized void tokenExpires(@Nullable Instant at) {
        tokenExpiresAt = at;
    }

    /** Tells once that the token expires before this time. */
    synchronized void noticeToken(Instant before) {
        Instant expires = tokenExpiresAt;
        RoomSnapshot room = stay;
        if (live && room != null && expires != null && expires.isBefore(before)) {
            tokenExpiresAt = null;
            send(new ServerMessage.TokenWillExpire(room.room().roomId(), expires.toEpochMilli()));
        }
    }

    /** Replaces everything the client knows. */
    synchronized void restart(RoomSnapshot room, long now) {
        stay = room.withoutLists();
        nextSeq = room.seq() + 1;
        outOfOrder.clear();
        live = true;
        List<Waiting> held = List.copyOf(beforeSnapshot);
        beforeSnapshot.clear();
        held.forEach(waiting -> offer(waiting.event(), waiting.text(), now));
    }

    /** Tells whether an event has been missing for so long, or so many wait for it, that only a new snapshot helps. */
    synchronized boolean hasGap(long now, long patienceMs) {
        return live && !outOfOrder.isEmpty() && (now - gapSince > patienceMs || outOfOrder.size() > MAX_OUT_OF_ORDER);
    }

    /**
     * Tells whether this state of the user's own media is later than what the client was told: states come from many threads, and the
     * number of the publication or playback tells which is the newer one. That a player gave way to a newer one of the same address is news
     * all the same: the user may not know of the newer one.
     */
    synchronized boolean isNews(StayEvent event) {
        if (event instanceof StayEvent.PublishState state) {
            return isNews("+" + state.streamId(), state.mediaId(), state.live());
        } else if (event instanceof StayEvent.PlayState state) {
            return state.reason() == EndReason.TAKEN_OVER
                    || isNews("-" + state.streamId(), state.mediaId(), state.live());
        }
        return true;
    }

    private boolean isNews(String media, long id, boolean begins) {
        Told told = toldOfMedia.get(media);
        if (told != null && (id < told.id() || id == told.id() && told.ended())) {
            return false;
        }
        toldOfMedia.put(media, new Told(id, !begins));
        if (toldOfMedia.size() > MAX_MEDIA) {
            toldOfMedia.remove(toldOfMedia.keySet().iterator().next());
        }
        return true;
    }

    /** The last event the client was sent. */
    synchronized long seq() {
        return Math.max(0, nextSeq - 1);
    }

    private void drain(long now) {
        boolean moved = false;
        while (!outOfOrder.isEmpty() && outOfOrder.firstKey() == nextSeq) {
            Waiting next = outOfOrder.pollFirstEntry().getValue();
            nextSeq++;
            moved = true;
            if (concerns(next.event())) {
                outbound.send(next.text());
            }
        }
        if (moved || outOfOrder.size() == 1) {
            gapSince = now;
        }
    }

    private boolean concerns(RoomEvent event) {
        RoomSnapshot room = stay;
        String self = room == null ? "" : room.self().userId();
        if (event instanceof RoomEvent.UserAdded added) {
            return userUpdate && !added.user().userId().equals(self);
        } else if (event instanceof RoomEvent.UserRemoved removed) {
            return userUpdate && !removed.user().userId().equals(self);
        } else if (event instanceof RoomEvent.StreamAdded added) {
            return !added.stream().user().userId().equals(self);
        } else if (event instanceof RoomEvent.StreamRemoved removed) {
            return !removed.stream().user().userId().equals(self);
        }
        return concerns(event, self);
    }

    private static boolean concerns(RoomEvent event, String self) {
        if (event instanceof RoomEvent.BroadcastSent sent) {
            return !sent.from().userId().equals(self);
        } else if (event instanceof RoomEvent.CommandSent sent) {
            return !sent.from().userId().equals(self)
                    && (sent.recipients().isEmpty() || sent.recipients().contains(self));
        } else if (event instanceof RoomEvent.RoomInfoChanged changed) {
            return !changed.info().userId().equals(self);
        } else if (event instanceof RoomEvent.StreamInfoChanged changed) {
            return !changed.stream().user().userId().equals(self);
        }
        return false;
    }
}
