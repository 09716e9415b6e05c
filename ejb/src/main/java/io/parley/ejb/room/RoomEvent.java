package io.parley.ejb.room;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.room.RoomInfo;
import io.parley.persistence.room.RoomKey;
import java.time.Instant;
import java.util.Set;

/**
 * An event for everybody in a room, numbered in the room's order. Announced inside the transaction; observe it as
 * {@link AfterCommit} and only hand it over: such observers run on the committing thread.
 */
public sealed interface RoomEvent {

    /** Which room. */
    RoomKey room();

    /** Which life of it. */
    long roomSessionId();

    /** The event's number; without a gap within one life of the room. */
    long seq();

    record UserAdded(RoomKey room, long roomSessionId, long seq, UserView user) implements RoomEvent {}

    record UserRemoved(RoomKey room, long roomSessionId, long seq, UserView user, EndReason reason)
            implements RoomEvent {}

    record StreamAdded(RoomKey room, long roomSessionId, long seq, StreamView stream) implements RoomEvent {}

    record StreamRemoved(RoomKey room, long roomSessionId, long seq, StreamView stream, EndReason reason)
            implements RoomEvent {}

    /** A message to everybody in the room. */
    record BroadcastSent(
            RoomKey room, long roomSessionId, long seq, long messageId, UserView from, String text, Instant sentAt)
            implements RoomEvent {}

    /** A message to some users of the room, or to everybody where {@code recipients} is empty. */
    record CommandSent(
            RoomKey room,
            long roomSessionId,
            long seq,
            UserView from,
            Set<String> recipients,
            String text,
            Instant sentAt)
            implements RoomEvent {}

    record RoomInfoChanged(RoomKey room, long roomSessionId, long seq, RoomInfo info) implements RoomEvent {}

    record StreamInfoChanged(RoomKey room, long roomSessionId, long seq, StreamView stream) implements RoomEvent {}
}
