package io.parley.ejb.room;

import io.parley.persistence.audit.EndReason;
import io.parley.persistence.room.RoomInfo;
import io.parley.persistence.room.RoomKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event of a room, numbered in the room's order: a row of the call's feed, and after the commit a message to everybody in the room.
 * Published by {@link RoomEvents} and nowhere else. Observe it as {@link AfterCommit} and only hand it over: such observers run on the
 * committing thread.
 */
public sealed interface RoomEvent {

    /** The room. */
    RoomKey room();

    /** The call: one life of the room. */
    long roomSessionId();

    /** The event's number; without a gap within one call. */
    long seq();

    /** The event's name in the feed. */
    String name();

    /** Facts by their names in the feed, without what users wrote. */
    Map<String, Object> facts();

    /** The text that a user wrote, in the feed only where messages are kept; null for events without one. */
    default @Nullable String content() {
        return null;
    }

    record UserAdded(RoomKey room, long roomSessionId, long seq, UserView user) implements RoomEvent {

        @Override
        public String name() {
            return "USER_ADDED";
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of("userID", user.userId(), "userName", user.userName());
        }
    }

    /** @param note what an administrator said about it, or empty */
    record UserRemoved(RoomKey room, long roomSessionId, long seq, UserView user, EndReason reason, String note)
            implements RoomEvent {

        @Override
        public String name() {
            return "USER_REMOVED";
        }

        @Override
        public Map<String, Object> facts() {
            return MediaLifecycle.noted(note, Map.of("userID", user.userId(), "reason", reason));
        }
    }

    record StreamAdded(RoomKey room, long roomSessionId, long seq, StreamView stream) implements RoomEvent {

        @Override
        public String name() {
            return "STREAM_ADDED";
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of("userID", stream.user().userId(), "streamID", stream.streamId());
        }
    }

    /** @param note what an administrator said about it, or empty */
    record StreamRemoved(RoomKey room, long roomSessionId, long seq, StreamView stream, EndReason reason, String note)
            implements RoomEvent {

        @Override
        public String name() {
            return "STREAM_REMOVED";
        }

        @Override
        public Map<String, Object> facts() {
            return MediaLifecycle.noted(
                    note, Map.of("userID", stream.user().userId(), "streamID", stream.streamId(), "reason", reason));
        }
    }

    /** The end of the call, its last event; nobody is left to be told. */
    record RoomClosed(RoomKey room, long roomSessionId, long seq, EndReason reason, String note) implements RoomEvent {

        @Override
        public String name() {
            return "ROOM_CLOSED";
        }

        @Override
        public Map<String, Object> facts() {
            return MediaLifecycle.noted(note, Map.of("reason", reason));
        }
    }

    /** A message to everybody in the room. */
    record BroadcastSent(
            RoomKey room, long roomSessionId, long seq, long messageId, UserView from, String text, Instant sentAt)
            implements RoomEvent {

        @Override
        public String name() {
            return "BROADCAST";
        }

        @Override
        public Map<String, Object> facts() {
            return written(from.userId(), text, Map.of("messageID", messageId));
        }

        @Override
        public String content() {
            return text;
        }
    }

    /**
     * A message to some users of the room.
     *
     * @param to for whom it was meant, empty for everybody
     * @param recipients those of them who are inside, empty for everybody
     */
    record CommandSent(
            RoomKey room,
            long roomSessionId,
            long seq,
            UserView from,
            List<String> to,
            Set<String> recipients,
            String text,
            Instant sentAt)
            implements RoomEvent {

        @Override
        public String name() {
            return "COMMAND";
        }

        @Override
        public Map<String, Object> facts() {
            return written(from.userId(), text, Map.of("to", to));
        }

        @Override
        public String content() {
            return text;
        }
    }

    record RoomInfoChanged(RoomKey room, long roomSessionId, long seq, RoomInfo info) implements RoomEvent {

        @Override
        public String name() {
            return "ROOM_EXTRA_INFO";
        }

        @Override
        public Map<String, Object> facts() {
            return written(info.userId(), info.value(), Map.of("key", info.key()));
        }

        @Override
        public String content() {
            return info.value();
        }
    }

    record StreamInfoChanged(RoomKey room, long roomSessionId, long seq, StreamView stream) implements RoomEvent {

        @Override
        public String name() {
            return "STREAM_EXTRA_INFO";
        }

        @Override
        public Map<String, Object> facts() {
            return written(stream.user().userId(), stream.extraInfo(), Map.of("streamID", stream.streamId()));
        }

        @Override
        public String content() {
            return stream.extraInfo();
        }
    }

    private static Map<String, Object> written(String userId, String text, Map<String, Object> about) {
        Map<String, Object> facts = new LinkedHashMap<>(about);
        facts.put("userID", userId);
        facts.put("bytes", text.getBytes(StandardCharsets.UTF_8).length);
        return facts;
    }
}
