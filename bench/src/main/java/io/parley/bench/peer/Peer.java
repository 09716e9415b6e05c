package io.parley.bench.peer;

import java.io.IOException;
import java.nio.file.Path;

/** A server that can be started for a measurement. */
interface Peer {

    /** As it is chosen on the command line and headed in the table. */
    String name();

    /** Its version, for people. */
    String version();

    /**
     * Starts it, with nothing left over from an earlier run; or finds it running.
     *
     * @param work an empty directory for its configuration and logs
     */
    LoadedServer start(Path work) throws IOException;
}
