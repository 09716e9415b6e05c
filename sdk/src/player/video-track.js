import { TIMESCALE, initSegment, mediaSegment } from "./fragments.js";

/**
 * How long a frame is shown when no other follows. Browsers take frames that do not follow on without a hole for a new beginning, and wait for a
 * key frame; and they do not go over a hole. The frame that follows ends it, whenever that is.
 */
const SHOWN = 0.5 * TIMESCALE;

/**
 * The same of a frame that stands while the camera is off, and how long before its end it is renewed. Chromium stops the sound when it has shown
 * nothing new for three seconds. A picture that comes back is late by as much as it was renewed early.
 */
const HELD = 1.5 * TIMESCALE;
const EARLY = 0.4 * TIMESCALE;

/** More frames than that are not decoded once more. */
const MOST_HELD = 300;

/** The pictures of a stream on their way to a source buffer. Media times are in units of {@link TIMESCALE}. */
export class VideoTrack {
  /** @param {(bytes: Uint8Array) => void} append @param {number} begin where the first frame begins at the latest, so that there is no hole before it */
  constructor(append, begin) {
    this._append = append;
    this._number = 0;
    this._last = begin - 1;
    this._end = begin;
    this._meta = null;
    /** The frames since the last key frame. */
    this._group = [];
  }

  /** @param {object} meta the format from the next key frame on */
  describe(meta) {
    this._meta = meta;
    this._group = [];
    this._append(initSegment(meta));
  }

  /** @param {number} at media time @param {import("./track-demuxer.js").Frame} frame */
  add(at, frame) {
    if (frame.isKey) this._group = [];
    else if (!this._group.length) return;
    this._group.push(frame);
    // A frame that left a hole before it begins earlier, and lasts as long.
    const begin = Math.max(Math.min(at, this._end), this._last + 1);
    this._put(begin, [{ frame, duration: Math.max(at - begin, 0) + SHOWN }]);
  }

  /**
   * Holds the last picture. It is decoded once more for that, with all that it depends on, in no visible time.
   * @param {number} until media time @returns {boolean} false when it cannot be held
   */
  fill(until) {
    if (until < this._end - EARLY) return true;
    if (!this._group.length || this._group.length > MOST_HELD) return false;
    const frames = this._group.map((frame) => ({ frame, duration: 1 }));
    // Where the last one ends: of frames that end one that is shown, Chromium does not take note in time.
    const begin = Math.max(this._end - frames.length, this._last + 1);
    frames[frames.length - 1].duration = Math.max(until - begin, 0) + HELD;
    this._put(begin, frames);
    return true;
  }

  _put(begin, frames) {
    let at = begin;
    const placed = frames.map(({ frame, duration }) => {
      const one = { at, duration, shownAfter: duration === 1 ? 0 : frame.cts * (TIMESCALE / 1000), isKey: frame.isKey, units: frame.units, size: frame.size };
      at += duration;
      return one;
    });
    this._last = placed[placed.length - 1].at;
    this._end = at;
    this._append(mediaSegment(this._meta, this._number++, placed));
  }
}
