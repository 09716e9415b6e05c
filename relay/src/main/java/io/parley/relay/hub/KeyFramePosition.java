package io.parley.relay.hub;

/** Where in a log decoding can begin, and the headers that belong there. */
record KeyFramePosition(Segment segment, int entry, SequenceHeaders headers) {

    long sequence() {
        return segment.sequence(entry);
    }

    int timestamp() {
        return segment.timestamp(entry);
    }
}
