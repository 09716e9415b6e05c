import { videoConfig, videoFrame } from "./flv.js";

const KEY_EVERY = 2_000;
const MAX_QUEUE = 3;

/** Levels 3.1, 4.0 and 5.1, and the macroblocks that a frame may have in each (H.264, table A-1). Encoders refuse a larger frame. */
const LEVELS = [[3_600, "1f"], [8_192, "28"], [36_864, "33"]];

function levelOf(width, height) {
  const blocks = Math.ceil(width / 16) * Math.ceil(height / 16);
  const [, level] = LEVELS.find(([most]) => blocks <= most) || LEVELS[LEVELS.length - 1];
  return level;
}

/** H.264 Constrained Baseline: every player there is decodes it, and no frame waits for a later one. */
function config(width, height, bitrate, framerate) {
  return {
    codec: `avc1.42e0${levelOf(width, height)}`,
    width, height, bitrate, framerate,
    bitrateMode: "variable", latencyMode: "realtime", avc: { format: "avc" },
  };
}

/** @returns {Promise<boolean>} whether this browser encodes H.264 */
export async function encodesVideo(width = 640, height = 360) {
  if (typeof VideoEncoder === "undefined") return false;
  return (await VideoEncoder.isConfigSupported(config(width, height, 800_000, 15))).supported === true;
}

/** Frames to FLV tags. */
export class VideoEncoding {
  /** @param {{frameRate: number, send: (tag: Uint8Array, key: boolean) => void, sized: (width: number, height: number) => void, failed: (error: Error) => void}} parts */
  constructor(parts) {
    this._parts = parts;
    this._encoder = null;
    this._size = "";
    this._bitrate = 0;
    this._keyAt = -Infinity;
    this._lastAt = -Infinity;
    this._config = "";
    this.wantKey = true;
  }

  /** @param {VideoFrame} frame stays the caller's @param {number} time milliseconds @param {number} bitrate @returns {boolean} false when it was left out */
  encode(frame, time, bitrate) {
    const width = frame.displayWidth & ~1;
    const height = frame.displayHeight & ~1;
    if (!width || !height) return false;
    const size = `${width}x${height}`;
    if (size !== this._size || bitrate !== this._bitrate || !this._encoder) this._configure(size, width, height, bitrate);
    if (this._encoder.encodeQueueSize >= MAX_QUEUE) return false;
    // FLV counts whole milliseconds, and no two frames may have the same one: after a pause of the page its frames come at once.
    if (time - this._lastAt < 1) return false;
    this._lastAt = time;
    const keyFrame = this.wantKey || time - this._keyAt >= KEY_EVERY;
    if (keyFrame) this._keyAt = time;
    this.wantKey = false;
    const stamped = new VideoFrame(frame, { timestamp: Math.round(time * 1000) });
    this._encoder.encode(stamped, { keyFrame });
    stamped.close();
    return true;
  }

  /** @param {number} frameRate frames per second */
  setFrameRate(frameRate) {
    this._parts.frameRate = frameRate;
    this._bitrate = 0; // configures the encoder anew at the next frame
  }

  _configure(size, width, height, bitrate) {
    if (!this._encoder) {
      this._encoder = new VideoEncoder({ output: (chunk, meta) => this._encoded(chunk, meta), error: (error) => this._parts.failed(error) });
    }
    this._encoder.configure(config(width, height, bitrate, this._parts.frameRate));
    if (size !== this._size) {
      this.wantKey = true;
      this._parts.sized(width, height);
    }
    this._size = size;
    this._bitrate = bitrate;
  }

  _encoded(chunk, meta) {
    const time = chunk.timestamp / 1000;
    const description = meta && meta.decoderConfig && meta.decoderConfig.description;
    if (description) {
      const record = bytesOf(description);
      // Only a changed one is worth a message.
      if (String(record) !== this._config) this._parts.send(videoConfig(record, time), false);
      this._config = String(record);
    }
    const frame = new Uint8Array(chunk.byteLength);
    chunk.copyTo(frame);
    this._parts.send(videoFrame(frame, chunk.type === "key", time), chunk.type === "key");
  }

  close() {
    if (this._encoder && this._encoder.state !== "closed") this._encoder.close();
    this._encoder = null;
  }
}

/** @param {AllowSharedBufferSource} source @returns {Uint8Array} */
export function bytesOf(source) {
  return ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
}
