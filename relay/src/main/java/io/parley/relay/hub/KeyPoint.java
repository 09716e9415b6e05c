package io.parley.relay.hub;

/** Where in a log decoding can begin, and the headers that belong there. */
record KeyPoint(Segment segment, int entry, Headers headers) {

    long sequence() {
        return segment.sequence(entry);
    }

    int timestamp() {
        return segment.timestamp(entry);
    }
}
