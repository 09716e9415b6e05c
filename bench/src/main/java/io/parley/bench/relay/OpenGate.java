package io.parley.bench.relay;

import io.parley.relay.gate.GateReply;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.gate.MediaGate;
import io.parley.relay.gate.MediaRequest;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;

/** Accepts all requests at once. Thread-safe, as event loops ask side by side. */
@NullMarked
public final class OpenGate implements MediaGate {

    private final AtomicLong lastId = new AtomicLong();

    @Override
    public void authorizePublish(MediaRequest request, GateReply reply) {
        reply.accept(lastId.incrementAndGet());
    }

    @Override
    public void authorizePlay(MediaRequest request, GateReply reply) {
        reply.accept(lastId.incrementAndGet());
    }

    @Override
    public void publishEnded(MediaEnd end) {
        // nothing was kept of it
    }

    @Override
    public void playEnded(MediaEnd end) {
        // nothing was kept of it
    }
}
