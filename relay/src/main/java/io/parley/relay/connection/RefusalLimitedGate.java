package io.parley.relay.connection;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.config.TrustedProxies;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import io.parley.relay.gate.Grant;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.gate.MediaRequest;
import io.parley.relay.gate.PublishGate;
import java.net.InetAddress;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A gate that is not asked on behalf of addresses it has denied too often in a minute: guessing tickets gets slow, and the gate has
 * better things to do. Requests that are under way together may all be denied, so the limit can be passed by as many. A trusted proxy that
 * does not say for whom it connects is never locked out.
 */
public final class RefusalLimitedGate implements PublishGate {

    private final PublishGate gate;
    private final @Nullable RefusalRateLimiter limiter;
    private final TrustedProxies proxies;
    private final LongAdder unasked = new LongAdder();

    /**
     * @param ticker monotonic nanoseconds
     */
    public RefusalLimitedGate(PublishGate gate, RelayConfig config, LongSupplier ticker) {
        this.gate = gate;
        this.proxies = config.proxies();
        int most = config.get(RelaySetting.REFUSED_TICKETS_PER_MINUTE);
        this.limiter = most == 0 ? null : new RefusalRateLimiter(most, ticker);
    }

    @Override
    public void authorizePublish(MediaRequest request, GateReply reply) {
        guard(request, reply, gate::authorizePublish);
    }

    @Override
    public void authorizePlay(MediaRequest request, GateReply reply) {
        guard(request, reply, gate::authorizePlay);
    }

    private void guard(MediaRequest request, GateReply reply, BiConsumer<MediaRequest, GateReply> authorize) {
        InetAddress address = AddressKey.parse(request.remoteAddress());
        RefusalRateLimiter limited = limiter;
        if (limited == null || address == null || proxies.contains(address)) {
            authorize.accept(request, reply);
            return;
        }
        long key = AddressKey.of(address);
        if (limited.isSpent(key)) {
            unasked.increment();
            reply.refuse(GateRefusal.DENIED);
        } else {
            authorize.accept(request, new CountedReply(reply, limited, key));
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

    /** Requests refused since the start without asking the gate. */
    public long unasked() {
        return unasked.sum();
    }

    private record CountedReply(GateReply reply, RefusalRateLimiter limiter, long key) implements GateReply {

        @Override
        public void accept(Grant grant) {
            reply.accept(grant);
        }

        @Override
        public void refuse(GateRefusal refusal) {
            if (refusal == GateRefusal.DENIED) {
                limiter.spend(key);
            }
            reply.refuse(refusal);
        }
    }
}
