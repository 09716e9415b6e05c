import { AppendQueue } from "./append-queue.js";
import { AudioTrack } from "./audio-track.js";
import { TIMESCALE, mimeType } from "./fragments.js";
import { AUDIO } from "./flv-tags.js";
import { VideoTrack } from "./video-track.js";

/** More than that is not kept for a page that has paused, in seconds: it goes on at the live edge anyway, and buffers are not endless. */
const LONGEST_PAUSE = 30;

/** One media source in a video element. Which tracks it has is settled in the beginning: browsers take no other later. */
export class MediaBuffers {
  /**
   * @param {HTMLVideoElement} video
   * @param {Map<number, object>} metas the format of each track, by the type of its tags
   * @param {number} base the stream's time at which the media begins, in milliseconds
   * @param {{opened: () => void, failed: (cause: string) => void}} to
   */
  constructor(video, metas, base, to) {
    this.base = base;
    /** @type {Map<number, VideoTrack | AudioTrack>} */
    this.tracks = new Map();
    this._queues = [];
    this._begin = 0;
    this._video = video;
    const Source = globalThis.MediaSource || globalThis.ManagedMediaSource;
    if (!globalThis.MediaSource) video.disableRemotePlayback = true;
    const source = new Source();
    this._url = URL.createObjectURL(source);
    source.addEventListener("sourceopen", () => {
      URL.revokeObjectURL(this._url);
      try {
        const buffers = [...metas].map(([type, meta]) => [type, meta, source.addSourceBuffer(mimeType(meta))]);
        for (const [type, meta, buffer] of buffers) this._add(type, meta, buffer, to.failed);
      } catch (error) {
        to.failed(`MediaError: ${error.message}`);
        return;
      }
      to.opened();
    }, { once: true });
    video.src = this._url;
  }

  _add(type, meta, buffer, failed) {
    const queue = new AppendQueue(buffer, (cause) => {
      if (this._queues.length) failed(cause);
    });
    buffer.addEventListener("updateend", () => this._appended());
    this._queues.push(queue);
    const append = (bytes, offset) => queue.append(bytes, offset);
    const track = type === AUDIO ? new AudioTrack(append, 0) : new VideoTrack(append, 0);
    track.describe(meta);
    this.tracks.set(type, track);
  }

  /** @param {number} time of the stream, in milliseconds */
  at(time) {
    return (time - this.base) * (TIMESCALE / 1000);
  }

  /** The stream's time that is shown, in milliseconds. */
  get position() {
    return this.base + this._video.currentTime * 1000;
  }

  /** @param {number} time of the stream to begin at, in milliseconds */
  beginAt(time) {
    this._begin = (time - this.base) / 1000;
  }

  /** Jumps to the beginning once it is there: browsers take no position before. */
  _appended() {
    const { buffered } = this._video;
    if (!this._queues.length || !this._begin || !buffered.length || buffered.end(buffered.length - 1) < this._begin) return;
    this._video.currentTime = this._begin;
    this._begin = 0;
  }

  trim() {
    const { buffered, currentTime, paused } = this._video;
    const now = paused && buffered.length ? Math.max(currentTime, buffered.end(buffered.length - 1) - LONGEST_PAUSE) : currentTime;
    for (const queue of this._queues) queue.trim(now);
  }

  /** Another one takes its place. */
  abandon() {
    this._queues = [];
  }

  /** Takes it out of the element. */
  close() {
    this.abandon();
    this._video.removeAttribute("src");
    this._video.load();
  }
}
