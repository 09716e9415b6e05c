import { AUDIO, VIDEO } from "./flv-tags.js";
import { LiveDelay } from "./live-delay.js";
import { MediaBuffers } from "./media-buffers.js";
import { TrackDemuxer } from "./track-demuxer.js";

/** A track is taken for stopped when the other one is so far ahead and nothing of it came for so long, in milliseconds. */
const STOPPED = 300;
/** Silence reaches so far beyond the newest picture, in milliseconds: as far as to the next one. */
const SILENT_AHEAD = 80;
/** For a track that the stream's header names, the other one waits so long, in milliseconds. */
const WAIT = 400;
/** A media source is not replaced more often than that, in milliseconds. */
const REPLACED = 2_000;
/** Sound that is kept to begin with in another media source, in milliseconds. */
const SOUND_KEPT = 1_000;
/** Pictures since a key frame that are kept for the same. */
const MOST_PICTURES = 1_000;
/** A step of the times by more than that is another clock, in milliseconds: of an encoder that began anew, or of a broken one. */
const CLOCK_STEP = 10_000;
/** Media times are 32 bits; before they end, a new source begins. In milliseconds. */
const LONGEST = 4 * 24 * 3_600_000;
/** A stall that lasts so long, in milliseconds, with so much to play, in seconds, is ended by a jump. */
const STUCK = 300;
const ENOUGH = 0.4;
/**
 * How much earlier than they are needed frames have to come, in seconds. Browsers take sound from here long before it is heard: two buffers of the device,
 * which have up to 43 ms, and what is being decoded. With less, Chromium stops and waits for 200 ms of sound, which is far worse.
 */
const MARGINS = new Map([[AUDIO, 0.13], [VIDEO, 0.04]]);
/**
 * Sound comes later than the picture: it is encoded in blocks, and waits for the picture's packets. The picture may be shown so much before it, in
 * milliseconds (EBU R 37 allows 60; cameras are later than microphones by more than that), and comes and goes in steps.
 */
const MOST_AHEAD = 40;
const AHEAD_STEP = 2;
/** A change of speed whose change of pitch is not heard. */
const UNHEARD = 0.04;
/** Between two looks at the delay, in milliseconds. */
const LOOK = 100;

/** One track as it comes. */
class Incoming {
  constructor(type, player) {
    this.meta = null;
    /** @type {import("./track-demuxer.js").Frame[]} what a new media source begins with */
    this.kept = [];
    this.head = -Infinity;
    /** The time of the newest frame, unless nothing came since the clock began. @type {number | null} */
    this.last = null;
    this.cameAt = 0;
    this.demuxer = new TrackDemuxer(type, {
      described: (meta) => player._described(type, meta),
      frame: (frame) => player._frame(type, frame),
      failed: (cause) => player._fail(cause),
    });
  }

  /** Forgets what another clock timed. */
  restart() {
    this.kept = [];
    this.head = -Infinity;
    this.last = null;
  }
}

/**
 * Shows live media in a video element. While one track is silent the other goes on: the last picture is held, missing sound is silence. Only for a track that
 * was not there in the beginning is the media source replaced by another one, and that begins with what is kept here.
 */
export class LivePlayer {
  /** @param {HTMLVideoElement} video @param {{failed: (cause: string) => void, play: () => void}} to `play` starts the element */
  constructor(video, to) {
    this._video = video;
    this._to = to;
    this._expected = new Set();
    this._incoming = new Map();
    this._buffers = null;
    this._opened = false;
    this._replacedAt = -Infinity;
    this._restarted = false;
    this._delay = new LiveDelay(MARGINS);
    this._ahead = 0;
    this._started = false;
    this._lookedAt = 0;
    this._stuckAt = 0;
    this._wait = null;
    this._stalled = () => {
      // A jump waits, too.
      if (this._started && !video.seeking) this._delay.stalled(now());
    };
    this._played = () => { this._started = true; };
    this._broken = () => {
      if (video.error && this._buffers) this._fail(`MediaError: ${video.error.message}`);
    };
    video.addEventListener("waiting", this._stalled);
    video.addEventListener("playing", this._played);
    video.addEventListener("error", this._broken);
  }

