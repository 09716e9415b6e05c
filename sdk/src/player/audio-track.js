import AAC from "mpegts.js/src/remux/aac-silent.js";
import { TIMESCALE, initSegment, mediaSegment } from "./fragments.js";

/** Frames that come so many frames before or after their time are put where the last one ended: encoders' clocks are no better. */
const DRIFT = 3;

/** More than that is not filled: then the times are wrong. */
const LONGEST_SILENCE = 60 * TIMESCALE;

/** 20 ms of Opus that say nothing. */
const OPUS_SILENCE = new Uint8Array([0xfc, 0xff, 0xfe]);

/** The sound of a stream on its way to a source buffer. Media times are in units of {@link TIMESCALE}. */
export class AudioTrack {
  /** @param {(bytes: Uint8Array, offset?: number) => void} append @param {number} begin media time */
  constructor(append, begin) {
    this._append = append;
    this._number = 0;
    this._next = begin;
    this._meta = null;
    this._silence = null;
    /** False at the beginning and after silence: then the next frame is put at its own time. */
    this._goesOn = false;
  }

  /** @param {object} meta the format from the next frame on */
  describe(meta) {
    this._meta = meta;
    this._duration = (meta.refSampleDuration || 20) * (TIMESCALE / 1000);
    this._silence = silence(meta);
    const init = initSegment(meta);
    if (init) this._append(init);
  }

  /** @param {number} at media time @param {import("./track-demuxer.js").Frame} frame */
  add(at, frame) {
    const away = (at - this._next) / this._duration;
    if (away <= (this._goesOn ? -DRIFT : -0.5)) return;
    if (!this._goesOn || away >= DRIFT) {
      this.fill(at);
      this._next = Math.max(this._next, at);
      this._goesOn = true;
    }
    this._put([frame]);
  }

  /** Puts silence where there is no sound. @param {number} until media time @returns {boolean} false when the format has none, or it would be too long */
  fill(until) {
    if (until - this._next > LONGEST_SILENCE) return false;
    const count = Math.floor((until - this._next) / this._duration);
    this._goesOn = false;
    if (count > 0 && this._silence) this._put(new Array(count).fill({ units: [this._silence], size: this._silence.length }));
    return this._silence !== null;
  }

  _put(frames) {
    const begin = this._next;
    const placed = frames.map(({ units, size }, i) => {
      const at = Math.round(begin + i * this._duration);
      return { at, duration: Math.round(begin + (i + 1) * this._duration) - at, shownAfter: 0, isKey: true, units, size };
    });
    this._next = begin + frames.length * this._duration;
    this._append(mediaSegment(this._meta, this._number++, placed), this._meta.codec === "mp3" ? begin / TIMESCALE : undefined);
  }
}

function silence({ codec, originalCodec, channelCount }) {
  if (codec === "opus") return OPUS_SILENCE;
  return /^mp4a/.test(codec) ? AAC.getSilentFrame(originalCodec || codec, channelCount) : null;
}
