package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Buffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a {@link StreamLog}: direct memory filled once, and an index of the messages in it. One writer; readers on
 * any thread see entries below {@link #published()}. The index stays readable after the memory is freed.
 */
final class Segment {

    static final int CAPACITY = 128 << 10;
    static final int MAX_ENTRIES = 1024;

    /** Room for so many at first: calls have about that many messages in a segment. */
    private static final int FIRST_ENTRIES = 128;

    /** The ints that the index has for each message, side by side: with hundreds of streams each is a miss of the processor's cache. */
    private static final int FIELDS = 4;

    private static final int END = 0;
    private static final int TIMESTAMP = 1;
    private static final int BODY_END = 2;
    /** Video frames up to here, and the kind in the lowest bits. */
    private static final int FRAMES_AND_KIND = 3;

    private static final int KIND_BITS = 3;

    private static final VarHandle PUBLISHED;
    private static final VarHandle REFERENCES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PUBLISHED = lookup.findVarHandle(Segment.class, "published", int.class);
            REFERENCES = lookup.findVarHandle(Segment.class, "references", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SegmentPool pool;
    private final ByteBuf memory;
    private final long address;
    private final long firstSequence;
    /** Replaced by a larger one before an entry that needs it is published. */
    private int[] index = new int[FIRST_ENTRIES * FIELDS];

    private int published;
    private volatile int references = 1;
    private volatile @Nullable Segment next;

    Segment(SegmentPool pool, long firstSequence, int atLeast) {
        this.pool = pool;
        this.firstSequence = firstSequence;
        this.memory = pool.take(atLeast);
        this.address = address(memory);
    }

    private static long address(ByteBuf memory) {
        if (memory.hasMemoryAddress()) {
            return memory.memoryAddress();
        }
        // Without Unsafe the native transport finds out; without that transport it is not used.
        return Epoll.isAvailable() ? Buffer.memoryAddress(memory.nioBuffer(0, memory.capacity())) : 0;
    }

    boolean hasRoomFor(int size) {
        return memory.writableBytes() >= size && published < MAX_ENTRIES;
    }

    void append(WireFormat format, MediaKind kind, int timestamp, ByteBuf body) {
        int entry = published;
        int at = entry * FIELDS;
        int[] fields = index;
        if (at == fields.length) {
            fields = Arrays.copyOf(fields, 2 * at);
            index = fields;
        }
        int bodies = 0;
        int frames = 0;
        if (entry > 0) {
            bodies = fields[at - FIELDS + BODY_END];
            frames = fields[at - FIELDS + FRAMES_AND_KIND] >>> KIND_BITS;
        }
        format.write(memory, kind, timestamp, body);
        fields[at + END] = memory.writerIndex();
        fields[at + TIMESTAMP] = timestamp;
        fields[at + BODY_END] = bodies + body.readableBytes();
        fields[at + FRAMES_AND_KIND] = frames + (kind.isFrame() ? 1 : 0) << KIND_BITS | kind.ordinal();
        PUBLISHED.setRelease(this, entry + 1);
    }

    int published() {
        return (int) PUBLISHED.getAcquire(this);
    }

    /** Of the entries, those before this sequence number. */
    int publishedBefore(long sequence) {
        return (int) Math.min(published(), sequence - firstSequence);
    }

    long sequence(int entry) {
        return firstSequence + entry;
    }

    int timestamp(int entry) {
        return index[entry * FIELDS + TIMESTAMP];
    }

    MediaKind kind(int entry) {
        return MediaKind.of(index[entry * FIELDS + FRAMES_AND_KIND] & (1 << KIND_BITS) - 1);
    }

    /** Media payload of the entries from {@code from} to before {@code to}, in bytes. */
    int payload(int from, int to) {
        return to == from ? 0 : upTo(to, BODY_END) - upTo(from, BODY_END);
    }

    /** Video frames among the entries from {@code from} to before {@code to}. */
    int frames(int from, int to) {
        return to == from ? 0 : (upTo(to, FRAMES_AND_KIND) >>> KIND_BITS) - (upTo(from, FRAMES_AND_KIND) >>> KIND_BITS);
    }

    private int upTo(int entry, int field) {
        return entry == 0 ? 0 : index[(entry - 1) * FIELDS + field];
    }

    /** The address of the memory, for a system call; the caller holds a reference to the segment. */
    long address() {
        return address;
    }

    int start(int entry) {
        return upTo(entry, END);
    }

    int end(int entry) {
        return index[entry * FIELDS + END];
    }

    /** The bytes of the entries from {@code from} to before {@code to}; the caller holds a reference to the segment. */
    ByteBuf slice(int from, int to) {
        int start = start(from);
        return memory.retainedSlice(start, upTo(to, END) - start);
    }

    /** The bytes from an offset to the end of an entry; the caller holds a reference to the segment. */
    ByteBuf tail(int start, int entry) {
        return memory.retainedSlice(start, end(entry) - start);
    }

    int capacity() {
        return memory.capacity();
    }

    @Nullable
    Segment next() {
        return next;
    }

    void link(Segment successor) {
        next = successor;
    }

    /** False when the memory is already gone. */
    boolean tryRetain() {
        int count;
        do {
            count = references;
            if (count == 0) {
                return false;
            }
        } while (!REFERENCES.compareAndSet(this, count, count + 1));
        return true;
    }

    void release() {
        if ((int) REFERENCES.getAndAdd(this, -1) == 1) {
            pool.giveBack(memory);
        }
    }
}
