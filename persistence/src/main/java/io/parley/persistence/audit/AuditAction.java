package io.parley.persistence.audit;

/** What is audited. Stored by name: never rename one. */
public enum AuditAction {
    LOGIN,
    LOGOUT,
    TOKEN_RENEW,
    PUBLISH_START,
    PUBLISH_END,
    PLAY_START,
    PLAY_END,
    SESSION_OPEN,
    APP_CREATE,
    APP_CHANGE,
    RECORDING_READ,
    REPORT_EXPORT,
    REPORT_REBUILD,
    TOKEN_ISSUE,
    MEDIA_URL_ISSUE,
    ADMIN_CREATE,
    NODE_START,
    NODE_DRAIN,
    NODE_STOP,
    NODE_RECONCILE
}
