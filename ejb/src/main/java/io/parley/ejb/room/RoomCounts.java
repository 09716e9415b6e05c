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

    @Inject
    @SuppressWarnings("NullAway.Init")
    private RoomRepository rooms;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private NodeStatus node;

    /** By room, for every room in which this server holds a stay; one query. */
    public Map<RoomKey, Integer> here() {
        return rooms.userCounts(node.nodeId());
    }
}
