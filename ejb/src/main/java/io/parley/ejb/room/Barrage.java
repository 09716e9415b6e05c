package io.parley.ejb.room;

import io.parley.persistence.room.RoomKey;
import java.time.Instant;

/**
 * A message that may be lost: it has no number among the room's events and is written nowhere. To be observed like {@link RoomEvent}.
 *
 * @param sender the stay that sent it, which does not hear it
 */
public record Barrage(RoomKey room, long sender, String messageId, UserView from, String text, Instant sentAt) {}
