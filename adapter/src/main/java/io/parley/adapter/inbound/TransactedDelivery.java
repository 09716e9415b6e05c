package io.parley.adapter.inbound;

import io.parley.adapter.api.StreamListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls the active endpoint's listener, each call in a transaction of its own, and knows the truth about its outcome. Thread-safe. */
final class TransactedDelivery {

    private final TransactionSynchronizationRegistry registry;
    private final AtomicReference<@Nullable StreamActivation> activation = new AtomicReference<>();

    TransactedDelivery(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    void activate(StreamActivation endpoint) {
        activation.set(endpoint);
    }

    /** Ends the activation of this factory's endpoint; one that has replaced it stays. */
    void deactivate(MessageEndpointFactory factory) {
        StreamActivation current = activation.get();
        if (current != null && current.factory().equals(factory)) {
            activation.compareAndSet(current, null);
        }
    }

    void deactivateAll() {
        activation.set(null);
    }

    boolean isActive() {
        return activation.get() != null;
    }

    /**
     * Delivers and waits for the end of the transaction.
     *
     * @return true only if the transaction committed
     * @throws RuntimeException what the listener threw; the transaction is then rolled back
     */
    boolean deliver(Method method, Consumer<StreamListener> call) throws ResourceException, NoSuchMethodException {
        StreamActivation current = activation.get();
        if (current == null) {
            return false;
        }
        MessageEndpointFactory factory = current.factory();
        if (!factory.isDeliveryTransacted(method)) {
            return false; // without a transaction there is nothing that could be proven
        }
        DeliveryOutcome outcome = new DeliveryOutcome();
        MessageEndpoint endpoint = factory.createEndpoint(null);
        try {
            endpoint.beforeDelivery(method);
            try {
                registry.registerInterposedSynchronization(outcome);
                call.accept((StreamListener) endpoint);
            } finally {
                endpoint.afterDelivery();
            }
        } finally {
            endpoint.release();
        }
        return outcome.committed();
    }
}
