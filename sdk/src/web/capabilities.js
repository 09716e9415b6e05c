// What a browser can do of what a call needs.
import { encodesVideo } from "../publisher/video-encoding.js";

const CHECKS = {
  webRTC: async () => plays() && typeof WebSocket !== "undefined",
  customCapture: async () => typeof HTMLCanvasElement !== "undefined" && "captureStream" in HTMLCanvasElement.prototype,
  camera: () => mayUse("video"),
  microphone: () => mayUse("audio"),
  screenSharing: async () => Boolean(navigator.mediaDevices && navigator.mediaDevices.getDisplayMedia),
  H264: async () => plays() && encodesVideo(),
  VP8: async () => false,
  H265: async () => false,
};
const CODECS = ["H264", "VP8", "H265"];

const plays = () => typeof MediaSource !== "undefined" && MediaSource.isTypeSupported('video/mp4; codecs="avc1.42E01E,mp4a.40.2"');

async function mayUse(kind) {
  if (!navigator.mediaDevices) throw new DOMException("pages by HTTPS or of localhost only", "SecurityError");
  const stream = await navigator.mediaDevices.getUserMedia({ [kind]: true });
  for (const track of stream.getTracks()) track.stop();
  return true;
}

/**
 * `webRTC` stands for playing a call at all, and `videoCodec.H264` for publishing one too. Asks for the camera and the microphone, as the
 * documented call does, unless only another one is checked.
 * @param {string} [only] the name of one check
 * @returns {Promise<object>} the documented shape, and `code` and `msg` as in a mini program
 */
export async function checkBrowser(only) {
  const errInfo = {};
  const check = async (name) => {
    try {
      return await CHECKS[name]();
    } catch (error) {
      errInfo[name] = { name: error.name, message: error.message };
      return false;
    }
  };
  const names = only === undefined ? Object.keys(CHECKS) : [only].filter((name) => name in CHECKS);
  // One after the other: two questions for devices at once confuse people.
  const results = {};
  for (const name of names) results[name] = await check(name);
  const { H264, VP8, H265, ...rest } = results;
  const code = plays() ? 0 : 10001;
  return {
    ...rest, ...(names.some((name) => CODECS.includes(name)) ? { videoCodec: { H264: H264 === true, VP8: VP8 === true, H265: H265 === true } } : {}),
    result: only === undefined ? results.webRTC : results[only] === true, errInfo,
    code, msg: code ? "this browser cannot play H.264 and AAC through Media Source Extensions" : "",
  };
}
