package io.parley.adapter.inbound;

import io.parley.adapter.api.StreamListener;
import io.parley.adapter.log.AdapterLogger;
import jakarta.resource.spi.work.Work;
import java.lang.reflect.Method;
import java.util.function.Consumer;

/** Tells the application that media has ended, again and again until a transaction has taken it. */
final class EndDelivery implements Work {

    private static final AdapterLogger LOG = AdapterLogger.of(EndDelivery.class);

    private final Consumer<StreamListener> call;
    private final Method method;
    private final TransactedDelivery delivery;
    private final Consumer<Work> retry;
    private final Runnable taken;

    /**
     * @param retry delivers it again after a while
     * @param taken run once a transaction has committed
     */
    EndDelivery(
            Consumer<StreamListener> call,
            Method method,
            TransactedDelivery delivery,
            Consumer<Work> retry,
            Runnable taken) {
        this.call = call;
        this.method = method;
        this.delivery = delivery;
        this.retry = retry;
        this.taken = taken;
    }

    @Override
    public void run() {
        boolean committed = false;
        try {
            committed = delivery.deliver(method, call);
        } catch (Exception e) {
            LOG.endFailed(method.getName(), e);
        } finally {
            if (committed) {
                taken.run();
            } else {
                retry.accept(this);
            }
        }
    }

    @Override
    public void release() {
        // the transaction's own timeout ends a stuck delivery
    }
}
