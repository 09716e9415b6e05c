// Sound of audio tracks in blocks, with times of the page's clock.

/** Beyond this the two clocks did not drift: one of them stood still. */
const JUMP_MS = 150;

/** The text of parley-capture-worklet.js, put here by the build. */
/* global CAPTURE_WORKLET */

/** @param {AudioWorklet} audioWorklet */
async function addWorklet(audioWorklet) {
  try {
    await audioWorklet.addModule(new URL("./parley-capture-worklet.js", import.meta.url).href);
  } catch (error) {
    // Bundlers leave the file behind, or put another one there. A content security policy may forbid this way, and then there is none.
    const url = URL.createObjectURL(new Blob([CAPTURE_WORKLET], { type: "text/javascript" }));
    try {
      await audioWorklet.addModule(url);
    } catch {
      throw error;
    } finally {
      URL.revokeObjectURL(url);
    }
  }
}

export class AudioBlocks {
  /** @param {(samples: Float32Array, time: number) => void} onBlock time in milliseconds of performance.now() */
  constructor(onBlock) {
    this._onBlock = onBlock;
    this._context = null;
    this._source = null;
    this._gain = null;
    this._node = null;
    /** What is mixed in. @type {Map<MediaStream, {source: AudioNode, gain: GainNode}>} */
    this._mixed = new Map();
    this._volume = 1;
    this._skew = null;
    this._over = false;
    this.muted = false;
  }

  /** @returns {Promise<number>} the sample rate */
  async open() {
    const context = new AudioContext({ latencyHint: "interactive" });
    this._context = context;
    await addWorklet(context.audioWorklet);
    if (this._over) return context.sampleRate;
    this._node = new AudioWorkletNode(context, "parley-capture", { numberOfInputs: 1, numberOfOutputs: 1 });
    this._node.port.onmessage = ({ data }) => this._receive(data);
    this._gain = new GainNode(context, { gain: this._volume });
    this._gain.connect(this._node);
    // Only what leads somewhere is run; nothing is written to it, so nothing is heard.
    this._node.connect(context.destination);
    // Without a click on the page it may wait, unless the page may use the microphone.
    context.resume().catch(() => {});
    return context.sampleRate;
  }

  /** @param {MediaStreamTrack | null} track */
  listenTo(track) {
    if (this._source) this._source.disconnect();
    this._source = track && this._context ? this._context.createMediaStreamSource(new MediaStream([track])) : null;
    if (this._source) this._source.connect(this._gain);
  }

  /** @param {number} volume of the track alone; 1 leaves it as it is */
  setVolume(volume) {
    this._volume = volume;
    if (this._gain) this._gain.gain.value = volume;
  }

  /** Adds the sound of a stream, or changes its volume. @param {MediaStream} stream @param {number} volume 1 leaves it as it is */
  mix(stream, volume) {
    if (!this._node || !stream.getAudioTracks().length) return;
    let mixed = this._mixed.get(stream);
    if (!mixed) {
      mixed = { source: this._context.createMediaStreamSource(stream), gain: new GainNode(this._context) };
      mixed.source.connect(mixed.gain).connect(this._node);
      this._mixed.set(stream, mixed);
    }
    mixed.gain.gain.value = volume;
  }

  /** @param {MediaStream} stream */
  unmix(stream) {
    const mixed = this._mixed.get(stream);
    if (!mixed) return;
    mixed.source.disconnect();
    mixed.gain.disconnect();
    this._mixed.delete(stream);
  }

  _receive({ samples, time }) {
    if (this._over) return;
    const skew = performance.now() - this._context.currentTime * 1000;
    if (this._skew === null || Math.abs(skew - this._skew) > JUMP_MS) this._skew = skew;
    if (this.muted) samples.fill(0);
    this._onBlock(samples, time * 1000 + this._skew);
  }

  close() {
    this._over = true;
    if (this._source) this._source.disconnect();
    if (this._context) this._context.close().catch(() => {});
  }
}
