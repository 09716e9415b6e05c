package io.parley.persistence.record;

import io.parley.persistence.id.CallId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which records, in which order, which page. Null means any; ids are exact.
 *
 * @param appId null only for what belongs to no app
 * @param from the earliest start
 * @param to the first start that is too late
 * @param reason an end reason, or for refusals the refusal, by name
 * @param action of audit entries, by name
 * @param actor of audit entries
 * @param sort a name that the list knows; {@code time} is known by all
 * @param cursor where the page before ended, as that page said
 * @param limit rows of a page, 1 to {@value #MAX_READ}
 */
public record RecordFilter(
        @Nullable Long appId,
        Instant from,
        Instant to,
        @Nullable String room,
        @Nullable String user,
        @Nullable String stream,
        @Nullable String reason,
        @Nullable String action,
        @Nullable String actor,
        String sort,
        boolean ascending,
        @Nullable String cursor,
        int limit) {

    /** Rows of a page that somebody asks for at most. */
    public static final int MAX_PAGE = 200;

    /** Rows read at a time at most: exports go through a list in larger steps. */
    public static final int MAX_READ = 2_000;

    /** Everything of an app in a time, newest first. */
    public static RecordFilter of(@Nullable Long appId, Instant from, Instant to) {
        return new RecordFilter(appId, from, to, null, null, null, null, null, null, "time", false, null, 50);
    }

    public RecordFilter after(@Nullable String newCursor) {
        return new RecordFilter(
                appId, from, to, room, user, stream, reason, action, actor, sort, ascending, newCursor, limit);
    }

    public RecordFilter limitedTo(int rows) {
        return new RecordFilter(
                appId, from, to, room, user, stream, reason, action, actor, sort, ascending, cursor, rows);
    }

    public RecordFilter ofUser(String userId) {
        return new RecordFilter(
                appId, from, to, room, userId, stream, reason, action, actor, sort, ascending, cursor, limit);
    }

    public RecordFilter inRoom(String roomId) {
        return new RecordFilter(
                appId, from, to, roomId, user, stream, reason, action, actor, sort, ascending, cursor, limit);
    }

    /** The page behind this call, in order of time. */
    public RecordFilter afterCall(CallId call) {
        return after(new Cursor("time", call.openedAt().toString(), String.valueOf(call.roomSessionId())).text());
    }

    /** What was asked for, without what was not, as the audit keeps it. */
    public Map<String, Object> described() {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("from", from);
        said.put("to", to);
        said(said, "roomID", room);
        said(said, "userID", user);
        said(said, "streamID", stream);
        said(said, "reason", reason);
        said(said, "action", action);
        said(said, "actor", actor);
        return said;
    }

    private static void said(Map<String, Object> said, String name, @Nullable String value) {
        if (value != null) {
            said.put(name, value);
        }
    }

    public RecordFilter ofStream(String streamId) {
        return new RecordFilter(
                appId, from, to, room, user, streamId, reason, action, actor, sort, ascending, cursor, limit);
    }
}
