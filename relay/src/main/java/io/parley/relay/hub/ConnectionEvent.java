package io.parley.relay.hub;

/** What a connection's pipeline is told besides its messages. */
public enum ConnectionEvent {
    /** The client has said what it wants, within its deadline. */
    GATE_ASKED,
    /** The relay is about to stop: whoever can go elsewhere may. */
    DRAINING
}
