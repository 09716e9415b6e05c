package io.parley.relay.door;

import io.parley.relay.GateRefusal;
import io.parley.relay.GateReply;
import io.parley.relay.Grant;
import io.parley.relay.MediaEnd;
import io.parley.relay.MediaRequest;
import io.parley.relay.PublishGate;
import io.parley.relay.RelayConfig;
import io.parley.relay.RelaySetting;
import java.net.InetAddress;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A gate that is not asked on behalf of addresses it has denied too often in a minute: guessing tickets gets slow, and the gate has
 * better things to do. Questions that are under way together may all be denied, so the limit can be passed by as many. A trusted proxy that
 * does not say for whom it connects is never locked out.
 */
public final class GuardedGate implements PublishGate {

    private final PublishGate gate;
    private final @Nullable RefusalBudget budget;
    private final TrustedProxies proxies;
    private final LongAdder unasked = new LongAdder();

    /**
     * @param ticker monotonic nanoseconds
     */
    public GuardedGate(PublishGate gate, RelayConfig config, LongSupplier ticker) {
        this.gate = gate;
        this.proxies = config.proxies();
        int most = config.get(RelaySetting.REFUSED_TICKETS_PER_MINUTE);
        this.budget = most == 0 ? null : new RefusalBudget(most, ticker);
    }

    @Override
    public void publishRequested(MediaRequest request, GateReply reply) {
        guard(request, reply, gate::publishRequested);
    }

    @Override
    public void playRequested(MediaRequest request, GateReply reply) {
        guard(request, reply, gate::playRequested);
    }

    private void guard(MediaRequest request, GateReply reply, BiConsumer<MediaRequest, GateReply> question) {
        InetAddress address = AddressKey.parse(request.remoteAddress());
        RefusalBudget limited = budget;
        if (limited == null || address == null || proxies.contains(address)) {
            question.accept(request, reply);
            return;
        }
        long key = AddressKey.of(address);
        if (limited.isSpent(key)) {
            unasked.increment();
            reply.refuse(GateRefusal.DENIED);
        } else {
            question.accept(request, new CountedReply(reply, limited, key));
        }
    }

    @Override
    public void publishEnded(MediaEnd end) {
        gate.publishEnded(end);
    }

    @Override
    public void playEnded(MediaEnd end) {
        gate.playEnded(end);
    }

    /** Requests refused without a question since the start. */
    public long unasked() {
        return unasked.sum();
    }

    private record CountedReply(GateReply reply, RefusalBudget budget, long key) implements GateReply {

        @Override
        public void accept(Grant grant) {
            reply.accept(grant);
        }

        @Override
        public void refuse(GateRefusal refusal) {
            if (refusal == GateRefusal.DENIED) {
                budget.spend(key);
            }
            reply.refuse(refusal);
        }
    }
}
