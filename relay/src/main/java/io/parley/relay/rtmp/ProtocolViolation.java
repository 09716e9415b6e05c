package io.parley.relay.rtmp;

import io.netty.handler.codec.DecoderException;
import java.io.Serial;

/** The client broke the protocol or a limit; its connection is closed. Cheap: carries a reason and no stack. */
public final class ProtocolViolation extends DecoderException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The rule that was broken. */
    public enum Reason {
        HANDSHAKE_VERSION,
        CHUNK_SIZE,
        CONTROL_LENGTH,
        FIRST_CHUNK_NOT_FULL,
        MESSAGE_CUT_SHORT,
        MESSAGE_TOO_LARGE,
        TOO_MANY_CHUNK_STREAMS,
        TOO_MANY_PARTIAL_BYTES,
        TOO_MANY_MESSAGES,
        AMF_BUDGET,
        COMMAND_ORDER,
        FLV_HEADER,
        FLV_ENCRYPTED
    }

    private final Reason reason;

    public ProtocolViolation(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
