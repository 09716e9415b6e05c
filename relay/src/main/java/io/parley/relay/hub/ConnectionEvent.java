package io.parley.relay.hub;

/** Events in a connection's pipeline besides its messages. */
public enum ConnectionEvent {
    /** The client has said what it wants, and the gate is asked for it. */
    GATE_ASKED,
    /** Nothing is asked or open any more: the client was refused, or its media is over. */
    SETTLED,
    /** The relay is about to stop: clients that can go elsewhere may. */
    DRAINING
}
