package io.parley.persistence.node;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import org.jspecify.annotations.Nullable;

/**
 * The use of the heap.
 *
 * @param afterCollection bytes that the last collection left in use, of all pools together
 * @param now bytes in use with what is not collected yet, never less than what is needed
 * @param most bytes that the heap may grow to
 */
record HeapUse(long afterCollection, long now, long most) {

    static HeapUse measure() {
        long left = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            @Nullable MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            left += usage == null ? 0 : usage.getUsed();
        }
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new HeapUse(left, heap.getUsed(), heap.getMax());
    }

    /** In percent. The smaller of both: a collection long ago says nothing of today, and what is in use now may be litter. */
    int percent() {
        return most <= 0 ? 0 : (int) (Math.min(afterCollection, now) * 100 / most);
    }
}
