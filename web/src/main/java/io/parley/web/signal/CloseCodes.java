package io.parley.web.signal;

import jakarta.websocket.CloseReason;

/** WebSocket close codes; see docs/protocol/signalling.md. */
final class CloseCodes {

    static final int GOODBYE = 1000;
    static final int GOING_AWAY = 1001;
    static final int BINARY = 1003;
    static final int NOT_JSON = 1007;
    static final int TOO_LARGE = 1009;
    static final int TRY_LATER = 1013;
    static final int STAY_ENDED = 4001;
    static final int WRONG_KEYS = 4003;
    static final int NO_LOGIN = 4008;

    private CloseCodes() {}

    static CloseReason reason(int code, String text) {
        return new CloseReason(CloseReason.CloseCodes.getCloseCode(code), text);
    }
}
