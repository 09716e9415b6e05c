package io.parley.adapter.api;

import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import java.io.Serializable;

/** Factory of connections to the media relay of this server. */
public interface RelayConnectionFactory extends Serializable, Referenceable {

    RelayConnection getConnection() throws ResourceException;
}
