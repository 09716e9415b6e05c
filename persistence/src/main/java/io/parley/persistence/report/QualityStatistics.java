package io.parley.persistence.report;

/**
 * Quality samples of a step, summed up.
 *
 * @param slot the step's number from 1
 * @param side PUBLISH or PLAY
 * @param source RELAY or CLIENT
 * @param windowMs the time that was sampled; gaps and stalls are parts of it
 * @param rttMs sum of rttSamples round trips; likewise lag
 */
public record QualityStatistics(
        long slot,
        String side,
        String source,
        long samples,
        long windowMs,
        long bytes,
        long frames,
        long audioGapMs,
        long videoGapMs,
        long stallMs,
        long rttMs,
        long rttSamples,
        long lagMs,
        long lagSamples) {}
