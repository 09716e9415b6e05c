package io.parley.ejb.doctor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** A stream made of nothing: FLV tags as encoders send them, each frame with a number in it by which it is known again. */
final class SyntheticFlv {

    static final int AUDIO = 8;
    static final int VIDEO = 9;

    /** Header, and the back pointer before the first tag. */
    private static final byte[] BEGINNING = HexFormat.of().parseHex("464c5601050000000900000000");

    /** AVC sequence header: Constrained Baseline, level 1, 16 by 16. */
    private static final byte[] AVC_HEADER =
            HexFormat.of().parseHex("1700000000" + "0142c00affe1000b6742c00ada7bf2a8888889" + "01000468ce3c80");

    /** AAC sequence header: low complexity, 44.1 kHz, mono. */
    private static final byte[] AAC_HEADER = HexFormat.of().parseHex("af001208");

    private static final int FRAME_BYTES = 600;

    private SyntheticFlv() {}

    /** The beginning of every stream. */
    static byte[] opening() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(BEGINNING);
        out.writeBytes(tag(VIDEO, 0, AVC_HEADER));
        out.writeBytes(tag(AUDIO, 0, AAC_HEADER));
        return out.toByteArray();
    }

    /** The body of a key frame. */
    static byte[] frame(int number) {
        byte[] body = new byte[FRAME_BYTES];
        Arrays.fill(body, (byte) number);
        ByteBuffer.wrap(body)
                .put(HexFormat.of().parseHex("1701000000"))
                .putInt(FRAME_BYTES - 9)
                .put((byte) 0x65)
                .putInt(number);
        return body;
    }

    /** The body of an audio message. */
    static byte[] sound(int number) {
        return ByteBuffer.allocate(64)
                .put(HexFormat.of().parseHex("af01"))
                .putInt(number)
                .array();
    }

    /** A tag with its back pointer. */
    static byte[] tag(int type, int timestampMs, byte[] body) {
        return ByteBuffer.allocate(11 + body.length + 4)
                .putInt(type << 24 | body.length)
                .putInt(timestampMs << 8 | timestampMs >>> 24)
                .put(new byte[3])
                .put(body)
                .putInt(11 + body.length)
                .array();
    }
}
