package io.parley.persistence.audit;

/** The names of further facts in audit entries. Their keys are what exports and REST show, so they stay. */
public enum AuditDetail {
    /** The refusal's own words: what was wrong with what was asked. */
    DETAIL("detail"),

    /** The stay, by its number. */
    STAY("stay"),

    /** The kind of client. */
    CLIENT("client"),

    /** The secret's slot that signed the token, or that a ticket let the user in. */
    CREDENTIAL("credential"),

    /** The playback, by its number. */
    PLAYBACK("playback"),

    /** The publication, by its number. */
    PUBLICATION("publication"),

    /** The call. */
    CALL("call"),

    /** The number of users, or those of refusals that were counted together. */
    USERS("users"),

    /** The rooms of refusals that were counted together. */
    ROOMS("rooms"),

    /** The addresses of refusals that were counted together. */
    ADDRESSES("addresses"),

    /** True where there were more users, rooms or addresses than are named. */
    MORE("more"),

    /** The reason: an end reason, or an administrator's words. */
    REASON("reason"),

    /** An administrator's words beside an end reason. */
    NOTE("note"),

    /** True where the token lets its user publish. */
    MAY_PUBLISH("mayPublish"),

    /** The secret of the app, by its number or slot. */
    SECRET("secret"),

    /** The secret's slot. */
    SLOT("slot"),

    /** The instant until which the secret before is accepted. */
    OLD_GOOD_UNTIL("oldGoodUntil"),

    /** The ticket, by its number. */
    TICKET("ticket"),

    /** The ticket's direction. */
    DIRECTION("direction"),

    /** The token's life in seconds. */
    EFFECTIVE_SECONDS("effectiveSeconds"),

    /** The result of a check of a token. */
    ANSWER("answer"),

    /** The setting that was changed. */
    SETTING("setting"),

    /** The value before. */
    BEFORE("before"),

    /** The value after. */
    AFTER("after"),

    /** The name of an app, or of a person at the identity provider. */
    NAME("name"),

    /** The roles. */
    ROLES("roles"),

    /** The way an account was made: the configuration or the set-up code. */
    BY("by"),

    /** True where the account's owner changed its own password. */
    BY_OWNER("byOwner"),

    /** The source of a session: password or identity provider. */
    SOURCE("source"),

    /** True where the session is one of the console. */
    CONSOLE("console"),

    /** The identity provider. */
    ISSUER("issuer"),

    /** The person's name at the identity provider. */
    SUBJECT("subject"),

    /** The cause of a failed sign-in. */
    CAUSE("cause"),

    /** The action that the password was to confirm. */
    PURPOSE("purpose"),

    /** The time until the next try is taken, in seconds. */
    WAIT("wait"),

    /** The session, by its id. */
    SESSION("session"),

    /** The request. */
    REQUEST("request"),

    /** The key that signs sessions, by its id. */
    KEY("key"),

    /** True where all sessions ended with the key. */
    END_SESSIONS("endSessions"),

    /** The time for which nobody comes back, in seconds. */
    STAY_OUT_SECONDS("stayOutSeconds"),

    /** The ban, by its number. */
    BAN("ban"),

    /** The reason of a ban that was lifted. */
    BAN_REASON("banReason"),

    /** The actions that the ban forbids. */
    FORBIDS("forbids"),

    /** The address range of a ban. */
    ADDRESS("address"),

    /** The end of a ban, or "for good". */
    UNTIL("until"),

    /** The report. */
    REPORT("report"),

    /** The list of an export. */
    LIST("list"),

    /** The format of a file. */
    FORMAT("format"),

    /** The number of rows of a file. */
    ROWS("rows"),

    /** The begin of the time that was asked for. */
    FROM("from"),

    /** The end of the time that was asked for. */
    TO("to"),

    /** The time zone of a report. */
    ZONE("zone"),

    /** The app that was asked for and is none. */
    APP_ID("appID"),

    /** The name of the server. */
    NODE("node"),

    /** A time in seconds. */
    SECONDS("seconds"),

    /** The server's incarnation that was lost. */
    INCARNATION("incarnation"),

    /** The file of a recording. */
    FILE("file");

    private final String key;

    AuditDetail(String key) {
        this.key = key;
    }

    /** The name in the entry's JSON. */
    public String key() {
        return key;
    }
}
