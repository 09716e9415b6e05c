package io.parley.relay.hub;

/**
 * State of a player. Read from other threads, so a little old and not quite of one moment.
 *
 * @param lagMs media that is there and not yet handed to its socket, in milliseconds, when last looked at
 * @param skips times that it was moved forward, or video was left out, because it was too slow
 * @param frames video frames handed to its socket
 * @param firstMediaMs from joining to the first media handed to its socket, -1 before that
 * @param uncounted bytes that its session has not been told of yet
 */
record PlayerSnapshot(int lagMs, int skips, long frames, int firstMediaMs, int uncounted) {}
