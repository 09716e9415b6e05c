package io.parley.bench.load;

import java.util.Arrays;

/**
 * The stamp of every pushed video frame: clock, frame number and stream number, in a NAL unit of its own before the others (SEI,
 * user data unregistered), which servers hand on untouched and decoders skip.
 *
 * <p>Numbers are stored seven bits to a byte with the top bit set: so no start code can arise that would have to be escaped.
 */
final class FrameStamp {

    /** The stamp alone: magic, clock, frame number, stream number. */
    static final int BYTES = 34;

    /** The stamp as a NAL unit with its length before it. */
    static final int NAL_BYTES = 4 + 3 + BYTES + 1;

    private static final byte[] MAGIC = {
        (byte) 0xb7,
        0x5a,
        (byte) 0xe3,
        0x1c,
        0x48,
        (byte) 0x96,
        0x4d,
        0x22,
        (byte) 0xa9,
        0x07,
        0x6f,
        (byte) 0xd8,
        0x35,
        (byte) 0xc1,
        0x7e,
        0x54
    };

    private static final int CLOCK = MAGIC.length;
    private static final int CLOCK_BYTES = 10;
    private static final int FRAME = CLOCK + CLOCK_BYTES;
    private static final int FRAME_BYTES = 5;
    private static final int STREAM = FRAME + FRAME_BYTES;
    private static final int STREAM_BYTES = 3;
    private static final int SEI = 6;
    private static final int USER_DATA_UNREGISTERED = 5;

    /** The first NAL unit of an FLV video body: after frame type, packet type and composition time. */
    private static final int FIRST_NAL = 5;

    private FrameStamp() {}

    /**
     * Writes a whole NAL unit with its length.
     *
     * @param nanos the clock, of which only differences mean anything
     */
    static void writeNal(byte[] out, int at, long nanos, int frame, int stream) {
        out[at] = 0;
        out[at + 1] = 0;
        out[at + 2] = 0;
        out[at + 3] = (byte) (NAL_BYTES - 4);
        out[at + 4] = SEI;
        out[at + 5] = USER_DATA_UNREGISTERED;
        out[at + 6] = BYTES;
        write(out, at + 7, nanos, frame, stream);
        out[at + 7 + BYTES] = (byte) 0x80;
    }

    /** Writes the stamp alone, as it is put behind audio frames. */
    static void write(byte[] out, int at, long nanos, int frame, int stream) {
        System.arraycopy(MAGIC, 0, out, at, MAGIC.length);
        put(out, at + CLOCK, CLOCK_BYTES, nanos);
        put(out, at + FRAME, FRAME_BYTES, Integer.toUnsignedLong(frame));
        put(out, at + STREAM, STREAM_BYTES, stream);
    }

    /** The offset of the stamp in the first bytes of an FLV video body, or -1. Other NAL units may come before it. */
    static int find(byte[] head, int length) {
        int nal = FIRST_NAL;
        while (nal + NAL_BYTES <= length) {
            int size = (head[nal] & 0xff) << 24
                    | (head[nal + 1] & 0xff) << 16
                    | (head[nal + 2] & 0xff) << 8
                    | head[nal + 3] & 0xff;
            if (head[nal + 4] == SEI && isAt(head, nal + 7, length)) {
                return nal + 7;
            }
            if (size <= 0 || size > length) {
                return -1;
            }
            nal += 4 + size;
        }
        return -1;
    }

    /** True when a stamp begins here. */
    static boolean isAt(byte[] bytes, int at, int length) {
        return at >= 0 && at + BYTES <= length && Arrays.equals(bytes, at, at + MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    static long nanos(byte[] bytes, int stamp) {
        return get(bytes, stamp + CLOCK, CLOCK_BYTES);
    }

    static int frame(byte[] bytes, int stamp) {
        return (int) get(bytes, stamp + FRAME, FRAME_BYTES);
    }

    static int stream(byte[] bytes, int stamp) {
        return (int) get(bytes, stamp + STREAM, STREAM_BYTES);
    }

    private static void put(byte[] out, int at, int count, long value) {
        long rest = value;
        for (int i = count - 1; i >= 0; i--) {
            out[at + i] = (byte) (0x80 | rest & 0x7f);
            rest >>>= 7;
        }
    }

    private static long get(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 7 | bytes[at + i] & 0x7f;
        }
        return value;
    }
}
