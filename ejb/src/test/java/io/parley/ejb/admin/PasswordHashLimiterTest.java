package io.parley.ejb.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordHashLimiterTest {

    private static final int LONG = 600_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void end() {
        go.countDown();
        threads.shutdownNow();
    }

    private Future<Boolean> begin(PasswordHashLimiter gate, boolean known, CountDownLatch begun) {
        return threads.submit(() -> {
            try {
                return gate.inTurn(known, () -> {
                    begun.countDown();
                    await(go);
                    return true;
                });
            } catch (Refused e) {
                return false;
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void expectBusy(PasswordHashLimiter gate, boolean known) {
        assertThatThrownBy(() -> gate.inTurn(known, () -> true))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.TRY_LATER));
    }

    @Test
    void noMoreThanThePermittedNumberDeriveAtATime() throws Exception {
        PasswordHashLimiter gate = new PasswordHashLimiter(2, 100, LONG);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(threads.submit(() -> gate.inTurn(true, () -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.yield();
                return inside.decrementAndGet();
            })));
        }
        for (Future<Integer> each : all) {
            each.get();
        }
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void whoFindsAllPlacesToWaitTakenIsRefusedAtOnceAndKnownClientsHaveTheirOwn() throws Exception {
        PasswordHashLimiter gate = new PasswordHashLimiter(1, 0, LONG);
        CountDownLatch begun = new CountDownLatch(1);
        Future<Boolean> first = begin(gate, false, begun);
        begun.await();
        expectBusy(gate, false);
        Future<Boolean> known = begin(gate, true, new CountDownLatch(1));
        go.countDown();
        assertThat(first.get()).isTrue();
        assertThat(known.get()).as("a known client waited for its turn").isTrue();
        assertThat(gate.<Boolean>inTurn(false, () -> true))
                .as("the places are free again")
                .isTrue();
    }

    @Test
    void whoWaitsTooLongIsRefused() throws Exception {
        PasswordHashLimiter gate = new PasswordHashLimiter(1, 1, 1);
        CountDownLatch begun = new CountDownLatch(1);
        Future<Boolean> first = begin(gate, false, begun);
        begun.await();
        expectBusy(gate, false);
        go.countDown();
        assertThat(first.get()).isTrue();
    }

    @Test
    void aFailureLeavesTheGate() {
        PasswordHashLimiter gate = new PasswordHashLimiter(1, 0, 1);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> gate.inTurn(false, () -> {
                        throw new IllegalStateException("failed");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
