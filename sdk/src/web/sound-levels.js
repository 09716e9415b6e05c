// Loudness of streams, from 0 to 100.

const LEAST_EVERY = 500;
const MOST_EVERY = 3_000;
/** Quieter than this, in dBFS, counts as silence. */
const FLOOR_DB = -60;

/** One reading of a stream's loudness whenever it is asked. */
class Meter {
  /** @param {AudioContext} context @param {MediaStreamTrack} track */
  constructor(context, track) {
    this.track = track;
    this._source = context.createMediaStreamSource(new MediaStream([track]));
    this._analyser = new AnalyserNode(context, { fftSize: 1024 });
    this._source.connect(this._analyser);
    this._samples = new Float32Array(1024);
  }

  read() {
    this._analyser.getFloatTimeDomainData(this._samples);
    let power = 0;
    for (const sample of this._samples) power += sample * sample;
    return levelOf(Math.sqrt(power / this._samples.length));
  }

  close() {
    this._source.disconnect();
  }
}

/** @param {number} amplitude effective, 0 to 1 @returns {number} 0 to 100, one step for each 0.6 dB */
export function levelOf(amplitude) {
  const decibels = 20 * Math.log10(Math.max(amplitude, 1e-9));
  return Math.round(Math.min(100, Math.max(0, (1 - decibels / FLOOR_DB) * 100)));
}

/** Tells the loudness of what is published and played. */
export class SoundLevels {
  /**
   * @param {() => {streamID: string, type: "push" | "pull", stream: MediaStream}[]} streams those of now
   * @param {(levels: {streamID: string, type: "push" | "pull", soundLevel: number}[]) => void} tell
   */
  constructor(streams, tell) {
    this._streams = streams;
    this._tell = tell;
    /** @type {Map<string, Meter>} */
    this._meters = new Map();
    this._context = null;
    this._timer = undefined;
  }

  /** @param {number} [every] milliseconds, 500 to 3000 @param {boolean} [inBackground] also while the page is hidden */
  start(every = 1_000, inBackground = false) {
    this.stop();
    this._context = new AudioContext();
    // Without a click on the page it waits, unless the page may use the microphone: then levels are 0 until it runs.
    this._context.resume().catch(() => {});
    this._timer = setInterval(() => {
      if (!document.hidden || inBackground) this._read();
    }, Math.min(MOST_EVERY, Math.max(LEAST_EVERY, every)));
  }

  stop() {
    clearInterval(this._timer);
    for (const meter of this._meters.values()) meter.close();
    this._meters.clear();
    if (this._context) this._context.close().catch(() => {});
    this._context = null;
  }

  _read() {
    const streams = this._streams();
    const levels = streams.map(({ streamID, type, stream }) => ({ streamID, type, soundLevel: this._level(`${type} ${streamID}`, stream) }));
    const named = new Set(streams.map(({ streamID, type }) => `${type} ${streamID}`));
    for (const [name, meter] of this._meters) {
      if (named.has(name)) continue;
      meter.close();
      this._meters.delete(name);
    }
    this._tell(levels);
  }

  _level(name, stream) {
    const [track] = stream.getAudioTracks();
    let meter = this._meters.get(name);
    if (meter && meter.track !== track) {
      meter.close();
      this._meters.delete(name);
      meter = undefined;
    }
    if (!track) return 0;
    if (!meter) {
      meter = new Meter(this._context, track);
      this._meters.set(name, meter);
    }
    return track.enabled ? meter.read() : 0;
  }
}
