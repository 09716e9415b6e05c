package io.parley.persistence.audit;

/** Every way Parley says no, with the engine's error code and a sentence that says what to do: see {@code docs/protocol/codes.json}. */
public enum Refusal {
    APP_UNKNOWN(1001004, "No such app, or it is switched off. Check the AppID."),
    ROOM_ID_EMPTY(1002011, "The roomID is empty."),
    ROOM_ID_ILLEGAL(1002012, "The roomID has a character that is not allowed."),
    ROOM_ID_TOO_LONG(1002013, "The roomID is longer than 128 bytes."),
    USER_ID_EMPTY(1002005, "The userID is empty."),
    USER_ID_ILLEGAL(1002006, "The userID has a character that is not allowed."),
    USER_ID_TOO_LONG(1002007, "The userID is longer than 64 bytes."),
    USER_NAME_ILLEGAL(1002009, "The userName has a control character."),
    USER_NAME_TOO_LONG(1002010, "The userName is longer than 256 bytes."),
    STREAM_ID_EMPTY(1000015, "The streamID is empty."),
    STREAM_ID_ILLEGAL(1000016, "The streamID has a character that is not allowed."),
    STREAM_ID_TOO_LONG(1000014, "The streamID is longer than 256 bytes."),
    EXTRA_INFO_MISSING(1003050, "The extra info is missing. An empty text is allowed."),
    EXTRA_INFO_TOO_LONG(1003051, "The extra info is longer than 128 bytes."),
    ROOM_INFO_KEY_EMPTY(1002014, "The key of the room's extra info is empty."),
    ROOM_INFO_KEY_TOO_LONG(1002015, "The key of the room's extra info is longer than 10 bytes."),
    ROOM_INFO_VALUE_TOO_LONG(1002016, "The value of the room's extra info is longer than 128 bytes."),
    ROOM_INFO_KEY_TAKEN(1002017, "The room's extra info has another key; there is one per room."),
    EXTRA_INFO_RATE(1002073, "Extra info of this room is changed too often. Wait a little."),

    MESSAGE_EMPTY(1009001, "The message is empty."),
    MESSAGE_TOO_LONG(1009002, "The message is longer than 1024 bytes."),
    MESSAGE_RECIPIENTS_WRONG(1100001, "The list of recipients has more than 100 users, or one that is no userID."),
    MESSAGE_RATE(1109001, "Too many messages. Wait a little."),
    BROADCAST_RATE(1009015, "Too many broadcast messages. Wait half a second."),

    TOKEN_MISSING(1002067, "No token was given. Ask your server for one."),
    TOKEN_MALFORMED(
            1102016,
            "The token is not accepted: no secret of the app opens it, or it has a form that the app does not take. Check it in the console, on the app's page."),
    TOKEN_APP_MISMATCH(1002076, "The token is for another app."),
    TOKEN_USER_MISMATCH(1002077, "The token is for another user."),
    TOKEN_EXPIRED(1102018, "The token has expired. Ask your server for a new one."),
    TOKEN_ROOM_MISMATCH(1002033, "The token is for another room."),
    TOKEN_NO_LOGIN_RIGHT(1002033, "The token gives no right to log in."),
    TOKEN_NO_PUBLISH_RIGHT(1103019, "The token gives no right to publish this stream."),

    ROOM_FULL(1002034, "The room is full."),
    STAY_UNKNOWN(1002002, "You are not, or no longer, in that room. Log in again."),
    REPLACED_BY_LOGIN(1002050, "The same userID logged in elsewhere."),
    KICKED(1002055, "The server ended your stay."),
    LOGGED_IN_ELSEWHERE(1002086, "This userID is in the room already, and the app lets the first one stay."),
    BANNED(1002055, "An administrator does not let you in."),
    PUBLISH_BANNED(1003025, "An administrator does not let you publish."),
    ROOM_TIME_UP(1002055, "The call has lasted as long as it may."),
    ALREADY_LOGGED_IN(1002001, "This connection is logged in already."),
    NOT_LOGGED_IN(1000002, "Log in to a room first."),

    STREAM_ID_IN_USE(1003028, "Another user publishes this streamID."),
    PUBLISH_UNKNOWN(1103055, "You do not publish this stream."),
    STREAM_UNKNOWN(1004002, "There is no such stream in the room."),
    TICKET_INVALID(1003072, "The media address is not valid for this. Ask for a new one."),
    TICKET_EXPIRED(1003072, "The media address has expired. Ask for a new one."),
    TICKET_REVOKED(1003072, "The media address belongs to a stay that has ended."),
    TICKET_USED_UP(1003072, "The media address is in use as often as it allows."),

    ROOM_UNKNOWN(0, "That room is not live."),
    USER_UNKNOWN(0, "That user is not in the room."),
    BAN_UNKNOWN(0, "No such ban, or it has ended."),
    SECRET_UNKNOWN(0, "No such secret."),
    CALL_UNKNOWN(0, "No such call."),
    RECORDING_UNKNOWN(0, "No such recording, or not finished yet."),
    CREDENTIALS_WRONG(0, "Wrong user name or password."),
    SIGN_IN_THROTTLED(0, "Too many wrong passwords. Wait a little before the next try."),
    SIGN_IN_FAILED(0, "The identity provider did not confirm who you are. Sign in again."),
    EXTERNAL_NAME_TAKEN(0, "A local account has the name that the identity provider gives you. Ask for another name."),
    EXTERNAL_NAME_ILLEGAL(0, "The name that the identity provider gives you cannot be a user name."),
    SETUP_DONE(0, "There is an administrator already."),
    SETUP_CODE_WRONG(0, "That is not the set-up code. It is in the server's log, and new after each start."),
    PASSWORD_WEAK(0, "That password is too weak."),
    PASSWORD_CHANGE_DUE(0, "Choose a new password first."),
    ADMIN_EXISTS(0, "There is an account with this name."),
    NAME_OF_PROVIDER(0, "Somebody of the identity provider has signed in by this name. Choose another one."),
    ADMIN_UNKNOWN(0, "There is no such account."),
    LAST_SECURITY_ADMIN(0, "Nobody could grant rights any more. Make another security administrator first."),
    ROLES_EXCLUSIVE(0, "These roles exclude one another: give them to different people."),
    ROLE_MISSING(0, "Your role does not allow this."),
    SESSION_ENDED(0, "This session has ended. Sign in again."),
    SESSION_UNKNOWN(0, "There is no such session."),
    KEYS_USED_UP(0, "No key is left that running servers know. Restart them, then rotate again."),
    RANGE_TOO_LONG(0, "Ranges over 93 days can only be sorted by time. Choose a shorter range, or sort by time."),
    ARGUMENT_WRONG(1100001, "An argument is missing or wrong."),
    TOO_MANY(1102022, "Too many requests. Wait a little."),
    TRY_LATER(1100002, "The server cannot do this now; nothing happened. Try again.");

    private final int code;
    private final String message;

    Refusal(int code, String message) {
        this.code = code;
        this.message = message;
    }

    /** The engine's error code, 0 where the engine has none. */
    public int code() {
        return code;
    }

    /** A sentence for people, in English, without names or secrets. */
    public String message() {
        return message;
    }
}
