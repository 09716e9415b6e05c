// Plays an FLV stream in a video element. Built as its own module, so that only pages that play carry mpegts.js.

// Measured against a live source: the start from the newest group of pictures, then catching up by speed, keeps about 0.2 s in the buffer.
// The chase by jumping is for what speed cannot make good, such as a laptop that slept.
const LIVE = Object.freeze({
  enableStashBuffer: false,
  lazyLoad: false,
  autoCleanupSourceBuffer: true,
  liveSync: true,
  liveSyncMaxLatency: 0.4,
  liveSyncTargetLatency: 0.2,
  liveSyncPlaybackRate: 1.5,
  liveBufferLatencyChasing: true,
  liveBufferLatencyMaxLatency: 2,
  liveBufferLatencyMinRemain: 0.4,
});

let loading = null;

/** mpegts.js is a classic script; it is taken from beside this module unless the page brought it. */
function mpegts() {
  if (globalThis.mpegts) return Promise.resolve(globalThis.mpegts);
  if (!loading) {
    loading = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL("./mpegts.js", import.meta.url).href;
      script.onload = () => resolve(globalThis.mpegts);
      script.onerror = () => {
        loading = null;
        reject(new Error(`cannot load ${script.src}`));
      };
      document.head.append(script);
    });
  }
  return loading;
}

/**
 * @param {HTMLVideoElement} video
 * @param {string} url ws(s) or http(s)
 * @param {{hasAudio?: boolean, hasVideo?: boolean, broke?: (cause: string) => void}} [options] `broke` is called once, when the stream
 *   ends or fails; a WebSocket does not tell the two apart
 * @returns {Promise<{destroy(): void, received(): number}>} `received` is about how many bytes came, by mpegts.js's own word on its speed
 */
export async function attachFlv(video, url, options = {}) {
  const { createPlayer, Events, LoggingControl, isSupported } = await mpegts();
  if (!isSupported()) throw new Error("this browser has no Media Source Extensions");
  LoggingControl.enableVerbose = false;
  LoggingControl.enableDebug = false;
  const { broke = () => {}, ...tracks } = options;
  const player = createPlayer({ type: "flv", isLive: true, cors: true, url: absolute(url), ...tracks }, { ...LIVE });
  let over = false;
  const end = (cause) => {
    if (over) return;
    over = true;
    broke(cause);
  };
  player.on(Events.ERROR, (type, detail) => end(`${type}: ${detail}`));
  player.on(Events.LOADING_COMPLETE, () => end("LOADING_COMPLETE"));
  let received = 0;
  let countedAt = performance.now();
  player.on(Events.STATISTICS_INFO, ({ speed = 0 }) => {
    const now = performance.now();
    received += (speed * 1024 * (now - countedAt)) / 1000;
    countedAt = now;
  });
  player.attachMediaElement(video);
  player.load();
  startPlaying(video);
  const gaps = setInterval(() => jumpGap(video), 250);
  return {
    received: () => received,
    destroy() {
      over = true;
      clearInterval(gaps);
      player.destroy();
    },
  };
}

function absolute(url) {
  return new URL(url, document.baseURI).href;
}

/** Without a click on the page a browser refuses sound, but not picture. */
function startPlaying(video) {
  const started = video.play();
  if (!started) return;
  started.catch((refusal) => {
    if (refusal.name !== "NotAllowedError" || video.muted) return;
    video.muted = true;
    video.dispatchEvent(new CustomEvent("soundblocked"));
    video.play().catch(() => {});
  });
}

/** A hole in the timestamps would hold the picture for good: go to where the newest data begins. */
function jumpGap(video) {
  const { buffered } = video;
  if (video.paused || !buffered.length || video.readyState >= 3) return;
  const start = buffered.start(buffered.length - 1);
  if (video.currentTime < start && buffered.end(buffered.length - 1) - start > 0.2) video.currentTime = start + 0.05;
}
