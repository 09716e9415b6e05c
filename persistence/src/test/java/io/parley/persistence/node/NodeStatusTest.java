package io.parley.persistence.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.persistence.audit.Refused;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a server may do anything. */
class NodeStatusTest {

    private static final Duration LEASE = Duration.ofSeconds(5);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // it may overflow
    private final NodeStatus status = new NodeStatus(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aLeaseThatIsNotRenewedStopsEverythingWhenItEnds() {
        status.started(7);
        status.renewed(nanos.get(), LEASE);
        status.ready();
        pass(LEASE.minusNanos(1));
        assertThat(status.requireReady()).isEqualTo(7);
        pass(Duration.ofNanos(1));
        assertThat(status.isReady()).isFalse();
        assertThatThrownBy(status::requireReady)
                .isInstanceOf(Refused.class)
                .hasMessageContaining("the lease was not renewed in time");
        status.renewed(nanos.get(), LEASE);
        assertThat(status.isReady()).isTrue();
    }

    @Test
    void aLeaseCountsFromBeforeTheQuestion() {
        status.ready();
        long askedAt = nanos.get();
        pass(Duration.ofSeconds(4)); // the database was slow
        status.renewed(askedAt, LEASE);
        assertThat(status.isReady()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(status.isReady()).isFalse();
    }

    @Test
    void aLeaseAloneMakesNobodyReadyAndNeitherDoesItEndADrain() {
        assertThat(status.reason()).isEqualTo("starting");
        status.renewed(nanos.get(), LEASE);
        assertThat(status.isReady()).isFalse();
        status.ready();
        assertThat(status.reason()).isEmpty();
        status.notReady("the database does not answer");
        assertThat(status.reason()).isEqualTo("the database does not answer");
        status.drain();
        status.renewed(nanos.get(), LEASE);
        assertThat(status.reason()).startsWith("draining");
        status.stopping();
        status.renewed(nanos.get(), LEASE);
        assertThat(status.reason()).isEqualTo("stopping");
    }
}
