package io.parley.bench.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts RTMP chunks of any server together: all header types, extended timestamps with and without repetition, any chunk size. Of
 * audio and video only the head is kept. Makes no object per message.
 */
final class ChunkParser implements Feed {

    private static final int DEFAULT_CHUNK = 128;
    private static final int EXTENDED = 0xffffff;
    private static final int MAX_MESSAGE = 16 << 20;
    private static final int MAX_STREAMS = 64;
    private static final int SET_CHUNK_SIZE = 1;
    private static final int ABORT = 2;
    private static final int[] HEADER_BYTES = {11, 7, 3, 0};

    /** The last header of one chunk stream: the next ones leave out what has not changed. */
    private static final class Stream {
        final int id;
        byte[] bytes = new byte[MessageSink.HEAD];
        int timestamp;
        int delta;
        int extension;
        boolean extended;
        int length;
        int type;
        int received;

        Stream(int id) {
            this.id = id;
        }

        boolean isMedia() {
            return type == Clip.AUDIO || type == Clip.VIDEO;
        }
    }

    private final MessageSink sink;
    private final byte[] header = new byte[3 + 11 + 4];
    private Stream[] streams = new Stream[0];
    private @Nullable Stream current;
    private int headerLength;
    private int chunkLeft;
    private int chunkSize = DEFAULT_CHUNK;

    ChunkParser(MessageSink sink) {
        this.sink = sink;
    }

    @Override
    public void feed(ByteBuffer in) {
        while (in.hasRemaining()) {
            Stream stream = current;
            if (stream == null) {
                header[headerLength++] = in.get();
                if (isHeaderWhole()) {
                    beginChunk();
                }
            } else {
                take(stream, in);
            }
        }
    }

    private int format() {
        return (header[0] & 0xff) >> 6;
    }

    private int basicBytes() {
        int small = header[0] & 0x3f;
        return small == 0 ? 2 : small == 1 ? 3 : 1;
    }

    private boolean isHeaderWhole() {
        int plain = basicBytes() + HEADER_BYTES[format()];
        if (headerLength < plain) {
            return false;
        }
        if (format() == 3 && stream().extended) {
            return headerLength == plain + 4 || !repeatsExtension(plain);
        }
        return headerLength == (format() < 3 && medium(basicBytes()) == EXTENDED ? plain + 4 : plain);
    }

    /** True when what there is of the four bytes behind the header equals the last extended timestamp. */
    private boolean repeatsExtension(int at) {
        int extension = stream().extension;
        for (int i = at; i < headerLength; i++) {
            if (header[i] != (byte) (extension >> 8 * (3 - (i - at)))) {
                return false;
            }
        }
        return true;
    }

    private Stream stream() {
        int id =
                switch (basicBytes()) {
                    case 2 -> 64 + (header[1] & 0xff);
                    case 3 -> 64 + (header[1] & 0xff) + (header[2] & 0xff) * 256;
                    default -> header[0] & 0x3f;
                };
        for (Stream stream : streams) {
            if (stream.id == id) {
                return stream;
            }
        }
        if (streams.length == MAX_STREAMS) {
            throw new Broken("too many chunk streams");
        }
        Stream[] more = Arrays.copyOf(streams, streams.length + 1);
        more[streams.length] = new Stream(id);
        streams = more;
        return more[more.length - 1];
    }

    private void beginChunk() {
        Stream stream = stream();
        int format = format();
        int field = basicBytes();
        int end = field + HEADER_BYTES[format];
        int read = headerLength;
        boolean isBare = format == 3 && stream.extended && !repeatsExtension(end);
        if (format < 3) {
            readFields(stream, format, field, end);
        } else if (stream.received == 0) {
            stream.timestamp += stream.delta;
        }
        headerLength = 0;
        begin(stream);
        if (isBare) {
            // the sender leaves the extension out here: these bytes were payload already, or even the next header
            feed(ByteBuffer.wrap(header.clone(), end, read - end));
        }
    }

    private void readFields(Stream stream, int format, int field, int end) {
        if (stream.received > 0) {
            throw new Broken("a new message began inside another");
        }
        int time = medium(field);
        stream.extended = time == EXTENDED;
        if (stream.extended) {
            time = integer(end);
            stream.extension = time;
        }
        if (format < 2) {
            stream.length = medium(field + 3);
            stream.type = header[field + 6];
        }
        stream.timestamp = format == 0 ? time : stream.timestamp + time;
        stream.delta = format == 0 ? 0 : time;
    }

    private void begin(Stream stream) {
        if (stream.length > MAX_MESSAGE) {
            throw new Broken("a message of " + stream.length + " bytes");
        }
        if (!stream.isMedia() && stream.length > stream.bytes.length) {
            stream.bytes = Arrays.copyOf(stream.bytes, stream.length);
        }
        chunkLeft = Math.min(chunkSize, stream.length - stream.received);
        current = stream;
        if (chunkLeft == 0) {
            finish(stream);
        }
    }

    private void take(Stream stream, ByteBuffer in) {
        int count = Math.min(chunkLeft, in.remaining());
        int kept = Math.min(count, stream.bytes.length - stream.received);
        if (kept > 0) {
            in.get(stream.bytes, stream.received, kept);
        }
        in.position(in.position() + count - Math.max(kept, 0));
        stream.received += count;
        chunkLeft -= count;
        if (chunkLeft == 0) {
            finish(stream);
        }
    }

    private void finish(Stream stream) {
        current = null;
        if (stream.received < stream.length) {
            return;
        }
        stream.received = 0;
        if (stream.type == SET_CHUNK_SIZE && stream.length >= 4) {
            chunkSize = Math.max(1, ByteBuffer.wrap(stream.bytes).getInt() & Integer.MAX_VALUE);
        } else if (stream.type == ABORT && stream.length >= 4) {
            abort(ByteBuffer.wrap(stream.bytes).getInt());
        } else {
            sink.message(stream.type, stream.timestamp, stream.bytes, stream.length);
        }
    }

    private void abort(int id) {
        for (Stream stream : streams) {
            if (stream.id == id) {
                stream.received = 0;
            }
        }
    }

    private int medium(int at) {
        return (header[at] & 0xff) << 16 | (header[at + 1] & 0xff) << 8 | header[at + 2] & 0xff;
    }

    private int integer(int at) {
        return (header[at] & 0xff) << 24 | medium(at + 1);
    }
}
