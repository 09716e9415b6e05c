package io.parley.relay.gate;

import io.parley.relay.config.RelayConfig;

/**
 * The gate's yes.
 *
 * <p>A stream is named by its key and its owner: publishers of one owner take each other over and keep their players, and
 * a player only ever gets the stream of the owner it was accepted for. So no player sees a stranger's stream because that
 * stranger was quicker to take over a key than the relay to end the old one.
 *
 * @param id the publication or playback id by which the relay reports the end and can be told to end it
 * @param owner the publisher of the stream, in numbers of the gate's own; 0 for gates that know no owners
 * @param firstFrame the beginning for a player that has not said what it wants
 * @param record true when a publication is written to disk, see {@link RelayConfig#withRecordings}
 */
public record Grant(long id, long owner, PlaybackStart firstFrame, boolean record) {

    /** With the start that suits calls, and not recorded. */
    public Grant(long id, long owner) {
        this(id, owner, PlaybackStart.FAST, false);
    }
}
