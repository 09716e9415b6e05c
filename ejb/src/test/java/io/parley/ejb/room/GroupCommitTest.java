package io.parley.ejb.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ejb.room.GroupCommit.Outcome;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<List<String>> transactions = new ArrayList<>();
    private long now;

    private final GroupCommit<String, String> oneLane = lanes(1);

    private GroupCommit<String, String> lanes(int lanes) {
        return new GroupCommit<>(lanes, 3, threads::add, () -> now, this::transaction);
    }

    /** Fails as a whole where a request is poison, and refuses who is unwanted. */
    private List<Outcome<String>> transaction(List<String> requests) {
        transactions.add(requests);
        if (requests.contains("error")) {
            throw new StackOverflowError("cannot be done");
        }
        if (requests.contains("poison") || requests.contains("down")) {
            throw new IllegalStateException("cannot be done");
        }
        return requests.stream()
                .map(request -> request.equals("unwanted")
                        ? Outcome.<String>refused(new Refused(Refusal.ROOM_FULL))
                        : Outcome.of(request + " in"))
                .toList();
    }

    private CompletableFuture<String> submit(String request) {
        return oneLane.submit("room", request).toCompletableFuture();
    }

    @Test
    void whoComesAloneIsATransactionAlone() {
        CompletableFuture<String> answer = submit("a");
        assertThat(answer).as("nothing on the caller's thread").isNotDone();
        threads.poll().run();
        assertThat(answer).isCompletedWithValue("a in");
        assertThat(transactions).containsExactly(List.of("a"));
    }

    @Test
    void whoWaitsTogetherIsOneTransactionOfAtMostItsSize() {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (String each : List.of("a", "b", "c", "d")) {
            answers.add(submit(each));
        }
        assertThat(threads).as("one thread for the lane").hasSize(1);
        threads.poll().run();
        assertThat(transactions).containsExactly(List.of("a", "b", "c"), List.of("d"));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).endsWith(" in"));
    }

    @Test
    void whoIsRefusedKeepsNobodyElseOut() {
        CompletableFuture<String> good = submit("a");
        CompletableFuture<String> bad = submit("unwanted");
        threads.poll().run();
        assertThat(good).isCompletedWithValue("a in");
        assertThatThrownBy(bad::join).hasCauseInstanceOf(Refused.class);
        assertThat(transactions).hasSize(1);
    }

    @Test
    void aRequestThatNoTransactionCanDoFailsAlone() {
        CompletableFuture<String> first = submit("a");
        CompletableFuture<String> bad = submit("poison");
        CompletableFuture<String> last = submit("b");
        threads.poll().run();
        assertThat(first).isCompletedWithValue("a in");
        assertThat(bad).isCompletedExceptionally();
        assertThat(last).isCompletedWithValue("b in");
    }

    @Test
    void whereNothingCanBeDoneNotEverybodyIsTried() {
        GroupCommit<String, String> large = new GroupCommit<>(1, 100, threads::add, () -> now, this::transaction);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(large.submit("room", "down").toCompletableFuture());
        }
        threads.poll().run();
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedExceptionally());
        assertThat(transactions).hasSize(4);
    }

    @Test
    void whoIsRefusedOneAfterTheOtherIsNoReasonToGiveUp() {
        GroupCommit<String, String> large = new GroupCommit<>(1, 100, threads::add, () -> now, this::transaction);
        large.submit("room", "poison");
        for (int i = 0; i < 5; i++) {
            large.submit("room", "unwanted");
        }
        CompletableFuture<String> last = large.submit("room", "a").toCompletableFuture();
        threads.poll().run();
        assertThat(last).isCompletedWithValue("a in");
    }

    @Test
    void anErrorIsNotTheEndOfTheLane() {
        CompletableFuture<String> broken = submit("error");
        threads.poll().run();
        assertThat(broken).isCompletedExceptionally();
        CompletableFuture<String> later = submit("a");
        assertThat(threads).hasSize(1);
        threads.poll().run();
        assertThat(later).isCompletedWithValue("a in");
    }

    @Test
    void equalKeysAreInOrderAndOthersNeedNotWaitForThem() {
        GroupCommit<String, String> two = lanes(2);
        two.submit(0, "a");
        two.submit(1, "b");
        two.submit(0, "c");
        assertThat(threads).hasSize(2);
        threads.poll().run();
        assertThat(transactions).containsExactly(List.of("a", "c"));
    }

    @Test
    void aLaneGoesOnAfterItWasEmpty() {
        submit("a");
        threads.poll().run();
        CompletableFuture<String> later = submit("b");
        threads.poll().run();
        assertThat(later).isCompletedWithValue("b in");
    }

    @Test
    void theOldestWaitIsKnown() {
        assertThat(oneLane.oldestWaitMs()).isZero();
        submit("a");
        now = 7;
        submit("b");
        assertThat(oneLane.oldestWaitMs()).isEqualTo(7);
    }

    @Test
    void withoutAThreadTheAnswerIsThatThereIsNone() {
        GroupCommit<String, String> stopped = new GroupCommit<>(
                1,
                3,
                task -> {
                    throw new RejectedExecutionException("stopped");
                },
                () -> now,
                this::transaction);
        assertThatThrownBy(
                        () -> stopped.submit("room", "a").toCompletableFuture().join())
                .hasCauseInstanceOf(RejectedExecutionException.class);
    }
}
