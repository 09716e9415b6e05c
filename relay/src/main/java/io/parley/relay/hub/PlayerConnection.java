package io.parley.relay.hub;

/** The playing side's part beyond {@link MediaConnection}. */
public interface PlayerConnection extends MediaConnection {

    /** What the player reads. */
    WireFormat format();

    /** The stream is there: write what precedes the first media byte, without flushing. */
    void starting();
}
