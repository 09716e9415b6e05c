package io.parley.bench.peer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A server that is there to be measured. */
interface LoadedServer extends AutoCloseable {

    /** The process to be accounted for, with its children. */
    long pid();

    /**
     * What the load generator has to be told about streams: where they are, and what they are called.
     *
     * @param prefix of their names, another one for each load that runs at a time
     */
    List<String> streams(String prefix, int publishers, int players) throws IOException;

    /** Where it plays HTTP-FLV, with the stream as {@code %s}. */
    Optional<String> flv();

    @Override
    void close();
}
