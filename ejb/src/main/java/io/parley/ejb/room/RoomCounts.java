package io.parley.ejb.room;

import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Map;

/** Number of users in the rooms of this node. */
@Stateless
public class RoomCounts {

    private final RoomRepository rooms;
    private final NodeStatus node;

    @Inject
    public RoomCounts(RoomRepository rooms, NodeStatus node) {
        this.rooms = rooms;
        this.node = node;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RoomCounts() {
        this(null, null);
    }

    /** By room, for every room in which this server holds a stay; one query. */
    public Map<RoomKey, Integer> here() {
        return rooms.userCounts(node.nodeId());
    }
}
