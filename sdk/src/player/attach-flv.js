// Plays an FLV stream in a video element. Built as its own module, so that only pages that play carry the demuxer.
import { requestFlv } from "./flv-request.js";
import { AUDIO, FlvTags, SCRIPT, VIDEO, bodyOf } from "./flv-tags.js";
import { LivePlayer } from "./live-player.js";
import { readMetadata } from "./script-data.js";

/**
 * @param {HTMLVideoElement} video
 * @param {string} url ws(s) or http(s)
 * @param {{hasAudio?: boolean, hasVideo?: boolean, broke?: (cause: string) => void, described?: (metadata: Record<string, number | boolean>) => void}} [options]
 *   `broke` is called once, when the stream ends or fails; a WebSocket does not tell the two apart. `described` is told each onMetaData
 * @returns {Promise<{destroy(): void, received(): number}>} `received` is how many bytes came
 */
export async function attachFlv(video, url, options = {}) {
  if (!globalThis.MediaSource && !globalThis.ManagedMediaSource) throw new Error("this browser has no Media Source Extensions");
  const { broke = () => {}, described = () => {}, hasAudio, hasVideo } = options;
  const refused = new Set([...(hasAudio === false ? [AUDIO] : []), ...(hasVideo === false ? [VIDEO] : [])]);
  let over = false;
  let received = 0;
  const end = (cause) => {
    if (over) return;
    over = true;
    request.close();
    broke(cause);
  };
  const describe = (tag) => {
    const metadata = readMetadata(bodyOf(tag));
    if (metadata) described(metadata);
  };
  const player = new LivePlayer(video, { failed: end, play: () => startPlaying(video) });
  const tags = new FlvTags({
    opened: ({ audio, video: picture }) => player.expect([...(audio ? [AUDIO] : []), ...(picture ? [VIDEO] : [])].filter((type) => !refused.has(type))),
    tag: (tag) => {
      if (!over && tag.type === SCRIPT) describe(tag);
      if (!over && (tag.type === AUDIO || tag.type === VIDEO) && !refused.has(tag.type)) player.push(tag);
    },
  });
  const request = requestFlv(new URL(url, document.baseURI).href, {
    data: (piece) => {
      received += piece.byteLength;
      try {
        tags.push(piece);
      } catch (error) {
        end(`MediaError: ${error.message}`);
      }
    },
    ended: end,
  });
  return {
    received: () => received,
    destroy() {
      over = true;
      request.close();
      player.close();
    },
  };
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
