// The abilities of this browser that a call needs, and what goes without each.
import { encodesAac, encodesVideo } from "../sdk/parley-publisher.mjs";

/** @returns {Promise<{name: string, state: "yes" | "partly" | "no"}[]>} texts: `feature_<name>` and, unless yes, `without_<name>` */
export async function features() {
  const secure = isSecureContext && Boolean(navigator.mediaDevices);
  const plays = typeof MediaSource !== "undefined" && MediaSource.isTypeSupported('video/mp4; codecs="avc1.42E01E,mp4a.40.2"');
  const video = await encodesVideo().catch(() => false);
  const audio = await encodesAac().catch(() => false);
  const wasm = typeof WebAssembly !== "undefined" && typeof AudioWorkletNode !== "undefined";
  const frames = typeof MediaStreamTrackProcessor !== "undefined";
  return [
    { name: "play", state: plays ? "yes" : "no" },
    { name: "devices", state: secure ? "yes" : "no" },
    { name: "video", state: video ? "yes" : "no" },
    { name: "audio", state: audio ? "yes" : wasm ? "partly" : "no" },
    { name: "frames", state: frames ? "yes" : "partly" },
  ];
}
