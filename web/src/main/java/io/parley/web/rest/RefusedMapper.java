package io.parley.web.rest;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** A refusal in HTTP's words. */
@Provider
public class RefusedMapper implements ExceptionMapper<Refused> {

    @Override
    public Response toResponse(Refused refused) {
        Refusal refusal = refused.refusal();
        return Problem.response(
                status(refusal),
                refusal.name(),
                refusal.message(),
                refused.detail().isEmpty() ? null : refused.detail());
    }

    static int status(Refusal refusal) {
        return switch (refusal) {
            case APP_UNKNOWN,
                    ADMIN_UNKNOWN,
                    SESSION_UNKNOWN,
                    CALL_UNKNOWN,
                    RECORDING_UNKNOWN,
                    STREAM_UNKNOWN,
                    STAY_UNKNOWN,
                    ROOM_UNKNOWN,
                    USER_UNKNOWN,
                    BAN_UNKNOWN,
                    SECRET_UNKNOWN -> 404;
            case CREDENTIALS_WRONG, SIGN_IN_FAILED, SESSION_ENDED -> 401;
            case ADMIN_EXISTS,
                    NAME_OF_PROVIDER,
                    LAST_SECURITY_ADMIN,
                    KEYS_USED_UP,
                    SETUP_DONE,
                    ROOM_FULL,
                    STREAM_ID_IN_USE,
                    ALREADY_LOGGED_IN,
                    REPLACED_BY_LOGIN,
                    LOGGED_IN_ELSEWHERE -> 409;
            case TOO_MANY, SIGN_IN_THROTTLED -> 429;
            case TRY_LATER -> 503;
            case TOKEN_MISSING,
                    TOKEN_MALFORMED,
                    TOKEN_APP_MISMATCH,
                    TOKEN_USER_MISMATCH,
                    TOKEN_EXPIRED,
                    TOKEN_ROOM_MISMATCH,
                    TOKEN_NO_LOGIN_RIGHT,
                    TOKEN_NO_PUBLISH_RIGHT,
                    TICKET_INVALID,
                    TICKET_EXPIRED,
                    TICKET_REVOKED,
                    TICKET_USED_UP,
                    KICKED,
                    SETUP_CODE_WRONG,
                    EXTERNAL_NAME_TAKEN,
                    EXTERNAL_NAME_ILLEGAL,
                    ROLE_MISSING,
                    PASSWORD_CHANGE_DUE,
                    BANNED,
                    PUBLISH_BANNED,
                    ROOM_TIME_UP,
                    NOT_LOGGED_IN -> 403;
            default -> 400;
        };
    }
}