  /** @param {Iterable<number>} types of tags of the tracks that are said to be there */
  expect(types) {
    this._expected = new Set(types);
  }

  /** @param {{type: number, bytes: ArrayBuffer}} tag of sound or picture */
  push({ type, bytes }) {
    if (!this._incoming.has(type)) this._incoming.set(type, new Incoming(type, this));
    this._incoming.get(type).demuxer.push(bytes);
  }

  close() {
    clearTimeout(this._wait);
    this._video.removeEventListener("waiting", this._stalled);
    this._video.removeEventListener("playing", this._played);
    this._video.removeEventListener("error", this._broken);
    const buffers = this._buffers;
    this._buffers = null;
    if (buffers) buffers.close();
    for (const { demuxer } of this._incoming.values()) demuxer.close();
    this._incoming.clear();
  }

  _fail(cause) {
    this._to.failed(cause);
  }

  _described(type, meta) {
    const track = this._incoming.get(type);
    track.meta = meta;
    track.kept = [];
    const open = this._track(type);
    if (open) open.describe(meta);
  }

  /** The track of the open media source. */
  _track(type) {
    return this._opened ? this._buffers.tracks.get(type) : undefined;
  }

  _frame(type, frame) {
    const track = this._incoming.get(type);
    if (!this._fits(track, frame.dts)) {
      // The other track may still come with the old clock.
      if (performance.now() - this._replacedAt < REPLACED) return;
      if (track.last !== null) this._restart();
    }
    track.last = frame.dts;
    keep(track, type, frame);
    track.head = Math.max(track.head, frame.dts);
    track.cameAt = performance.now();
    this._delay.arrived(type, (frame.dts + frame.cts - (type === VIDEO ? this._ahead : 0)) / 1000, now());
    if (!this._buffers) {
      this._begin();
      return;
    }
    if (!this._opened) return;
    const open = this._track(type);
    if (open) open.add(this._buffers.at(frame.dts - (type === VIDEO ? this._ahead : 0)), frame);
    const isNew = !open && track.kept.length > 0;
    if (isNew || frame.dts - this._buffers.base > LONGEST) this._replace();
    else this._fillOther(type, track.head);
    this._look();
  }

  /** Whether a frame's time goes on from those before. A track that was silent for long goes on where the other one is. */
  _fits({ last }, time) {
    const heads = [...this._incoming.values()].map(({ head }) => head).filter(Number.isFinite);
    const near = (other) => Math.abs(time - other) <= CLOCK_STEP;
    return !heads.length || near(Math.max(...heads)) || (last !== null && near(last));
  }

  /** Begins anew, as times go on somewhere else. */
  _restart() {
    this._replacedAt = performance.now();
    this._restarted = true;
    this._expected = new Set([...this._incoming].filter(([, { kept }]) => kept.length).map(([type]) => type));
    for (const track of this._incoming.values()) track.restart();
    this._delay = new LiveDelay(MARGINS);
    if (this._buffers) this._buffers.abandon();
    this._buffers = null;
    this._opened = this._started = false;
  }

  /** Begins when all that is expected is there, or has been waited for. */
  _begin() {
    const ready = [...this._expected].every((type) => this._incoming.get(type)?.kept.length);
    if (ready && this._expected.size) this._open();
    else if (this._wait === null) this._wait = setTimeout(() => this._open(), WAIT);
  }

  _replace() {
    if (performance.now() - this._replacedAt < REPLACED) return;
    this._open(this._buffers.position);
  }

