package io.parley.persistence.record;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a list that are asked for. Null means any; ids are exact.
 *
 * @param appId null for what belongs to no app
 * @param range of the start of a record; null for lists of what is there now, which have no time
 * @param reason an end reason, or for refusals the refusal, by name
 * @param action of audit entries, by name
 * @param actor of audit entries
 * @param text of lists of what is there now: part of any column that is searched, whatever the case of letters
 */
public record RecordFilter(
        @Nullable Long appId,
        @Nullable TimeRange range,
        @Nullable String room,
        @Nullable String user,
        @Nullable String stream,
        @Nullable String reason,
        @Nullable String action,
        @Nullable String actor,
        @Nullable String text) {

    /** Everything of an app in a time. */
    public static RecordFilter of(@Nullable Long appId, TimeRange range) {
        return new RecordFilter(appId, range, null, null, null, null, null, null, null);
    }

    /** The rows that are there now, with this text in them. */
    public static RecordFilter now(@Nullable Long appId, @Nullable String text) {
        return new RecordFilter(appId, null, null, null, null, null, null, null, text);
    }

    /** The conditions by name, without those that are absent, as the audit keeps them. */
    public Map<String, Object> described() {
        Map<String, Object> described = new LinkedHashMap<>();
        put(described, "from", range == null ? null : range.from());
        put(described, "to", range == null ? null : range.to());
        put(described, "roomID", room);
        put(described, "userID", user);
        put(described, "streamID", stream);
        put(described, "reason", reason);
        put(described, "action", action);
        put(described, "actor", actor);
        put(described, "text", text);
        return described;
    }

    private static void put(Map<String, Object> described, String name, @Nullable Object value) {
        if (value != null) {
            described.put(name, value);
        }
    }
}
