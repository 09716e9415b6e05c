package io.parley.relay.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The properties of an encoder's {@code onMetaData}, without those about a file: of a live stream it cannot know them.
 *
 * @param count the number of properties
 * @param properties name and value of each, in AMF0
 */
record EncoderMetadata(int count, byte[] properties) {

    static final EncoderMetadata NONE = new EncoderMetadata(0, new byte[0]);

    /** The name as AMF0, and the marker of an ECMA array. */
    private static final byte[] BEGINNING = "\2\0\12onMetaData\10".getBytes(US_ASCII);

    private static final byte[] END = {0, 0, 9};

    private static final Set<String> ABOUT_THE_FILE = Set.of(
            "duration",
            "filesize",
            "hasAudio",
            "hasVideo",
            "hasMetadata",
            "hasKeyframes",
            "hasCuePoints",
            "keyframes",
            "unindexed",
            "datasize",
            "audiosize",
            "videosize",
            "lasttimestamp",
            "lastkeyframetimestamp",
            "lastkeyframelocation",
            "canSeekToEnd");

    /** Null when the message, at its position, is no metadata. */
    static @Nullable EncoderMetadata of(ByteBuffer message) {
        ByteBuffer in = message.duplicate();
        if (!begins(in)) {
            return null;
        }
        in.position(in.position() + BEGINNING.length + 4);
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        int count = 0;
        try {
            while (in.remaining() > END.length) {
                int from = in.position();
                String name = name(in);
                AmfValues.skip(in);
                if (!ABOUT_THE_FILE.contains(name)) {
                    byte[] property = new byte[in.position() - from];
                    in.get(from, property);
                    kept.writeBytes(property);
                    count++;
                }
            }
        } catch (BufferUnderflowException cutShort) {
            // What came before it counts.
            return new EncoderMetadata(count, kept.toByteArray());
        }
        return new EncoderMetadata(count, kept.toByteArray());
    }

    private static boolean begins(ByteBuffer in) {
        if (in.remaining() < BEGINNING.length + 4) {
            return false;
        }
        for (int i = 0; i < BEGINNING.length; i++) {
            if (in.get(in.position() + i) != BEGINNING[i]) {
                return false;
            }
        }
        return true;
    }

    private static String name(ByteBuffer in) {
        byte[] name = new byte[in.getShort() & 0xFFFF];
        in.get(name);
        return new String(name, US_ASCII);
    }

    /** The message again. */
    ByteBuffer message() {
        ByteBuffer out = ByteBuffer.allocate(BEGINNING.length + 4 + properties.length + END.length);
        begin(out, count);
        return out.put(properties).put(END).flip();
    }

    /** Writes the message up to its first property. */
    static void begin(ByteBuffer out, int count) {
        out.put(BEGINNING).putInt(count);
    }

    /** The length of {@link #begin}. */
    static int beginning() {
        return BEGINNING.length + 4;
    }

    /** Writes what ends an object. */
    static void end(ByteBuffer out) {
        out.put(END);
    }
}
