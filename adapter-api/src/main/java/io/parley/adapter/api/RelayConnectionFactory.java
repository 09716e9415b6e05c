package io.parley.adapter.api;

import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import java.io.Serializable;

/** Where the application gets connections to the media relay of this server. */
public interface RelayConnectionFactory extends Serializable, Referenceable {

    RelayConnection getConnection() throws ResourceException;
}
