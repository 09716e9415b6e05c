package io.parley.relay.hub;

/** The publishing side's part beyond {@link MediaConnection}. */
public interface PublisherConnection extends MediaConnection {

    /** The publication is committed and its stream open: tell the client, and append to the feed from now on. */
    void opened(MediaSession session, StreamFeed feed);
}
