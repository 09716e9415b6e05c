package io.parley.relay.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefusalBudgetTest {

    private long now = 5;
    private final RefusalBudget budget = new RefusalBudget(2, () -> now);

    @Test
    void isSpentAfterSoManyUntilTheMinuteThatBeganWithTheFirstIsOver() {
        budget.spend(1);
        assertThat(budget.isSpent(1)).isFalse();
        now += TimeUnit.SECONDS.toNanos(40);
        budget.spend(1);
        assertThat(budget.isSpent(1)).isTrue();
        now += TimeUnit.SECONDS.toNanos(20) - 1;
        assertThat(budget.isSpent(1)).isTrue();
        now++;
        assertThat(budget.isSpent(1)).isFalse();
        budget.spend(1);
        assertThat(budget.isSpent(1)).as("a minute of its own").isFalse();
    }

    @Test
    void addressesDoNotPayForEachOther() {
        budget.spend(1);
        budget.spend(1);
        assertThat(budget.isSpent(1)).isTrue();
        assertThat(budget.isSpent(2)).isFalse();
    }

    @Test
    void remembersSoManyAddressesAndForgetsTheOldestMinute() {
        for (long address = 0; address < RefusalBudget.MOST_ADDRESSES + 1; address++) {
            budget.spend(address);
            budget.spend(address);
        }
        assertThat(budget.size()).isEqualTo(RefusalBudget.MOST_ADDRESSES);
        assertThat(budget.isSpent(0)).isFalse();
        assertThat(budget.isSpent(1)).isTrue();
        assertThat(budget.isSpent(RefusalBudget.MOST_ADDRESSES)).isTrue();
    }

    @Test
    void aNewMinuteMakesAnAddressTheYoungest() {
        budget.spend(1);
        budget.spend(2);
        now += TimeUnit.MINUTES.toNanos(1);
        budget.spend(1);
        for (long address = 10; address < 10 + RefusalBudget.MOST_ADDRESSES - 1; address++) {
            budget.spend(address);
        }
        budget.spend(1);
        assertThat(budget.isSpent(1)).isTrue();
    }
}
