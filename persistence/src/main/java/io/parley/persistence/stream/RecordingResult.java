package io.parley.persistence.stream;

/**
 * The outcome of a recording.
 *
 * @param durationMs of media time, milliseconds
 * @param gaps how often media was left out
 * @param sha256 of the file, lower-case hexadecimal, empty when it could not be read
 */
public record RecordingResult(
        Recording.State state, String file, long bytes, long durationMs, int gaps, String sha256) {}
