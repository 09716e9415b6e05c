package io.parley.adapter.inbound;

import io.parley.adapter.api.StreamListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Method;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of the listener inside one transaction, and the truth about its outcome. */
final class TransactedDelivery {

    private final TransactionSynchronizationRegistry registry;

    TransactedDelivery(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    /**
     * Delivers and waits for the end of the transaction.
     *
     * @return true only if the transaction committed
     * @throws RuntimeException what the listener threw; the transaction is then rolled back
     */
    boolean deliver(@Nullable StreamActivation activation, Method method, Consumer<StreamListener> call)
            throws ResourceException, NoSuchMethodException {
        if (activation == null) {
            return false;
        }
        MessageEndpointFactory factory = activation.factory();
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