  /** @param {number} [position] the stream's time to go on at */
  _open(position) {
    clearTimeout(this._wait);
    this._wait = null;
    const types = [...this._incoming].filter(([, { kept }]) => kept.length).map(([type]) => type);
    if (!types.length) return;
    const begins = types.map((type) => this._incoming.get(type).kept[0].dts);
    const base = Math.min(...begins);
    const stood = (position !== undefined || this._restarted) && this._video.paused;
    this._restarted = false;
    const old = this._buffers;
    this._buffers = null;
    this._opened = this._started = false;
    this._replacedAt = performance.now();
    if (old) old.abandon();
    const buffers = new MediaBuffers(this._video, new Map(types.map((type) => [type, this._incoming.get(type).meta])), base, {
      failed: (cause) => {
        if (this._buffers === buffers) this._fail(cause);
      },
      opened: () => {
        if (this._buffers === buffers) this._fillFirst(position);
      },
    });
    this._buffers = buffers;
    if (stood) this._video.pause();
    else this._to.play();
  }

  /** Frames that have come so far. */
  _fillFirst(position) {
    this._opened = true;
    for (const [type, track] of this._buffers.tracks) {
      for (const frame of this._incoming.get(type).kept) track.add(this._buffers.at(frame.dts), frame);
    }
    for (const [type, { head }] of this._incoming) this._fillOther(type, head);
    if (position > this._buffers.base) this._buffers.beginAt(position);
  }

  /** The other track may have stopped while this one goes on. */
  _fillOther(type, head) {
    const other = type === AUDIO ? VIDEO : AUDIO;
    const open = this._track(other);
    const incoming = this._incoming.get(other);
    if (!open || head - incoming.head < STOPPED || performance.now() - incoming.cameAt < STOPPED) return;
    // Then the sound, or the picture, may stop for a moment before this is known.
    this._delay.excuse(now());
    this._delay.arrived(other, head / 1000, now());
    if (open.fill(this._buffers.at(head + (other === AUDIO ? SILENT_AHEAD : 0)))) return;
    // What cannot be filled is left out.
    incoming.kept = [];
    this._replace();
  }

  /** Some browsers do not go on after a stall in which no new picture came, until they are moved. */
  _resumesLate(at) {
    const { readyState, buffered, currentTime } = this._video;
    if (readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) {
      this._stuckAt = at;
      return false;
    }
    if (buffered.length && at - this._stuckAt > STUCK && buffered.end(buffered.length - 1) - currentTime > ENOUGH) {
      this._stuckAt = at;
      this._video.currentTime = Math.max(currentTime, buffered.start(buffered.length - 1)) + 0.01;
    }
    return true;
  }

  _look() {
    const at = performance.now();
    if (at - this._lookedAt < LOOK) return;
    this._lookedAt = at;
    this._buffers.trim();
    if (!this._started || this._video.paused || this._video.seeking || this._resumesLate(at)) return;
    const spare = this._delay.ahead(VIDEO, AUDIO, at / 1000) * 1000;
    this._ahead = Math.min(Math.max(this._ahead + Math.min(Math.max(spare, -AHEAD_STEP), AHEAD_STEP), 0), MOST_AHEAD);
    const { rate, jump } = this._delay.advise(this._buffers.position / 1000, at / 1000);
    if (this._video.playbackRate !== rate) {
      // Keeping the pitch takes a browser more sound in advance than not keeping it. Of a few percent nobody hears it.
      this._video.preservesPitch = Math.abs(rate - 1) > UNHEARD;
      this._video.playbackRate = rate;
    }
    if (jump) this._video.currentTime += jump;
  }
}

const now = () => performance.now() / 1000;

/** Keeps what another media source would begin with. */
function keep(track, type, frame) {
  const { kept } = track;
  if (type === AUDIO) {
    while (kept.length && kept[0].dts < frame.dts - SOUND_KEPT) kept.shift();
  } else if (frame.isKey || kept.length === MOST_PICTURES) {
    kept.length = 0;
  }
  if (type === AUDIO || frame.isKey || kept.length) kept.push(frame);
}
