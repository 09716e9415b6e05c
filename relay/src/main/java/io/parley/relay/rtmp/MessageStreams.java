package io.parley.relay.rtmp;

import io.parley.relay.rtmp.ProtocolViolation.Reason;

/** The message streams that a client has created on its connection. The lowest free number is the next one's. */
final class MessageStreams {

    /** Clients need one; a few ask again. */
    static final int MOST = 8;

    private static final int FIRST = 1;

    private final boolean[] created = new boolean[FIRST + MOST];
    private int newest = FIRST;

    /** Creates one and returns its number; throws when there are too many. */
    int create() {
        for (int id = FIRST; id < created.length; id++) {
            if (!created[id]) {
                created[id] = true;
                newest = id;
                return id;
            }
        }
        throw new ProtocolViolation(Reason.TOO_MANY_MESSAGES);
    }

    /** Frees a number, whether or not it is in use. */
    void delete(int id) {
        if (id >= FIRST && id < created.length) {
            created[id] = false;
        }
    }

    /** The stream that a command means: the one that it came on, or else the newest. */
    int meantBy(RtmpCommand command) {
        return command.streamId() > 0 ? command.streamId() : newest;
    }
}
