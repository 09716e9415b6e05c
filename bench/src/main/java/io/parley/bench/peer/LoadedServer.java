package io.parley.bench.peer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A server that is there to be measured. */
interface LoadedServer extends AutoCloseable {

    /** The process to be accounted for, with its children. */
    long pid();

    /**
     * The options by which the load generator finds the streams: address and names.
     *
     * @param prefix of their names, another one for each load that runs at a time
     */
    List<String> streams(String prefix, int publishers, int players) throws IOException;

    /** The URL of HTTP-FLV, with the stream as {@code %s}. */
    Optional<String> flv();

    @Override
    void close();
}
