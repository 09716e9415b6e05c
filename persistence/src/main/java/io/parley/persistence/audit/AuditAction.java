package io.parley.persistence.audit;

/** The actions that are audited. Stored by name: never rename one. */
public enum AuditAction {
    LOGIN,
    LOGOUT,
    TOKEN_RENEW,
    /** A user whose connection was lost is back in the same stay. */
    RESUME,
    /** An engine hands over what it remembers. */
    CLIENT_LOG,
    PUBLISH_START,
    PUBLISH_END,
    PLAY_START,
    PLAY_END,
    SESSION_OPEN,
    SESSION_END,
    APP_CREATE,
    APP_CHANGE,
    RECORDING_READ,
    STREAM_PREVIEW,
    AUDIT_READ,
    RECORD_EXPORT,
    REPORT_EXPORT,
    /** A file that was being taken away when its session ended. */
    EXPORT_CUT,
    REPORT_REBUILD,
    TOKEN_ISSUE,
    MEDIA_URL_ISSUE,
    ADMIN_CREATE,
    ADMIN_CHANGE,
    ADMIN_DISABLE,
    PASSWORD_CHANGE,
    KEY_ROTATE,
    NODE_START,
    NODE_DRAIN,
    NODE_STOP,
    NODE_RECONCILE,
    KICK,
    ROOM_CLOSE,
    STREAM_STOP,
    BAN,
    UNBAN,
    SECRET_ROTATE,
    SECRET_REVOKE,
    SECRET_REVEAL,
    TOKEN_CHECK,
    PASSWORD_CONFIRM,
    NODE_CHECK,
    /** A page or route that is not for the account's role. */
    ACCESS
}
