/** Every wait of the engine, in milliseconds. Tests pass shorter ones. */
export const TIMINGS = Object.freeze({
  /** For a socket to open. */
  connect: 8000,
  /** The same while a lost stay can still be resumed: a try that hangs must not use up the server's patience. */
  connectAgain: 3000,
  /** For the answer to a request. */
  answer: 10000,
  /** From the loss of the link until reconnecting is given up. */
  reconnectLimit: 5 * 60 * 1000,
  /** First and longest wait between attempts to reconnect; each wait doubles the one before. */
  backoffFirst: 300,
  backoffLimit: 8000,
  /** The longest wait while a lost stay can still be resumed. */
  backoffInGrace: 2000,
  /** The longest wait of a logout for its answer; then the socket is closed anyway. */
  goodbye: 1000,
  /** For the server to see media after a tag got its URL. */
  mediaStart: 15000,
  /** The longest time that the server waits for a publisher to come back (its setting publisher-grace-ms), and a little more. */
  mediaGrace: 20_000,
  /** First wait before a tag gets a fresh URL; doubles with each try. */
  mediaRetryFirst: 500,
  mediaRetries: 5,
  /** The time between two reports to the server on the quality of streams. */
  qualityReport: 10_000,
  /** A page that never calls setData back is taken as rendered after this. */
  render: 1000,
});

/** @param {number} first @param {number} limit @param {number} attempt from 0 */
export function backoff(first, limit, attempt) {
  // Spread over half to full: clients that one broken server dropped together do not come back together.
  return Math.min(limit, first * 2 ** Math.min(attempt, 20)) * (0.5 + Math.random() / 2);
}
