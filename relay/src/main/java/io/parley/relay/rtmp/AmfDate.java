package io.parley.relay.rtmp;

/** An AMF0 date: milliseconds since 1970 and a time zone that is not in use. */
record AmfDate(double millis, short zone) {}
