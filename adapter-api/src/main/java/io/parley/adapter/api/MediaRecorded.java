package io.parley.adapter.api;

import java.io.Serializable;

/**
 * The recording of an accepted publication is over, or one that an earlier process did not finish has been made whole.
 *
 * @param id the publication, as the listener had returned it
 * @param file relative to the directory of recordings
 * @param outcome the way in which it ended
 * @param bytes length of the file
 * @param durationMs of media time, milliseconds
 * @param gaps places where media was left out because the disk was too slow
 * @param sha256 of the file, lower-case hexadecimal; empty when it could not be read
 */
public record MediaRecorded(long id, String file, Outcome outcome, long bytes, long durationMs, int gaps, String sha256)
        implements Serializable {

    /** The way in which a recording ended. */
    public enum Outcome {
        /** With its publication. */
        COMPLETE,
        /** With the process; what was written up to the last whole message is kept. */
        RECOVERED,
        /** The disk refused; what was written before is kept. */
        FAILED
    }
}
