package io.parley.relay.rtmp;

import java.util.List;

/** Something that must survive any input. */
public interface FuzzTarget {

    String name();

    List<byte[]> seeds();

    /** Bytes at the beginning of an input that are mostly left alone, because what follows is more interesting. */
    default int prefix() {
        return 0;
    }

    /** Bytes of an input behind that which are mostly enough. */
    default int typicalLength() {
        return 3_000;
    }

    /**
     * Feeds one input and throws when anything is wrong. Must do the same for the same input, so segmentation and
     * everything else that varies comes from the input.
     *
     * @return what happened, in numbers; inputs with which something new happens are mutated further
     */
    int run(byte[] input) throws Exception;
}
