package io.parley.web.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class InboxTest {

    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final List<String> handled = new ArrayList<>();
    private CompletionStage<?> answer = CompletableFuture.completedStage(null);
    private final Inbox inbox = new Inbox(turns::add, text -> {
        handled.add(text);
        return answer;
    });

    @Test
    void messagesAreHandledInOrderByOneTurnAtATime() {
        for (int i = 0; i < 20; i++) {
            assertThat(inbox.offer("m" + i)).isTrue();
            assertThat(turns).hasSize(1);
        }
        assertThat(inbox.isBusy()).isTrue();
        turns.poll().run();
        assertThat(handled).hasSize(8);
        assertThat(turns).as("others have their turn before the rest").hasSize(1);
        turns.poll().run();
        turns.poll().run();
        assertThat(handled).hasSize(20).startsWith("m0", "m1").endsWith("m19");
        assertThat(inbox.isBusy()).isFalse();
    }

    @Test
    void theNextMessageWaitsForTheAnswerOfTheOneBeforeAndHoldsNoThread() {
        CompletableFuture<Void> pending = new CompletableFuture<>();
        answer = pending;
        inbox.offer("login");
        inbox.offer("publish");
        turns.poll().run();
        assertThat(handled).containsExactly("login");
        assertThat(turns).isEmpty();
        assertThat(inbox.isBusy()).isTrue();
        pending.complete(null);
        turns.poll().run();
        assertThat(handled).containsExactly("login", "publish");
    }

    @Test
    void moreThanItsShareFindsNoRoom() {
        for (int i = 0; i < Inbox.MAX_MESSAGES; i++) {
            assertThat(inbox.offer("m")).isTrue();
        }
        assertThat(inbox.offer("m")).isFalse();
    }

    @Test
    void longMessagesFillItSooner() {
        String largest = "x".repeat(SignalEndpoint.MAX_MESSAGE);
        int taken = 0;
        while (inbox.offer(largest)) {
            taken++;
        }
        assertThat(taken).isEqualTo(Inbox.MAX_CHARACTERS / SignalEndpoint.MAX_MESSAGE);
        turns.poll().run();
        assertThat(inbox.offer(largest)).isTrue();
    }

    @Test
    void aClosedOneForgetsWhatWaits() {
        inbox.offer("m");
        inbox.close();
        assertThat(inbox.offer("n")).isTrue();
        turns.poll().run();
        assertThat(handled).isEmpty();
    }
}
