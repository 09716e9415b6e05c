package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Buffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a {@link StreamLog}: direct memory filled once, and an index of the messages in it. One writer; readers on
 * any thread see entries below {@link #published()}. The index stays readable after the memory is freed.
 */
final class Segment {

    static final int CAPACITY = 128 << 10;
    static final int MAX_ENTRIES = 1024;

    private final SegmentPool pool;
    private final ByteBuf memory;
    private final long address;
    private final long firstSequence;
    private final int[] ends = new int[MAX_ENTRIES];
    private final int[] timestamps = new int[MAX_ENTRIES];
    private final int[] bodyEnds = new int[MAX_ENTRIES];
    private final short[] frames = new short[MAX_ENTRIES];
    private final byte[] kinds = new byte[MAX_ENTRIES];
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger references = new AtomicInteger(1);
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
        // Without Unsafe the native transport finds out; without that transport nobody asks.
        return Epoll.isAvailable() ? Buffer.memoryAddress(memory.nioBuffer(0, memory.capacity())) : 0;
    }

    boolean hasRoomFor(int size) {
        return memory.writableBytes() >= size && published.getPlain() < MAX_ENTRIES;
    }

    void append(WireFormat format, MediaKind kind, int timestamp, ByteBuf body) {
        int entry = published.getPlain();
        format.write(memory, kind, timestamp, body);
        ends[entry] = memory.writerIndex();
        timestamps[entry] = timestamp;
        bodyEnds[entry] = (entry == 0 ? 0 : bodyEnds[entry - 1]) + body.readableBytes();
        frames[entry] = (short) ((entry == 0 ? 0 : frames[entry - 1]) + (kind.isFrame() ? 1 : 0));
        kinds[entry] = (byte) kind.ordinal();
        published.setRelease(entry + 1);
    }

    int published() {
        return published.getAcquire();
    }

    /** Of the entries, those before this sequence number. */
    int publishedBefore(long sequence) {
        return (int) Math.min(published(), sequence - firstSequence);
    }

    long sequence(int entry) {
        return firstSequence + entry;
    }

    int timestamp(int entry) {
        return timestamps[entry];
    }

    MediaKind kind(int entry) {
        return MediaKind.of(kinds[entry]);
    }

    /** Media payload of the entries from {@code from} to before {@code to}, in bytes. */
    int payload(int from, int to) {
        return to == from ? 0 : bodyEnds[to - 1] - (from == 0 ? 0 : bodyEnds[from - 1]);
    }

    /** Video frames among the entries from {@code from} to before {@code to}. */
    int frames(int from, int to) {
        return to == from ? 0 : frames[to - 1] - (from == 0 ? 0 : frames[from - 1]);
    }

    /** Where the memory is, for a system call; the caller holds a reference to the segment. */
    long address() {
        return address;
    }

    int start(int entry) {
        return entry == 0 ? 0 : ends[entry - 1];
    }

    int end(int entry) {
        return ends[entry];
    }

    /** The bytes of the entries from {@code from} to before {@code to}; the caller holds a reference to the segment. */
    ByteBuf slice(int from, int to) {
        int start = start(from);
        return memory.retainedSlice(start, ends[to - 1] - start);
    }

    /** The bytes from an offset to the end of an entry; the caller holds a reference to the segment. */
    ByteBuf tail(int start, int entry) {
        return memory.retainedSlice(start, ends[entry] - start);
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
            count = references.get();
            if (count == 0) {
                return false;
            }
        } while (!references.compareAndSet(count, count + 1));
        return true;
    }

    void release() {
        if (references.decrementAndGet() == 0) {
            pool.giveBack(memory);
        }
    }
}
