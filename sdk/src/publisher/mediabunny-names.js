// The encoder is an extension of the mediabunny library and imports these names of it, and nothing else. They stand here, so that the
// library itself is not shipped. How the encoder uses them is internal to it: its version is pinned.

export class CustomAudioEncoder {}

export class EncodedPacket {
  constructor(data, type, timestamp, duration) {
    Object.assign(this, { data, type, timestamp, duration });
  }
}

let encoder = null;

export function registerEncoder(constructor) {
  encoder = constructor;
}

/** The registered encoder. */
export const registered = () => encoder;

export const Logging = { _error: (message) => console.error(message) };
