package io.parley.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.api.MediaEnded;
import io.parley.adapter.api.MediaGranted;
import io.parley.adapter.api.MediaRecorded;
import io.parley.adapter.api.MediaRefused;
import io.parley.adapter.api.MediaRequested;
import io.parley.adapter.api.MediaStart;
import io.parley.adapter.api.StreamListener;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import io.parley.relay.gate.Grant;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.gate.MediaProtocol;
import io.parley.relay.gate.MediaRequest;
import jakarta.transaction.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The adapter against doubles of the container: whatever goes wrong, the client is refused. */
class StreamInflowTest {

    private static final MediaRequest REQUEST =
            new MediaRequest("key", "ticket", MediaProtocol.RTMP, "127.0.0.1", null, true);

    private final FakeContainer container = new FakeContainer();
    private final StreamInflow inflow = new StreamInflow(container.bootstrapContext(), 4);
    private final Answer answer = new Answer();

    @AfterEach
    void close() {
        inflow.close();
    }

    @Test
    void aCommittedDeliveryIsAcceptedWithItsOwner() {
        container.activate(inflow, new Bean());
        inflow.authorizePublish(REQUEST, answer);
        assertThat(answer.said).containsExactly("accept 7 of 3 FAST");
    }

    @Test
    void theAnswerComesAfterTheCommitAndNotBefore() {
        container.activate(inflow, new Bean());
        container.onCommit = () -> assertThat(answer.said).isEmpty();
        inflow.authorizePublish(REQUEST, answer);
        assertThat(answer.said).hasSize(1);
        assertThat(container.commits).isEqualTo(1);
    }

    @Test
    void withoutAnEndpointTheClientIsRefused() {
        inflow.authorizePublish(REQUEST, answer);
        assertThat(answer.said).containsExactly("UNAVAILABLE");
    }

    @Test
    void afterTheEndpointHasGoneTheClientIsRefused() {
        container.activate(inflow, new Bean());
        inflow.deactivate(container.endpointFactory());
        inflow.authorizePublish(REQUEST, answer);
        assertThat(answer.said).containsExactly("UNAVAILABLE");
    }

    @Test
    void rejectedWorkIsARefusal() {
        container.activate(inflow, new Bean());
        container.rejectWork = true;
        inflow.authorizePlay(REQUEST, answer);
        assertThat(answer.said).containsExactly("UNAVAILABLE");
    }

    @Test
    void aBeanThatMarksRollbackOnlyRefusesThoughItReturns() {
        container.activate(inflow, new Bean());
        container.outcome = Status.STATUS_ROLLEDBACK;
        inflow.authorizePublish(REQUEST, answer);
        assertThat(answer.said).containsExactly("UNAVAILABLE");
    }

    @Test
    void aCommitThatFailsOrNeverTellsIsARefusal() {
        container.activate(inflow, new Bean());
        container.outcome = Status.STATUS_UNKNOWN;
        inflow.authorizePublish(REQUEST, answer);
        container.silent = true;
        inflow.authorizePublish(REQUEST, answer);
        assertThat(answer.said).containsExactly("UNAVAILABLE", "UNAVAILABLE");
    }

    @Test
    void anEndpointWithoutTransactionsIsNoEndpoint() {
        container.activate(inflow, new Bean());
        container.transacted = false;
        inflow.authorizePublish(REQUEST, answer);
        assertThat(answer.said).containsExactly("UNAVAILABLE");
    }

    @Test
    void theListenersOwnReasonReachesTheRelay() {
        container.activate(inflow, new Bean() {
            @Override
            public MediaGranted publishRequested(MediaRequested request) {
                throw new MediaRefused(MediaRefused.Reason.IN_USE);
            }
        });
        container.outcome = Status.STATUS_ROLLEDBACK;
        inflow.authorizePublish(REQUEST, answer);
        assertThat(answer.said).containsExactly("IN_USE");
        assertThat(container.openDeliveries).isZero();
    }

    @Test
    void aFaultIsARefusalAndTheDeliveryIsClosed() {
        container.activate(inflow, new Bean() {
            @Override
            public MediaGranted playRequested(MediaRequested request) {
                throw new IllegalStateException("boom");
            }
        });
        inflow.authorizePlay(REQUEST, answer);
        assertThat(answer.said).containsExactly("UNAVAILABLE");
        assertThat(container.openDeliveries).isZero();
        assertThat(container.releases).isEqualTo(1);
    }

    @Test
    void anEndIsToldAgainUntilATransactionHasTakenIt() throws InterruptedException {
        AtomicInteger told = new AtomicInteger();
        container.activate(inflow, new Bean() {
            @Override
            public void publishEnded(MediaEnded end) {
                assertThat(end).isEqualTo(new MediaEnded(7, MediaEnded.Cause.CONNECTION_LOST, 12, 34, 5, 6, 7));
                told.incrementAndGet();
            }
        });
        container.outcome = Status.STATUS_ROLLEDBACK;
        inflow.publishEnded(new MediaEnd(7, EndCause.CONNECTION_LOST, 12, 34, 5, 6, 7));
        assertThat(told).hasValue(1);
        container.outcome = Status.STATUS_COMMITTED;
        assertThat(container.committed.await(180, java.util.concurrent.TimeUnit.SECONDS))
                .isTrue();
        assertThat(told).hasValue(2);
    }

    @Test
    void everyCauseOfTheRelayHasAName() {
        for (EndCause cause : EndCause.values()) {
            assertThat(MediaEnded.Cause.valueOf(cause.name())).isNotNull();
        }
        for (GateRefusal refusal : GateRefusal.values()) {
            assertThat(MediaRefused.Reason.valueOf(refusal.name())).isNotNull();
        }
    }

    /** Accepts everything. */
    private static class Bean implements StreamListener {

        @Override
        public MediaGranted publishRequested(MediaRequested request) {
            return new MediaGranted(7, 3, MediaStart.FAST, true);
        }

        @Override
        public MediaGranted playRequested(MediaRequested request) {
            return new MediaGranted(8, 3, MediaStart.SMOOTH, false);
        }

        @Override
        public void publishEnded(MediaEnded end) {}

        @Override
        public void playEnded(MediaEnded end) {}

        @Override
        public void recorded(MediaRecorded recording) {}
    }

    /** The answer as the relay gets it. */
    private static final class Answer implements GateReply {

        private final List<String> said = new ArrayList<>();

        @Override
        public void accept(Grant grant) {
            said.add("accept " + grant.id() + " of " + grant.owner() + " " + grant.firstFrame());
        }

        @Override
        public void refuse(GateRefusal refusal) {
            said.add(refusal.name());
        }
    }
}
