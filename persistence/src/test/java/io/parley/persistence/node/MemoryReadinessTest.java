package io.parley.persistence.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From when on the heap counts as full. */
class MemoryReadinessTest {

    private static final long MB = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        "99, 99, 99", // as with a thousand forgotten sessions: collections find nothing
        "90, 95, 90",
        "89, 95, 89",
        "10, 97, 10", // litter, to be collected
        "95, 20, 20", // a full collection long ago
        "0, 50, 0", // nothing was collected yet
    })
    void fullIsWhatACollectionLeavesAndIsStillThere(long afterCollection, long now, int percent) {
        HeapUse use = new HeapUse(afterCollection * MB, now * MB, 100 * MB);
        assertThat(use.percent()).isEqualTo(percent);
    }

    @Test
    void aHeapIsMeasured() {
        System.gc();
        assertThat(HeapUse.measure().percent()).isBetween(0, 100);
        assertThat(HeapUse.measure().most()).isPositive();
    }

    @Test
    void aLimitOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new MemoryReadiness(49)).hasMessageContaining("parley.health.heap-percent");
        assertThatThrownBy(() -> new MemoryReadiness(101)).hasMessageContaining("parley.health.heap-percent");
    }
}
