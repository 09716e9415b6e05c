package io.parley.relay.hub;

/** What a connection's pipeline is told besides its messages. */
public enum ConnectionEvent {
    /** The client has said what it wants, and the gate is asked for it. */
    GATE_ASKED,
    /** Nothing is asked or open any more: the client was refused, or its media is over. */
    SETTLED,
    /** The relay is about to stop: whoever can go elsewhere may. */
    DRAINING
}
