import { Code } from "../api/codes.js";
import { EngineError } from "../api/errors.js";
import { rates, READ_EVERY } from "../quality/rates.js";

// The server gave the stream to a newer connection of the same user: coming back would take it away again, without end.
const TAKEN = "replaced";
// The server ended it and says by signalling why.
const ENDED = "commanded";

/** One local stream on its way to the server, over as many connections as it takes. */
export class BrowserPush {
  /** @param {MediaStream} stream @param {object} options @param {(stats: object) => void} tell */
  constructor(stream, options, tell) {
    this.stream = stream;
    this._options = { ...options };
    this._tell = tell;
    this._muted = { video: false, audio: false };
    this._volume = 1;
    /** @type {Map<MediaStream, number>} */
    this._mix = new Map();
    this._publishing = null;
    this._turn = 0;
    this._abort = new AbortController();
    this._timer = undefined;
  }

  /** @param {import("../core/stream-session.js").StreamSession} run @param {string} url */
  async show(run, url) {
    const turn = ++this._turn;
    // Loaded when it is first needed: a page that only plays does not pay for it.
    const { encodesVideo, publishFlv } = await import("./parley-publisher.mjs");
    if (this.stream.getVideoTracks().length && !(await encodesVideo())) {
      throw new EngineError(Code.PUBLISH_DEVICE, "this browser cannot encode H.264 (WebCodecs)", JSON.stringify({ reason: "NO_ENCODER" }));
    }
    const broke = (cause) => {
      if (turn === this._turn) this._broke(run, cause);
    };
    // Not awaited: that the server accepts is told by its own word, and that it does not by `broke`.
    if (turn !== this._turn) return;
    this._abort = new AbortController();
    publishFlv(this.stream, url, { ...this._options, volume: this._volume, signal: this._abort.signal, broke }).then(
      (publishing) => {
        if (turn !== this._turn) publishing.stop();
        else this._opened(publishing);
      },
      (error) => broke(error.message),
    );
  }

  _opened(publishing) {
    this._publishing = publishing;
    publishing.muteVideo(this._muted.video);
    publishing.muteAudio(this._muted.audio);
    publishing.setVolume(this._volume);
    for (const [stream, volume] of this._mix) publishing.mix(stream, volume);
    let before = publishing.figures();
    let at = performance.now();
    this._timer = setInterval(() => {
      const figures = publishing.figures();
      const now = performance.now();
      this._tell(stats(figures, before, (now - at) / 1000));
      before = figures;
      at = now;
    }, READ_EVERY);
  }

  _broke(run, cause) {
    this.hide();
    const reason = JSON.stringify({ reason: cause });
    if (cause === TAKEN) run.stop(Code.PUBLISH_CONNECTION_LOST, reason);
    else if (cause !== ENDED) run.broke(reason);
  }

  hide() {
    this._turn++;
    clearInterval(this._timer);
    // Also when it is not accepted yet: it must not be so later, when the next one is.
    this._abort.abort();
    this._publishing = null;
  }

  /** @param {"video" | "audio"} kind @param {boolean} mute */
  mute(kind, mute) {
    if (this._muted[kind] === mute) return;
    this._muted[kind] = mute;
    if (!this._publishing) return;
    if (kind === "video") this._publishing.muteVideo(mute);
    else this._publishing.muteAudio(mute);
  }

  /** @param {"video" | "audio"} kind */
  isMuted(kind) {
    return this._muted[kind];
  }

  /** @param {number} volume 1 leaves it as it is */
  setVolume(volume) {
    this._volume = volume;
    if (this._publishing) this._publishing.setVolume(volume);
  }

  /** @param {MediaStream} stream @param {number} volume 0 leaves it out */
  mix(stream, volume) {
    this._mix.set(stream, volume);
    if (this._publishing) this._publishing.mix(stream, volume);
  }

  /** @param {MediaStream[]} [streams] all without it */
  unmixAll(streams = [...this._mix.keys()]) {
    for (const stream of streams) {
      this._mix.delete(stream);
      if (this._publishing) this._publishing.unmix(stream);
    }
  }

  /** @param {{videoBitrate?: number, frameRate?: number}} settings */
  configure(settings) {
    Object.assign(this._options, settings);
    if (this._publishing) this._publishing.configure(settings);
  }

  tracksChanged() {
    if (this._publishing) this._publishing.tracksChanged().catch((error) => console.warn(`parley-engine: ${error.message}`));
  }
}

function stats(now, before, seconds) {
  const { video, audio } = rates(now, before, seconds);
  return { video: { ...video, videoTargetBitrate: Math.round(now.videoBitrate / 1000) }, audio, waitingBytes: now.waiting };
}
