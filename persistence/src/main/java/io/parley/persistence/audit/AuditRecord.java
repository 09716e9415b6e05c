package io.parley.persistence.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An action of somebody, done or refused.
 *
 * @param actorKind USER, ADMIN or SYSTEM
 * @param refusal null when it was done
 * @param address where the request came from, empty for the system itself
 * @param detail further facts; never secrets
 */
public record AuditRecord(
        @Nullable Long appId,
        String actorKind,
        String actorId,
        AuditAction action,
        @Nullable Refusal refusal,
        @Nullable String roomId,
        @Nullable String userId,
        @Nullable String streamId,
        String address,
        Map<String, Object> detail) {

    public static AuditRecord byUser(long appId, String userId, AuditAction action, @Nullable Refusal refusal) {
        return new AuditRecord(appId, "USER", userId, action, refusal, null, userId, null, "", Map.of());
    }

    public static AuditRecord byAdmin(@Nullable Long appId, String admin, AuditAction action) {
        return new AuditRecord(appId, "ADMIN", admin, action, null, null, null, null, "", Map.of());
    }

    /** A refusal at the console or its REST; the name may be nobody's. */
    public static AuditRecord refusedToAdmin(String admin, AuditAction action, Refusal refusal) {
        return new AuditRecord(null, "ADMIN", admin, action, refusal, null, null, null, "", Map.of());
    }

    public static AuditRecord bySystem(AuditAction action) {
        return bySystem(action, null);
    }

    public static AuditRecord bySystem(AuditAction action, @Nullable Long appId) {
        return new AuditRecord(appId, "SYSTEM", "parley", action, null, null, null, null, "", Map.of());
    }

    /** The same entry without its app, where there is no such app: lists of an app would not show it. */
    public AuditRecord ofNoApp() {
        return new AuditRecord(null, actorKind, actorId, action, refusal, roomId, userId, streamId, address, detail);
    }

    /** Of the app that it is about, null for none. */
    public AuditRecord ofApp(@Nullable Long app) {
        return new AuditRecord(app, actorKind, actorId, action, refusal, roomId, userId, streamId, address, detail);
    }

    /** The same, refused for this reason. */
    public AuditRecord refusedAs(Refusal why) {
        return new AuditRecord(appId, actorKind, actorId, action, why, roomId, userId, streamId, address, detail);
    }

    public AuditRecord in(@Nullable String room) {
        return new AuditRecord(appId, actorKind, actorId, action, refusal, room, userId, streamId, address, detail);
    }

    /** The user who did it. */
    public AuditRecord by(String user) {
        return new AuditRecord(appId, actorKind, user, action, refusal, roomId, user, streamId, address, detail);
    }

    public AuditRecord of(@Nullable String stream) {
        return new AuditRecord(appId, actorKind, actorId, action, refusal, roomId, userId, stream, address, detail);
    }

    public AuditRecord about(@Nullable String user) {
        return new AuditRecord(appId, actorKind, actorId, action, refusal, roomId, user, streamId, address, detail);
    }

    public AuditRecord from(String where) {
        return new AuditRecord(appId, actorKind, actorId, action, refusal, roomId, userId, streamId, where, detail);
    }

    /** With one more fact. */
    public AuditRecord with(AuditDetail name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(detail);
        more.put(name.key(), value);
        return withDetail(more);
    }

    /** With an administrator's words, if there are any. */
    public AuditRecord noted(String note) {
        return note.isEmpty() ? this : with(AuditDetail.NOTE, note);
    }

    /** With these facts instead of those before: for facts whose names are not the audit's own, as the filters of a list. */
    public AuditRecord withDetail(Map<String, Object> facts) {
        return new AuditRecord(appId, actorKind, actorId, action, refusal, roomId, userId, streamId, address, facts);
    }
}
