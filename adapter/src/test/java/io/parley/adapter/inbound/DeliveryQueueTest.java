package io.parley.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class DeliveryQueueTest {

    /** Threads that the work manager has been asked for and not given yet. */
    private final Queue<Work> threads = new ArrayDeque<>();

    private final List<String> done = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private boolean isFull;
    private Runnable atRejection = () -> {};

    private final WorkManager workManager = (WorkManager) Proxy.newProxyInstance(
            DeliveryQueueTest.class.getClassLoader(),
            new Class<?>[] {WorkManager.class},
            (proxy, method, arguments) -> {
                if (isFull) {
                    atRejection.run();
                    throw new WorkRejectedException("full");
                }
                threads.add((Work) arguments[0]);
                return null;
            });

    private final DeliveryQueue queue = new DeliveryQueue(workManager, 2, later::add);

    private Work work(String name) {
        return new Work() {
            @Override
            public void run() {
                done.add(name);
                if (name.equals("fault")) {
                    throw new IllegalStateException(name);
                }
            }

            @Override
            public void release() {}
        };
    }

    private void runThreads() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    @Test
    void takesNoMoreThreadsThanItMay() throws WorkException {
        for (int i = 0; i < 10; i++) {
            queue.addRequest(work("question"));
        }

        assertThat(threads).hasSize(2);
        runThreads();
        assertThat(done).hasSize(10);
    }

    @Test
    void questionsGoFirstAndEndsAreNotPutOffForEver() throws WorkException {
        for (int i = 0; i < 3; i++) {
            queue.addEnd(work("end"));
        }
        for (int i = 0; i < 6; i++) {
            queue.addRequest(work("question"));
        }
        runThreads();

        assertThat(done)
                .containsExactly(
                        "question", "question", "question", "question", "end", "question", "question", "end", "end");
    }

    @Test
    void asksForAThreadAgainAfterAllHaveGone() throws WorkException {
        queue.addRequest(work("first"));
        runThreads();
        queue.addEnd(work("second"));
        runThreads();

        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void aFaultIsNotTheEndOfTheOthers() throws WorkException {
        queue.addRequest(work("fault"));
        queue.addRequest(work("question"));
        runThreads();

        assertThat(done).containsExactly("fault", "question");
    }

    @Test
    void whatNobodyWillRunIsRefusedAndForgotten() throws WorkException {
        isFull = true;
        assertThatThrownBy(() -> queue.addRequest(work("refused"))).isInstanceOf(WorkException.class);
        isFull = false;
        queue.addRequest(work("question"));
        runThreads();

        assertThat(done).containsExactly("question");
    }

    @Test
    void whoReliedOnAThreadThatWasRefusedIsRunLater() throws WorkException {
        DeliveryQueue narrow = new DeliveryQueue(workManager, 1, later::add);
        isFull = true;
        atRejection = () -> {
            try {
                narrow.addEnd(work("relies on it"));
            } catch (WorkException e) {
                throw new AssertionError(e);
            }
        };
        assertThatThrownBy(() -> narrow.addRequest(work("refused"))).isInstanceOf(WorkException.class);
        atRejection = () -> {};
        later.remove().run();
        assertThat(later).as("still no thread").hasSize(1);
        isFull = false;
        later.remove().run();
        runThreads();

        assertThat(done).containsExactly("relies on it");
    }

    @Test
    void aWorkManagerThatFailsTakesNoThreadAway() throws WorkException {
        isFull = true;
        atRejection = () -> {
            throw new IllegalStateException("stopping");
        };
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> queue.addRequest(work("refused"))).isInstanceOf(IllegalStateException.class);
        }
        isFull = false;
        queue.addRequest(work("question"));
        runThreads();

        assertThat(done).containsExactly("question");
    }

    @Test
    void withOthersAtWorkNothingIsRefused() throws WorkException {
        queue.addRequest(work("first"));
        isFull = true;
        queue.addRequest(work("second"));
        runThreads();

        assertThat(done).containsExactly("first", "second");
    }
}
