// The AAC encoder for browsers that have none. A module of its own, because of its size and its licence (see NOTICE).
import { registerAacEncoder } from "@mediabunny/aac-encoder";
import { registered } from "./mediabunny-names.js";

/** More blocks than this waiting for the encoder's worker are left out: late sound is worth nothing. */
const MAX_WAITING = 40;

/** @param {import("./aac.js").AacParts} parts @returns {Promise<import("./aac.js").AacEncoding>} */
export async function openWasmAac({ sampleRate, bitrate, config, frame, failed }) {
  registerAacEncoder();
  const encoder = new (registered())();
  let configured = false;
  let first = null;
  let offset = 0;
  let blocks = 0;
  encoder.codec = "aac";
  encoder.config = { codec: "mp4a.40.2", sampleRate, numberOfChannels: 1, bitrate };
  encoder.onPacket = (packet, meta) => {
    const description = meta && meta.decoderConfig && meta.decoderConfig.description;
    if (description && !configured) {
      configured = true;
      config(description);
    }
    // The encoder counts samples from the first one; what was left out or drifted since is added.
    frame(packet.data, packet.timestamp * 1000 + offset);
  };
  await encoder.init();
  let last = Promise.resolve();
  let waiting = 0;
  let over = false;
  return {
    encode(samples, time) {
      if (over || waiting >= MAX_WAITING) return;
      first ??= time;
      offset = time - (first + (blocks++ * samples.length * 1000) / sampleRate);
      waiting++;
      const sample = {
        timestamp: first / 1000,
        numberOfFrames: samples.length,
        allocationSize: () => samples.byteLength,
        copyTo: (target) => target.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)),
      };
      last = last.then(() => (over ? undefined : encoder.encode(sample))).catch((error) => !over && failed(error)).finally(() => waiting--);
    },
    close() {
      over = true;
      encoder.close();
    },
  };
}
