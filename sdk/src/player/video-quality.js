import { rates, READ_EVERY } from "../quality/rates.js";

/** What only grows as long as the element has the same source. */
const COUNTED = ["frames", "videoBytes", "audioBytes", "dropped"];

/**
 * Reads the counters of a video element now and then and tells what they say, in the mini program's words. Not while the element is paused or
 * the page is hidden: then a browser decodes nothing, and nothing is wrong.
 * @param {HTMLVideoElement} video
 * @param {() => number} received bytes that came over the network, for browsers that do not count what they decode by kind
 * @param {(stats: object) => void} tell
 * @param {() => number} [now] milliseconds
 * @returns {() => void} ends it
 */
export function watchQuality(video, received, tell, now = () => performance.now()) {
  let before = null;
  let at = 0;
  // Counters begin anew when the element gets another source, and may be beyond the old ones at the next look.
  const anew = () => { before = null; };
  video.addEventListener("emptied", anew);
  const timer = setInterval(() => {
    const moment = now();
    if (video.paused || (typeof document !== "undefined" && document.hidden)) {
      before = null;
      return;
    }
    const figures = count(video, received());
    const wentOn = before && COUNTED.every((name) => figures[name] >= before[name]);
    if (wentOn) tell(rates(figures, before, (moment - at) / 1000));
    before = figures;
    at = moment;
  }, READ_EVERY);
  return () => {
    clearInterval(timer);
    video.removeEventListener("emptied", anew);
  };
}

function count(video, received) {
  const { totalVideoFrames = 0, droppedVideoFrames = 0 } = video.getVideoPlaybackQuality ? video.getVideoPlaybackQuality() : {};
  // Chromium's own counters; elsewhere everything that came counts as picture.
  const byKind = typeof video.webkitVideoDecodedByteCount === "number";
  return {
    videoBytes: byKind ? video.webkitVideoDecodedByteCount : received, audioBytes: byKind ? video.webkitAudioDecodedByteCount : 0,
    frames: totalVideoFrames - droppedVideoFrames, dropped: droppedVideoFrames, width: video.videoWidth, height: video.videoHeight,
  };
}
