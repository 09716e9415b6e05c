package io.parley.adapter.inbound;

import io.parley.adapter.api.StreamListener;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/** As much of a container as the adapter touches: work runs on the caller's thread, a transaction ends as it is told to. */
final class FakeContainer {

    volatile int outcome = Status.STATUS_COMMITTED;
    volatile boolean silent;
    volatile boolean transacted = true;
    volatile boolean rejectWork;
    volatile Runnable onCommit = () -> {};
    final CountDownLatch committed = new CountDownLatch(1);
    int commits;
    int releases;
    int openDeliveries;

    private Synchronization synchronization;
    private MessageEndpointFactory factory;

    BootstrapContext bootstrapContext() {
        return proxy(BootstrapContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getWorkManager" -> workManager();
            case "getTransactionSynchronizationRegistry" -> registry();
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    void activate(StreamInflow inflow, StreamListener bean) {
        factory = proxy(MessageEndpointFactory.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "isDeliveryTransacted" -> transacted;
            case "createEndpoint" -> endpoint(bean);
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> 1;
            default -> throw new UnsupportedOperationException(method.getName());
        });
        inflow.activate(new StreamActivation(factory, new StreamActivationSpec()));
    }

    MessageEndpointFactory endpointFactory() {
        return factory;
    }

    private Object endpoint(StreamListener bean) {
        return Proxy.newProxyInstance(
                FakeContainer.class.getClassLoader(),
                new Class<?>[] {MessageEndpoint.class, StreamListener.class},
                (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "beforeDelivery" -> openDeliveries++;
                        case "afterDelivery" -> complete();
                        case "release" -> releases++;
                        default -> {
                            try {
                                return method.invoke(bean, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }
                    }
                    return null;
                });
    }

    private void complete() {
        openDeliveries--;
        int status = outcome;
        if (status == Status.STATUS_COMMITTED) {
            commits++;
            onCommit.run();
        }
        if (!silent) {
            synchronization.afterCompletion(status);
        }
        if (status == Status.STATUS_COMMITTED) {
            committed.countDown();
        }
    }

    private WorkManager workManager() {
        return proxy(WorkManager.class, (proxy, method, arguments) -> {
            if (rejectWork) {
                throw new WorkRejectedException("full");
            }
            ((Work) arguments[0]).run();
            return null;
        });
    }

    private TransactionSynchronizationRegistry registry() {
        return proxy(TransactionSynchronizationRegistry.class, (proxy, method, arguments) -> {
            synchronization = (Synchronization) arguments[0];
            return null;
        });
    }

    private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FakeContainer.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
