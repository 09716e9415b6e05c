package io.parley.relay.gate;

/**
 * The end of a publication's recording, and its file.
 *
 * @param publicationId as given to {@link GateReply#accept}
 * @param file relative to the directory of recordings
 * @param outcome the way in which it ended
 * @param bytes length of the file
 * @param durationMs from its first to its last message, milliseconds of media time
 * @param gaps places where media was left out because the disk was too slow
 * @param sha256 of the file's bytes, in lower-case hexadecimal; empty when the file could not be read
 */
public record RecordingEnd(
        long publicationId, String file, Outcome outcome, long bytes, long durationMs, int gaps, String sha256) {

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
