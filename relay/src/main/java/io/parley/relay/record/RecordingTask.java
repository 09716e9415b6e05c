package io.parley.relay.record;

import java.io.IOException;

/** A publication that is being recorded. All calls on the recorder's thread. */
public interface RecordingTask {

    /** Whose it is. */
    long publicationId();

    /** Hands over what has come since the last call; false when nothing more will. */
    boolean write(RecordedFile file) throws IOException;

    /** The number of gaps where media was left out. */
    int gaps();

    /** Lets go of the stream's memory; harmless when called again. */
    void close();
}
