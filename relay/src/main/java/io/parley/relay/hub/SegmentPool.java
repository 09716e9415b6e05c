package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory of segments between two uses: fresh memory costs a page fault for every 4 KiB. Keeps a bounded number of pieces while
 * there are streams, and none when there are not. Safe from any thread.
 */
final class SegmentPool {

    /** Pieces kept at most; with the capacity of a segment 8 MiB. */
    static final int MOST = 64;

    private final Queue<ByteBuf> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kept = new AtomicInteger();
    private volatile boolean inUse;

    /** Empty memory of at least this capacity, with one reference. */
    ByteBuf take(int capacity) {
        ByteBuf memory = capacity > Segment.CAPACITY ? null : free.poll();
        if (memory == null) {
            int size = Math.max(capacity, Segment.CAPACITY);
            return Unpooled.directBuffer(size, size);
        }
        kept.decrementAndGet();
        return memory.clear();
    }

    /** Takes memory back that only the segment still referred to, or lets it go when slices of it are on their way. */
    void giveBack(ByteBuf memory) {
        if (inUse && memory.capacity() == Segment.CAPACITY && memory.refCnt() == 1 && kept.get() < MOST) {
            kept.incrementAndGet();
            free.add(memory);
            if (!inUse) {
                clear();
            }
        } else {
            memory.release();
        }
    }

    /** There are streams, or there are none any more: then everything is let go. */
    void inUse(boolean use) {
        inUse = use;
        if (!use) {
            clear();
        }
    }

    private void clear() {
        for (ByteBuf memory = free.poll(); memory != null; memory = free.poll()) {
            kept.decrementAndGet();
            memory.release();
        }
    }
}
