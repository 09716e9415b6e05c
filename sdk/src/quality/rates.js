/** The time between two readings of a browser's counters, in milliseconds. */
export const READ_EVERY = 2_000;

/**
 * Rates between two readings of counters: the shape of publishQualityUpdate and playQualityUpdate.
 * @param {{videoBytes: number, audioBytes: number, frames: number, dropped: number, width: number, height: number}} now
 * @param {typeof now} before
 * @param {number} seconds
 */
export function rates(now, before, seconds) {
  const kbits = (field) => Math.round(((now[field] - before[field]) * 8) / seconds / 1000);
  const rate = (field) => Math.round(((now[field] - before[field]) / seconds) * 10) / 10;
  return {
    video: { videoBitrate: kbits("videoBytes"), videoFPS: rate("frames"), videoWidth: now.width, videoHeight: now.height, videoDroppedFPS: rate("dropped") },
    audio: { audioBitrate: kbits("audioBytes") },
  };
}
