package io.parley.adapter.inbound;

import io.parley.adapter.api.StreamListener;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Activation specification of a message-driven bean that takes media deliveries. There is nothing to choose. */
@Activation(messageListeners = StreamListener.class)
public class StreamActivationSpec implements ActivationSpec, Serializable {

    private static final long serialVersionUID = 1L;

    private transient @Nullable ResourceAdapter resourceAdapter;

    @Override
    public void validate() {
        // nothing that could be wrong
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(@Nullable ResourceAdapter resourceAdapter) {
        this.resourceAdapter = resourceAdapter;
    }
}
