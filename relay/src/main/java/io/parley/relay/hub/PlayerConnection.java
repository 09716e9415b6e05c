package io.parley.relay.hub;

/** The playing side's part beyond {@link MediaConnection}. */
public interface PlayerConnection extends MediaConnection {

    /** The wire format that the player reads. */
    WireFormat format();

    /** The playback is committed and the player has joined its stream, which may not have begun. */
    void opened(MediaSession session, Player player);

    /** The stream is there: write what precedes the first media byte, without flushing. */
    void starting();
}
