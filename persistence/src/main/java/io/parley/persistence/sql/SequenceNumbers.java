package io.parley.persistence.sql;

import jakarta.persistence.EntityManager;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of a sequence that counts in steps: the database is asked once for each step, and the numbers in between are given out here.
 * A caller that takes numbers of the same sequence by itself takes the first of a step alone. Thread-safe, and nobody waits for another
 * one's question.
 */
public final class SequenceNumbers {

    private final String sequence;
    private final int step;
    private final AtomicReference<@Nullable Step> current = new AtomicReference<>();

    private record Step(AtomicLong next, long end) {}

    /**
     * @param sequence its name
     * @param step its increment
     */
    public SequenceNumbers(String sequence, int step) {
        this.sequence = sequence;
        this.step = step;
    }

    /** A number that nobody else has. */
    public long next(EntityManager em) {
        Step open = current.get();
        if (open != null) {
            long number = open.next().getAndIncrement();
            if (number < open.end()) {
                return number;
            }
        }
        long first = ((Number) em.createNativeQuery("select nextval('" + sequence + "')")
                        .getSingleResult())
                .longValue();
        // If another thread was faster, its step is used on, and the rest of this one is left out.
        current.compareAndSet(open, new Step(new AtomicLong(first + 1), first + step));
        return first;
    }
}
