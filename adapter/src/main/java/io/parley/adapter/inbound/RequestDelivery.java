package io.parley.adapter.inbound;

import io.parley.adapter.api.MediaGranted;
import io.parley.adapter.api.MediaRefused;
import io.parley.adapter.api.StreamListener;
import io.parley.adapter.log.AdapterLogger;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import io.parley.relay.gate.Grant;
import io.parley.relay.gate.PlaybackStart;
import jakarta.resource.spi.work.Work;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks the application whether a client may publish or play, and answers the relay after the commit, never before. */
final class RequestDelivery implements Work {

    private static final AdapterLogger LOG = AdapterLogger.of(RequestDelivery.class);

    private final GateReply reply;
    private final PendingCloses pendingCloses;
    private final PendingCloses.Closer closer;
    private final Function<StreamListener, MediaGranted> call;
    private final Method method;
    private final TransactedDelivery delivery;

    RequestDelivery(
            GateReply reply,
            PendingCloses pendingCloses,
            PendingCloses.Closer closer,
            Function<StreamListener, MediaGranted> call,
            Method method,
            TransactedDelivery delivery) {
        this.reply = reply;
        this.pendingCloses = pendingCloses;
        this.closer = closer;
        this.call = call;
        this.method = method;
        this.delivery = delivery;
    }

    @Override
    public void run() {
        AtomicReference<@Nullable MediaGranted> granted = new AtomicReference<>();
        try {
            boolean committed = delivery.deliver(method, listener -> {
                MediaGranted grant = call.apply(listener);
                pendingCloses.begin(grant.id());
                granted.set(grant);
            });
            MediaGranted grant = granted.get();
            if (committed && grant != null) {
                reply.accept(new Grant(
                        grant.id(),
                        grant.owner(),
                        PlaybackStart.valueOf(grant.start().name()),
                        grant.record()));
            } else {
                refuse(GateRefusal.UNAVAILABLE);
            }
        } catch (MediaRefused e) {
            refuse(GateRefusal.valueOf(e.reason().name()));
        } catch (Exception e) {
            LOG.requestFailed(method.getName(), e);
            refuse(GateRefusal.UNAVAILABLE);
        } finally {
            MediaGranted grant = granted.get();
            if (grant != null) {
                pendingCloses.finish(grant.id(), closer);
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
