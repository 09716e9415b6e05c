import { bytesOf } from "./video-encoding.js";

/**
 * @typedef {object} AacEncoding
 * @property {(samples: Float32Array, time: number) => void} encode one channel, time in milliseconds
 * @property {() => void} close
 *
 * @typedef {object} AacParts
 * @property {number} sampleRate
 * @property {number} bitrate
 * @property {(config: Uint8Array) => void} config told once, before the first frame
 * @property {(frame: Uint8Array, time: number) => void} frame
 * @property {(error: Error) => void} failed
 */

const settings = ({ sampleRate, bitrate }) => ({ codec: "mp4a.40.2", sampleRate, numberOfChannels: 1, bitrate, aac: { format: "aac" } });

/** @returns {Promise<boolean>} whether the browser brings an AAC encoder of its own */
export async function encodesAac(parts = { sampleRate: 48000, bitrate: 48000 }) {
  if (typeof AudioEncoder === "undefined") return false;
  return AudioEncoder.isConfigSupported(settings(parts)).then(({ supported }) => supported === true, () => false);
}

/** @param {AacParts} parts @returns {Promise<AacEncoding>} */
export async function openAac(parts) {
  if (await encodesAac(parts)) return nativeAac(parts);
  // A megabyte that most pages and all mini programs do without.
  const { openWasmAac } = await import("./parley-aac.mjs");
  return openWasmAac(parts);
}

function nativeAac(parts) {
  const encoder = new AudioEncoder({
    output: (chunk, meta) => {
      const description = meta && meta.decoderConfig && meta.decoderConfig.description;
      if (description) parts.config(bytesOf(description));
      const frame = new Uint8Array(chunk.byteLength);
      chunk.copyTo(frame);
      parts.frame(frame, chunk.timestamp / 1000);
    },
    error: parts.failed,
  });
  encoder.configure(settings(parts));
  return {
    encode(samples, time) {
      if (encoder.state !== "configured") return;
      const data = new AudioData({
        format: "f32-planar", sampleRate: parts.sampleRate, numberOfChannels: 1, numberOfFrames: samples.length,
        timestamp: Math.round(time * 1000), data: samples,
      });
      encoder.encode(data);
      data.close();
    },
    close: () => encoder.state !== "closed" && encoder.close(),
  };
}
