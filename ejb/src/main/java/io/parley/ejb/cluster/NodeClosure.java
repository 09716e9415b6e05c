package io.parley.ejb.cluster;

import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.room.RoomEvent;
import io.parley.ejb.room.RoomEvents;
import io.parley.ejb.room.StreamView;
import io.parley.ejb.room.UserView;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.node.NodeReconciler;
import io.parley.persistence.node.NodeReconciler.OpenClaim;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.sql.WritePipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Closes what an incarnation left open, in the caller's transaction, and publishes it to the rooms. */
@ApplicationScoped
public class NodeClosure {

    private final NodeReconciler open;
    private final RoomRepository rooms;
    private final RoomEvents events;
    private final AuditTrail audit;

    @Inject
    public NodeClosure(NodeReconciler open, RoomRepository rooms, RoomEvents events, AuditTrail audit) {
        this.open = open;
        this.rooms = rooms;
        this.events = events;
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected NodeClosure() {
        this(null, null, null, null);
    }

    /**
     * @param reason of everything that ends
     * @return the number of rows closed, by table
     */
    Map<String, Integer> close(long nodeId, EndReason reason, Instant now) {
        recordEnds(nodeId, reason, now);
        Map<String, Integer> closed = open.close(nodeId, reason);
        publishClosedRooms(reason);
        closed.put("room_session", open.closeEmptyRooms(nodeId, reason));
        return closed;
    }

    private void recordEnds(long nodeId, EndReason reason, Instant now) {
        List<OpenClaim> claims = open.claims(nodeId);
        Set<RoomKey> left = claims.stream().map(OpenClaim::room).collect(Collectors.toSet());
        Map<RoomKey, Room> locked = rooms.lock(left);
        WritePipeline writes = new WritePipeline();
        for (OpenClaim claim : claims) {
            Room room = Objects.requireNonNull(locked.get(claim.room())); // its stays keep it
            if (claim.kind() != OpenClaim.Kind.PLAYBACK) {
                events.publish(writes, room, event(room, claim, reason));
            }
            if (claim.kind() != OpenClaim.Kind.STAY || claim.isUser()) {
                audit.recordOf(nodeId, writes, entry(claim, reason), now);
            }
        }
        locked.values().forEach(room -> rooms.save(writes, room));
        events.send(writes);
    }

    private static RoomEvent event(Room room, OpenClaim claim, EndReason reason) {
        UserView user = new UserView(claim.userId(), claim.userName());
        String stream = claim.streamId();
        return stream == null
                ? new RoomEvent.UserRemoved(room.key(), room.sessionId(), room.nextSeq(), user, reason, "")
                : new RoomEvent.StreamRemoved(
                        room.key(),
                        room.sessionId(),
                        room.nextSeq(),
                        new StreamView(stream, user, claim.extraInfo()),
                        reason,
                        "");
    }

    private static AuditRecord entry(OpenClaim claim, EndReason reason) {
        return AuditRecord.bySystem(action(claim.kind()), claim.room().appId())
                .in(claim.room().roomId())
                .about(claim.userId())
                .of(claim.streamId())
                .with(AuditDetail.REASON, reason)
                .with(AuditDetail.STAY, claim.stayId());
    }

    private static AuditAction action(OpenClaim.Kind kind) {
        return switch (kind) {
            case PLAYBACK -> AuditAction.PLAY_END;
            case PUBLICATION -> AuditAction.PUBLISH_END;
            case STAY -> AuditAction.LOGOUT;
        };
    }

    private void publishClosedRooms(EndReason reason) {
        WritePipeline writes = new WritePipeline();
        Map<RoomKey, Room> locked = rooms.lock(rooms.empty());
        // Asked again under the locks: while this waited for one, somebody may have come in.
        rooms.empty().stream().map(locked::get).filter(Objects::nonNull).forEach(room -> {
            events.publish(
                    writes, room, new RoomEvent.RoomClosed(room.key(), room.sessionId(), room.nextSeq(), reason, ""));
            rooms.save(writes, room);
        });
        events.send(writes);
    }
}
