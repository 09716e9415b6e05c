package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory of segments between two uses: fresh memory costs a page fault for every 4 KiB, and in a virtual machine another one of the
 * host's. Keeps no more pieces than are in use, because streams that began together give back and take together, and none when there
 * are no streams. Safe from any thread.
 */
final class SegmentPool {

    /** So many pieces are kept even when fewer are in use; with the capacity of a segment 8 MiB. */
    static final int FEW = 64;

    private final Queue<ByteBuf> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kept = new AtomicInteger();
    private final AtomicInteger lent = new AtomicInteger();
    private volatile boolean inUse;

    /** Empty memory of at least this capacity, with one reference. */
    ByteBuf take(int capacity) {
        lent.incrementAndGet();
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
        int most = Math.max(FEW, lent.decrementAndGet());
        if (inUse && memory.capacity() == Segment.CAPACITY && memory.refCnt() == 1 && kept.get() < most) {
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
