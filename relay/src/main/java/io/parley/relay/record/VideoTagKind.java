package io.parley.relay.record;

import java.nio.ByteBuffer;

/** Kind of a video tag, by its first two bytes: after a crash there is nothing but the file. */
enum VideoTagKind {
    /** Configures the decoder. */
    HEADER,
    KEY_FRAME,
    FRAME,
    /** The end of a sequence, HDR metadata, a command. */
    OTHER;

    private static final int EXTENDED = 0x80;
    private static final int KEY = 1;
    private static final int COMMAND = 5;

    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int CODED_FRAMES_X = 3;
    private static final int MPEG2TS_SEQUENCE_START = 5;
    private static final int MULTITRACK = 6;
    private static final int MOD_EX = 7;

    /** The body of a video tag, at its position; leaves that alone. */
    static VideoTagKind of(ByteBuffer body) {
        if (!body.hasRemaining()) {
            return OTHER;
        }
        int first = body.get(body.position()) & 0xFF;
        int second = body.remaining() > 1 ? body.get(body.position() + 1) & 0xFF : 0xFF;
        int frame = first >> 4 & 0x07;
        if (frame == COMMAND) {
            return OTHER;
        }
        int type = (first & EXTENDED) == 0 ? legacy(first & 0x0F, second) : extended(first & 0x0F, second);
        return switch (type) {
            case SEQUENCE_START -> HEADER;
            case CODED_FRAMES -> frame == KEY ? KEY_FRAME : FRAME;
            default -> OTHER;
        };
    }

    /** Codecs without packet types have frames only. */
    private static int legacy(int codec, int second) {
        boolean typed = codec == 7 || codec == 12 || codec == 13;
        return typed ? second : CODED_FRAMES;
    }

    /** Behind a ModEx there is hardly ever anything but a frame. */
    private static int extended(int type, int second) {
        return switch (type == MULTITRACK ? second & 0x0F : type) {
            case SEQUENCE_START, MPEG2TS_SEQUENCE_START -> SEQUENCE_START;
            case CODED_FRAMES, CODED_FRAMES_X, MOD_EX -> CODED_FRAMES;
            default -> -1;
        };
    }
}
