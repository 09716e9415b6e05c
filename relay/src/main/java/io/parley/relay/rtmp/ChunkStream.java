package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** State of one chunk stream: its last message header and its unfinished message. */
final class ChunkStream {

    /** An extended "delta" this close to the last timestamp is an absolute time, as some encoders send it. */
    private static final int ABSOLUTE_WITHIN = 60_000;

    private static final int FIRST_ALLOCATION = 4096;

    private static final int TYPE_3 = 3 << 6;
    private static final int LARGEST_SHORT_ID = 63;

    /** The one byte that a type 3 header of it has; -1 where it has more. */
    final int repeatedHeader;

    int length;
    int type;
    int streamId;
    private int timestamp;
    private int delta;
    private boolean extended;
    private int extendedValue;
    private @Nullable ByteBuf partial;
    private int received;
    private int capacity;
    private boolean open;
    private boolean leftOut;

    ChunkStream(int id) {
        repeatedHeader = id <= LARGEST_SHORT_ID ? TYPE_3 | id : -1;
    }

    int timestamp() {
        return timestamp;
    }

    boolean extended() {
        return extended;
    }

    int extendedValue() {
        return extendedValue;
    }

    /** Takes over the time field of a header that has one. */
    void setTime(boolean absolute, int value, boolean isExtended) {
        extended = isExtended;
        extendedValue = value;
        if (absolute) {
            timestamp = value;
            // A type 3 header straight after a type 0 one adds the type 0 timestamp.
            delta = value;
        } else {
            boolean disguised = isExtended && isNear(value, timestamp);
            delta = disguised ? value - timestamp : value;
            timestamp += delta;
        }
    }

    private static boolean isNear(int a, int b) {
        int distance = a - b;
        return distance <= ABSOLUTE_WITHIN && distance >= -ABSOLUTE_WITHIN;
    }

    void repeatDelta() {
        timestamp += delta;
    }

    boolean isOpen() {
        return open;
    }

    int received() {
        return received;
    }

    int missing() {
        return length - received;
    }

    /** @param leaveOut true when its body is not wanted */
    void open(boolean leaveOut) {
        open = true;
        leftOut = leaveOut;
        received = 0;
    }

    /** True while the body of its message is passed over. */
    boolean isLeftOut() {
        return leftOut;
    }

    void close() {
        open = false;
        received = 0;
        capacity = 0;
    }

    /** By how much the memory of this message grows with so many bytes more. */
    int growth(int count) {
        int needed = received + count;
        return leftOut || needed <= capacity ? 0 : roomFor(needed) - capacity;
    }

    /** Grows with what was received, not with what was announced. */
    private int roomFor(int needed) {
        return Math.min(length, Math.max(FIRST_ALLOCATION, Math.max(needed, 2 * capacity)));
    }

    /** Memory held for the unfinished message. */
    int capacity() {
        return capacity;
    }

    /** Takes bytes in. */
    void take(ByteBuf in, int count, ByteBufAllocator alloc) {
        if (leftOut) {
            in.skipBytes(count);
            received += count;
            return;
        }
        capacity += growth(count);
        ByteBuf buffer = partial;
        if (buffer == null) {
            buffer = alloc.buffer(capacity, length);
            partial = buffer;
        } else if (buffer.capacity() < capacity) {
            buffer.capacity(capacity);
        }
        buffer.writeBytes(in, count);
        received += count;
    }

    /** Gives the body away. */
    ByteBuf complete() {
        ByteBuf body = partial;
        partial = null;
        return body == null ? Unpooled.EMPTY_BUFFER : body;
    }

    /** Drops the unfinished message; time and length stay. */
    void abort() {
        ByteBuf body = partial;
        partial = null;
        close();
        if (body != null) {
            body.release();
        }
    }
}
