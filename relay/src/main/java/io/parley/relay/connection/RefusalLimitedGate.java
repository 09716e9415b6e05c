package io.parley.relay.connection;

import io.parley.ratelimit.FixedWindowRateLimiter;
import io.parley.ratelimit.FixedWindowRateLimiter.Overflow;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.config.TrustedProxies;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import io.parley.relay.gate.Grant;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.gate.MediaGate;
import io.parley.relay.gate.MediaRequest;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * A gate that is not asked on behalf of addresses it has denied too often in a minute: guessing tickets gets slow, and the gate has
 * better things to do. An address's minute begins with its first refusal. Requests that are under way together may all be denied, so the
 * limit can be passed by as many. A trusted proxy that does not say for whom it connects is never locked out.
 */
public final class RefusalLimitedGate implements MediaGate {

    /** Addresses remembered, some 100 bytes each. With one more, that is forgotten whose minute began first. */
    private static final int MOST_ADDRESSES = 4096;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final MediaGate gate;
    private final FixedWindowRateLimiter<Long> refusals =
            new FixedWindowRateLimiter<>(MINUTE, MOST_ADDRESSES, Overflow.EVICT_OLDEST);
    private final int refusalsPerMinute;
    private final LongSupplier ticker;
    private final TrustedProxies proxies;
    private final LongAdder unasked = new LongAdder();

    /**
     * @param ticker monotonic nanoseconds
     */
    public RefusalLimitedGate(MediaGate gate, RelayConfig config, LongSupplier ticker) {
        this.gate = gate;
        this.proxies = config.proxies();
        this.refusalsPerMinute = config.get(RelaySetting.REFUSED_TICKETS_PER_MINUTE);
        this.ticker = ticker;
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
        if (refusalsPerMinute == 0 || address == null || proxies.contains(address)) {
            authorize.accept(request, reply);
            return;
        }
        long key = AddressKey.of(address);
        if (refusals.isFull(key, refusalsPerMinute, ticker.getAsLong())) {
            unasked.increment();
            reply.refuse(GateRefusal.DENIED);
        } else {
            authorize.accept(request, new CountedReply(reply, key));
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

    private void countRefusal(long key) {
        refusals.take(key, refusalsPerMinute, ticker.getAsLong());
    }

    /** Counts a denial before it is passed on. */
    private final class CountedReply implements GateReply {

        private final GateReply reply;
        private final long key;

        CountedReply(GateReply reply, long key) {
            this.reply = reply;
            this.key = key;
        }

        @Override
        public void accept(Grant grant) {
            reply.accept(grant);
        }

        @Override
        public void refuse(GateRefusal refusal) {
            if (refusal == GateRefusal.DENIED) {
                countRefusal(key);
            }
            reply.refuse(refusal);
        }
    }
}
