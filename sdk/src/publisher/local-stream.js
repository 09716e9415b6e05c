// Cameras, microphones and screens as streams to publish.
import { Code } from "../api/codes.js";
import { EngineError } from "../api/errors.js";

const PICTURE = { width: 640, height: 360, frameRate: 15, bitrate: 800 };
const SCREEN = { width: 1280, height: 720, frameRate: 10, bitrate: 1500 };

/**
 * @param {object} [source] `{camera}`, `{screen}` or `{custom}`
 * @returns {Promise<{stream: MediaStream, options: {videoBitrate: number, audioBitrate: number, frameRate: number}}>}
 */
export async function openLocalStream({ camera, screen, custom } = {}) {
  const wanted = camera || screen || custom || {};
  const picture = { ...(screen ? SCREEN : PICTURE), ...defined(wanted) };
  const options = { videoBitrate: picture.bitrate * 1000, audioBitrate: (wanted.audioBitrate || 48) * 1000, frameRate: picture.frameRate };
  if (custom) return { stream: asStream(custom.source), options };
  requireDevices();
  try {
    const stream = screen
      ? await navigator.mediaDevices.getDisplayMedia({ video: size(picture), audio: screen.audio === true })
      : await navigator.mediaDevices.getUserMedia({ audio: microphone(wanted), video: cameraOf(wanted, picture) });
    return { stream, options };
  } catch (error) {
    throw deviceError(error);
  }
}

const defined = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const size = ({ width, height, frameRate }) => ({ width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: frameRate } });

function microphone({ audio = true, audioInput }) {
  if (!audio) return false;
  return { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...(audioInput ? { deviceId: { exact: audioInput } } : {}) };
}

function cameraOf({ video = true, videoInput, facingMode }, picture) {
  if (!video) return false;
  return { ...size(picture), ...(videoInput ? { deviceId: { exact: videoInput } } : {}), ...(facingMode ? { facingMode } : {}) };
}

function asStream(source) {
  if (source instanceof MediaStream) return source;
  if (source && typeof source.captureStream === "function") return source.captureStream();
  throw new EngineError(Code.ARGUMENT_WRONG, "custom.source must be a MediaStream, or a canvas or video element");
}

/** One other device of the same kind. @param {"audio" | "video"} kind @param {string} deviceID @param {MediaStreamTrack} [old] */
export async function openDevice(kind, deviceID, old) {
  requireDevices();
  const before = old ? old.getSettings() : {};
  const constraints = kind === "audio" ? microphone({ audioInput: deviceID }) : cameraOf({ videoInput: deviceID }, { ...PICTURE, ...defined(before) });
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ [kind]: constraints });
    return stream.getTracks()[0];
  } catch (error) {
    throw deviceError(error);
  }
}

/** @returns {Promise<{cameras: object[], microphones: object[], speakers: object[]}>} names are empty until the page may use a device */
export async function listDevices() {
  requireDevices();
  const all = await navigator.mediaDevices.enumerateDevices();
  const of = (kind) => all.filter((device) => device.kind === kind).map(({ deviceId, label }) => ({ deviceID: deviceId, deviceName: label }));
  return { cameras: of("videoinput"), microphones: of("audioinput"), speakers: of("audiooutput") };
}

function requireDevices() {
  if (!globalThis.navigator || !navigator.mediaDevices) {
    throw new EngineError(Code.PUBLISH_DEVICE, "no camera and microphone here: browsers give them to pages by HTTPS or of localhost only");
  }
}

function deviceError(error) {
  return new EngineError(Code.PUBLISH_DEVICE, `${error.name}: ${error.message}`, JSON.stringify({ reason: error.name }));
}
