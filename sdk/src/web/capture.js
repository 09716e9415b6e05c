// Cameras, microphones and screens as tracks and streams to publish.
import { Code } from "../api/codes.js";
import { EngineError } from "../api/errors.js";

const PICTURE = { width: 640, height: 360, frameRate: 15, bitrate: 800 };
const SCREEN = { width: 1280, height: 720, frameRate: 10, bitrate: 1500 };
/** The documented qualities 1 to 3; 4 is what the page gives itself. */
const QUALITIES = {
  1: { width: 320, height: 240, frameRate: 15, bitrate: 300 },
  2: { width: 640, height: 480, frameRate: 15, bitrate: 800 },
  3: { width: 1280, height: 720, frameRate: 20, bitrate: 1500 },
};
const SOUND_BITRATE = 48;

/** @typedef {{videoBitrate: number, audioBitrate: number, frameRate: number}} Encoding bits per second, frames per second */

/**
 * @param {object} [source] `{camera}`, `{screen}` or `{custom}`
 * @returns {Promise<{stream: MediaStream, encoding: Encoding}>}
 */
export async function openLocalStream({ camera, screen, custom } = {}) {
  const wanted = custom || (screen === true ? {} : screen) || camera || {};
  const encoding = encodingOf({ ...wanted, bitrate: wanted.bitrate || wanted.bitRate }, Boolean(screen));
  if (custom) return { stream: asStream(custom.source), encoding };
  if (screen) return { stream: await openScreen(wanted, wanted.audio ? wanted : null), encoding };
  const { audio = true, video = true, audioInput, videoInput } = wanted;
  const stream = await ask((devices) => devices.getUserMedia({
    audio: audio && microphone({ ...wanted, input: audioInput }),
    video: video && camcorder({ ...wanted, input: videoInput }),
  }));
  return { stream, encoding };
}

/**
 * @param {{videoQuality?: number, quality?: number, frameRate?: number | object, bitrate?: number, audioBitrate?: number}} wanted kbit/s
 * @param {boolean} [screen]
 * @returns {Encoding}
 */
export function encodingOf(wanted, screen = false) {
  const preset = presetOf(wanted, screen);
  return {
    videoBitrate: (wanted.bitrate || preset.bitrate) * 1000,
    audioBitrate: (wanted.audioBitrate || SOUND_BITRATE) * 1000,
    frameRate: numberOf(wanted.frameRate) || preset.frameRate,
  };
}

/** @param {object} [options] `input`, `ANS`, `AGC`, `AEC`, `channelCount` @returns {Promise<MediaStreamTrack>} */
export async function openMicrophone(options = {}) {
  return (await ask((devices) => devices.getUserMedia({ audio: microphone(options) }))).getAudioTracks()[0];
}

/** @param {object} [options] `input`, `quality`, `facingMode`, `width`, `height`, `frameRate` @returns {Promise<MediaStreamTrack>} */
export async function openCamera(options = {}) {
  return (await ask((devices) => devices.getUserMedia({ video: camcorder(options) }))).getVideoTracks()[0];
}

/** @param {object} [video] sizes and rates @param {object | null} [audio] its sound too, where the browser and the user allow it @returns {Promise<MediaStream>} */
export function openScreen(video = {}, audio = null) {
  return ask((devices) => devices.getDisplayMedia({ video: sizes(video, true), audio: audio ? processing(audio) : false }));
}

/** One other device of the same kind. @param {"audio" | "video"} kind @param {string} deviceID @param {MediaStreamTrack} [old] */
export function openDevice(kind, deviceID, old) {
  const { width, height, frameRate } = old ? old.getSettings() : {};
  return kind === "audio" ? openMicrophone({ input: deviceID }) : openCamera({ input: deviceID, width, height, frameRate });
}

/** @param {MediaStream | HTMLCanvasElement | HTMLMediaElement} source @returns {MediaStream} */
export function asStream(source) {
  if (source instanceof MediaStream) return source;
  if (source && typeof source.captureStream === "function") return source.captureStream();
  if (source && typeof source.mozCaptureStream === "function") return source.mozCaptureStream();
  throw new EngineError(Code.ARGUMENT_WRONG, "custom.source must be a MediaStream, or a canvas or video element");
}

/** @param {object} wanted a page's sizes and rates @param {boolean} [screen] @returns {MediaTrackConstraints} */
export function sizes(wanted, screen = false) {
  const { width, height, frameRate } = { ...presetOf(wanted, screen), ...defined(wanted) };
  return { width: range(width), height: range(height), frameRate: range(frameRate) };
}

/** @param {{ANS?: boolean, AGC?: boolean, AEC?: boolean, channelCount?: number}} wanted @returns {MediaTrackConstraints} */
export function processing({ ANS = true, AGC = true, AEC = true, channelCount }) {
  return { echoCancellation: AEC, noiseSuppression: ANS, autoGainControl: AGC, ...(channelCount ? { channelCount } : {}) };
}

const defined = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
const presetOf = ({ quality, videoQuality }, screen) => QUALITIES[quality || videoQuality] || (screen ? SCREEN : PICTURE);
const range = (value) => (typeof value === "object" ? value : { ideal: value });
const numberOf = (value) => (typeof value === "object" && value ? value.ideal || value.exact || value.max || value.min : value);

function microphone(options) {
  return { ...processing(options), ...(options.input ? { deviceId: { exact: options.input } } : {}) };
}

function camcorder(options) {
  const { input, facingMode } = options;
  return { ...sizes(options), ...(input ? { deviceId: { exact: input } } : {}), ...(facingMode ? { facingMode } : {}) };
}

/** @template T @param {(devices: MediaDevices) => Promise<T>} request @returns {Promise<T>} */
async function ask(request) {
  if (!globalThis.navigator || !navigator.mediaDevices) {
    throw new EngineError(Code.PUBLISH_DEVICE, "no camera and microphone here: browsers give them to pages by HTTPS or of localhost only");
  }
  try {
    return await request(navigator.mediaDevices);
  } catch (error) {
    throw new EngineError(Code.PUBLISH_DEVICE, `${error.name}: ${error.message}`, JSON.stringify({ reason: error.name }));
  }
}
