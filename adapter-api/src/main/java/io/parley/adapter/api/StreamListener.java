package io.parley.adapter.api;

/**
 * The message listener of the media adapter. Every call is one delivery in one transaction: a client is accepted if and only if that
 * transaction commits. To refuse with a reason, throw {@link MediaRefused}.
 */
public interface StreamListener {

    /** A client wants to publish. */
    MediaGranted publishRequested(MediaRequested request);

    /** A client wants to play. */
    MediaGranted playRequested(MediaRequested request);

    /** Delivered at least once for every accepted publication, until a transaction commits. */
    void publishEnded(MediaEnded end);

    /** Delivered at least once for every accepted playback, until a transaction commits. */
    void playEnded(MediaEnded end);

    /** Delivered at least once for every recording, until a transaction commits; a recording cut off by a crash after the next start. */
    void recorded(MediaRecorded recording);
}
