// FLV as a publisher writes it: a header, then tags, each with the length of the one before behind it.

const AUDIO = 8;
const VIDEO = 9;
const DATA = 18;

/** Names of this engine's own in onMetaData, 1 while the device is muted. */
export const CAMERA_MUTED = "cameraMuted";
export const MICROPHONE_MUTED = "microphoneMuted";

/** @param {boolean} audio @param {boolean} video @returns {Uint8Array} */
export function fileHeader(audio, video) {
  return Uint8Array.of(0x46, 0x4c, 0x56, 1, (audio ? 4 : 0) | (video ? 1 : 0), 0, 0, 0, 9, 0, 0, 0, 0);
}

/**
 * @param {Uint8Array} config AVCDecoderConfigurationRecord
 * @param {number} time milliseconds
 */
export function videoConfig(config, time) {
  return tag(VIDEO, time, Uint8Array.of(0x17, 0, 0, 0, 0), config);
}

/** @param {Uint8Array} frame NAL units with their lengths; shown when decoded, so there are no reordered frames @param {boolean} key */
export function videoFrame(frame, key, time) {
  return tag(VIDEO, time, Uint8Array.of(key ? 0x17 : 0x27, 1, 0, 0, 0), frame);
}

/** @param {Uint8Array} config AudioSpecificConfig */
export function audioConfig(config, time) {
  return tag(AUDIO, time, Uint8Array.of(0xaf, 0), config);
}

/** @param {Uint8Array} frame raw AAC */
export function audioFrame(frame, time) {
  return tag(AUDIO, time, Uint8Array.of(0xaf, 1), frame);
}

/** @param {Record<string, number>} values onMetaData @returns {Uint8Array} */
export function metadata(values, time) {
  const names = Object.keys(values);
  const name = "onMetaData";
  const body = new Uint8Array(3 + name.length + 5 + names.reduce((sum, each) => sum + 2 + each.length + 9, 0) + 3);
  const view = new DataView(body.buffer);
  let at = 0;
  const text = (value) => {
    view.setUint16(at, value.length);
    for (let i = 0; i < value.length; i++) body[at + 2 + i] = value.charCodeAt(i);
    at += 2 + value.length;
  };
  body[at++] = 2; // a string
  text(name);
  body[at++] = 8; // an array with names
  view.setUint32(at, names.length);
  at += 4;
  for (const each of names) {
    text(each);
    body[at++] = 0; // a number
    view.setFloat64(at, values[each]);
    at += 8;
  }
  body.set([0, 0, 9], at);
  return tag(DATA, time, new Uint8Array(0), body);
}

function tag(type, time, head, content) {
  const length = head.length + content.length;
  const bytes = new Uint8Array(11 + length + 4);
  const view = new DataView(bytes.buffer);
  const milliseconds = Math.max(0, Math.round(time)) >>> 0;
  view.setUint32(0, length);
  bytes[0] = type;
  // The lower three bytes of the time come first, the highest behind them.
  view.setUint32(4, ((milliseconds & 0xffffff) << 8) | (milliseconds >>> 24));
  bytes.set(head, 11);
  bytes.set(content, 11 + head.length);
  view.setUint32(11 + length, 11 + length);
  return bytes;
}
