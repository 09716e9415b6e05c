package io.parley.adapter.inbound;

import jakarta.resource.spi.endpoint.MessageEndpointFactory;

/** One active endpoint: the message-driven bean that deliveries go to. */
public record StreamActivation(MessageEndpointFactory factory, StreamActivationSpec spec) {}
