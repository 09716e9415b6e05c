package io.parley.relay.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a recording: the FLV file header and {@code onMetaData} with the duration, what the encoder said, and room for the
 * index of key frames. Its length never changes, so what is known at the end is written over what stood there at the beginning. The room
 * that the index does not need is an array of its object; until there is an index the object has another name, for FFmpeg and others do
 * not like an empty one.
 */
final class FlvHead {

    private static final int FILE_HEADER = 13;
    private static final int AUDIO = 4;
    private static final int VIDEO = 1;

    private static final int NUMBER = 9;
    private static final byte BOOLEAN = 1;
    private static final byte OBJECT = 3;
    private static final byte STRICT_ARRAY = 10;

    private static final String DURATION = "duration";
    private static final String FILE_SIZE = "filesize";
    private static final String HAS_AUDIO = "hasAudio";
    private static final String HAS_VIDEO = "hasVideo";

    /** As long as each other. */
    private static final String INDEX = "keyframes";

    private static final String NO_INDEX = "unindexed";
    private static final String TIMES = "times";
    private static final String POSITIONS = "filepositions";
    private static final String SPACER = "spacer";
    private static final int OWN_PROPERTIES = 5;

    private static final int BEFORE =
            EncoderMetadata.beginning() + 2 * (2 + DURATION.length() + NUMBER) + 2 * (2 + HAS_AUDIO.length() + 2);

    private static final int BEHIND = 2
            + INDEX.length()
            + 1
            + 3 * (2 + 1 + 4)
            + TIMES.length()
            + POSITIONS.length()
            + SPACER.length()
            + 2 * NUMBER * KeyFrameIndex.ROOM
            + 3
            + 3;

    private final EncoderMetadata encoder;

    FlvHead(EncoderMetadata encoder) {
        this.encoder = encoder;
    }

    /** Null when the first tag of a file, of which this is the body, has no room for an index. */
    static @Nullable FlvHead read(ByteBuffer body) {
        int index = body.limit() - BEHIND;
        if (index < BEFORE || !isAt(body, EncoderMetadata.beginning(), DURATION)) {
            return null;
        }
        if (!isAt(body, index, INDEX) && !isAt(body, index, NO_INDEX)) {
            return null;
        }
        byte[] properties = Arrays.copyOfRange(body.array(), BEFORE, index);
        int count = body.getInt(EncoderMetadata.beginning() - 4) - OWN_PROPERTIES;
        return new FlvHead(new EncoderMetadata(count, properties));
    }

    private static boolean isAt(ByteBuffer body, int at, String name) {
        byte[] expected = name.getBytes(US_ASCII);
        return body.getShort(at) == expected.length
                && Arrays.equals(body.array(), at + 2, at + 2 + expected.length, expected, 0, expected.length);
    }

    int length() {
        return FILE_HEADER + TagHeader.size(bodyLength());
    }

    private int bodyLength() {
        return BEFORE + encoder.properties().length + BEHIND;
    }

    /** The bytes, by what is known. */
    ByteBuffer bytes(boolean hasAudio, boolean hasVideo, long durationMs, long fileSize, KeyFrameIndex index) {
        ByteBuffer out = ByteBuffer.allocate(length());
        out.put((byte) 'F').put((byte) 'L').put((byte) 'V').put((byte) 1);
        out.put((byte) ((hasAudio ? AUDIO : 0) | (hasVideo ? VIDEO : 0)));
        out.putInt(9).putInt(0);
        new TagHeader(TagHeader.SCRIPT, bodyLength(), 0).write(out);
        EncoderMetadata.begin(out, OWN_PROPERTIES + encoder.count());
        number(out, DURATION, durationMs / 1000.0);
        number(out, FILE_SIZE, fileSize);
        name(out, HAS_AUDIO).put(BOOLEAN).put((byte) (hasAudio ? 1 : 0));
        name(out, HAS_VIDEO).put(BOOLEAN).put((byte) (hasVideo ? 1 : 0));
        out.put(encoder.properties());
        index(out, index);
        EncoderMetadata.end(out);
        out.putInt(TagHeader.LENGTH + bodyLength());
        return out.flip();
    }

    private static void index(ByteBuffer out, KeyFrameIndex index) {
        // FFmpeg wants at least two.
        boolean indexed = index.size() > 1;
        int size = indexed ? index.size() : 0;
        int spare = 2 * (KeyFrameIndex.ROOM - size);
        name(out, indexed ? INDEX : NO_INDEX).put(OBJECT);
        name(out, TIMES).put(STRICT_ARRAY).putInt(size);
        if (indexed) {
            index.writeTimes(out);
        }
        name(out, POSITIONS).put(STRICT_ARRAY).putInt(size);
        if (indexed) {
            index.writePositions(out);
        }
        name(out, SPACER).put(STRICT_ARRAY).putInt(spare);
        // A number 0 is nine zero bytes.
        out.position(out.position() + NUMBER * spare);
        EncoderMetadata.end(out);
    }

    private static void number(ByteBuffer out, String name, double value) {
        name(out, name).put((byte) 0).putDouble(value);
    }

    private static ByteBuffer name(ByteBuffer out, String name) {
        return out.putShort((short) name.length()).put(name.getBytes(US_ASCII));
    }
}
