package io.parley.web.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class InboundQueueTest {

    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final List<String> handled = new ArrayList<>();
    private CompletionStage<?> answer = CompletableFuture.completedStage(null);
    private final InboundQueue inbound = new InboundQueue(turns::add, text -> {
        handled.add(text);
        return answer;
    });

    @Test
    void messagesAreHandledInOrderByOneTurnAtATime() {
        for (int i = 0; i < 20; i++) {
            assertThat(inbound.offer("m" + i)).isTrue();
            assertThat(turns).hasSize(1);
        }
        assertThat(inbound.isBusy()).isTrue();
        turns.poll().run();
        assertThat(handled).hasSize(8);
        assertThat(turns).as("others have their turn before the rest").hasSize(1);
        turns.poll().run();
        turns.poll().run();
        assertThat(handled).hasSize(20).startsWith("m0", "m1").endsWith("m19");
        assertThat(inbound.isBusy()).isFalse();
    }

    @Test
    void theNextMessageWaitsForTheAnswerOfTheOneBeforeAndHoldsNoThread() {
        CompletableFuture<Void> pending = new CompletableFuture<>();
        answer = pending;
        inbound.offer("login");
        inbound.offer("publish");
        turns.poll().run();
        assertThat(handled).containsExactly("login");
        assertThat(turns).isEmpty();
        assertThat(inbound.isBusy()).isTrue();
        pending.complete(null);
        turns.poll().run();
        assertThat(handled).containsExactly("login", "publish");
    }

    @Test
    void moreThanItsShareFindsNoRoom() {
        for (int i = 0; i < InboundQueue.MAX_MESSAGES; i++) {
            assertThat(inbound.offer("m")).isTrue();
        }
        assertThat(inbound.offer("m")).isFalse();
    }

    @Test
    void longMessagesFillItSooner() {
        String largest = "x".repeat(SignalEndpoint.MAX_MESSAGE);
        int taken = 0;
        while (inbound.offer(largest)) {
            taken++;
        }
        assertThat(taken).isEqualTo(InboundQueue.MAX_CHARACTERS / SignalEndpoint.MAX_MESSAGE);
        turns.poll().run();
        assertThat(inbound.offer(largest)).isTrue();
    }

    @Test
    void aClosedOneForgetsWhatWaits() {
        inbound.offer("m");
        inbound.close();
        assertThat(inbound.offer("n")).isTrue();
        turns.poll().run();
        assertThat(handled).isEmpty();
    }
}
