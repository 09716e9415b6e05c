package io.parley.adapter.inbound;

import io.parley.adapter.api.MediaRefused;
import io.parley.adapter.api.StreamListener;
import io.parley.relay.GateRefusal;
import io.parley.relay.GateReply;
import jakarta.resource.spi.work.Work;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/** Asks the application whether a client may publish or play, and answers the relay after the commit, never before. */
final class RequestDelivery implements Work {

    private static final System.Logger LOG = System.getLogger(RequestDelivery.class.getName());
    private static final long NONE = Long.MIN_VALUE;

    private final GateReply reply;
    private final Cuts cuts;
    private final Cuts.Closer close;
    private final ToLongFunction<StreamListener> call;
    private final Method method;
    private final StreamInflow inflow;

    RequestDelivery(
            GateReply reply,
            Cuts cuts,
            Cuts.Closer close,
            ToLongFunction<StreamListener> call,
            Method method,
            StreamInflow inflow) {
        this.reply = reply;
        this.cuts = cuts;
        this.close = close;
        this.call = call;
        this.method = method;
        this.inflow = inflow;
    }

    @Override
    public void run() {
        AtomicLong id = new AtomicLong(NONE);
        try {
            boolean committed = inflow.deliver(method, listener -> {
                long granted = call.applyAsLong(listener);
                cuts.begin(granted);
                id.set(granted);
            });
            if (committed && id.get() != NONE) {
                reply.accept(id.get());
            } else {
                refuse(GateRefusal.UNAVAILABLE);
            }
        } catch (MediaRefused e) {
            refuse(GateRefusal.valueOf(e.reason().name()));
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "PARLEY3004 " + method.getName() + " failed, client refused: " + e);
            refuse(GateRefusal.UNAVAILABLE);
        } finally {
            if (id.get() != NONE) {
                cuts.finish(id.get(), close);
            }
        }
    }

    void refuse(GateRefusal refusal) {
        reply.refuse(refusal);
    }

    @Override
    public void release() {
        // the transaction's own timeout ends a stuck delivery
    }
}
