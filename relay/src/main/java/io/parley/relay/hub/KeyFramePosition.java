package io.parley.relay.hub;

/** Position in a log at which decoding can begin, with the sequence headers valid there. */
record KeyFramePosition(Segment segment, int entry, SequenceHeaders headers) {

    long sequence() {
        return segment.sequence(entry);
    }

    int timestamp() {
        return segment.timestamp(entry);
    }
}
