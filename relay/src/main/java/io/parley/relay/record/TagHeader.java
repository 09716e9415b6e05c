package io.parley.relay.record;

import java.nio.ByteBuffer;

/**
 * The header of an FLV tag.
 *
 * @param type 8 audio, 9 video, 18 script
 * @param length of the body
 * @param time milliseconds, unsigned 32 bits
 */
record TagHeader(int type, int length, long time) {

    static final int AUDIO = 8;
    static final int VIDEO = 9;
    static final int SCRIPT = 18;

    /** Bytes before the body. */
    static final int LENGTH = 11;

    /** Bytes behind it. */
    static final int BACK_POINTER = 4;

    /** The header at this index. */
    static TagHeader read(ByteBuffer in, int at) {
        int second = in.getInt(at + 4);
        return new TagHeader(in.get(at), in.getInt(at) & 0xFFFFFF, (second >>> 8) | (second & 0xFFL) << 24);
    }

    /** Bytes of a whole tag with so long a body. */
    static int size(int length) {
        return LENGTH + length + BACK_POINTER;
    }

    int size() {
        return size(length);
    }

    void write(ByteBuffer out) {
        out.putInt(type << 24 | length);
        out.putInt((int) time << 8 | (int) (time >>> 24));
        out.put((byte) 0).put((byte) 0).put((byte) 0);
    }
}
