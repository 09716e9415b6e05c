/** The most streams that the server takes in one message. */
const MOST_STREAMS = 32;
/** Between two updates of a stream that are further apart nobody knows what happened; in milliseconds. */
const LONGEST_STEP = 10_000;
/** The shortest silence and the shortest standstill that count as a gap, in milliseconds. */
const AUDIO_GAP = 200;
const VIDEO_GAP = 500;

/**
 * Adds up what tags and pushes tell of their streams, for the server's records: sums over a window, one message for all streams of a room. It
 * has no timer: whoever tells of a stream after the window's end is who sends it.
 */
export class QualityReport {
  /**
   * @param {number} every milliseconds; 0 for never
   * @param {() => number} now milliseconds
   * @param {(roomID: string, fields: {windowMs: number, streams: object[]}) => void} send
   */
  constructor(every, now, send) {
    this._every = every;
    this._now = now;
    this._send = send;
    /** @type {Map<string, {since: number, streams: Map<string, object>}>} */
    this._rooms = new Map();
    /** The last update of each stream, whatever the window. @type {Map<string, {at: number, audio: boolean, video: boolean}>} */
    this._seen = new Map();
  }

  /**
   * @param {"publish" | "play"} direction
   * @param {string} roomID
   * @param {string} streamID
   * @param {{video: {videoBitrate: number, videoFPS: number}, audio: {audioBitrate: number}}} stats rates since the last time
   */
  note(direction, roomID, streamID, { video, audio }) {
    if (!this._every) return;
    const now = this._now();
    const room = this._rooms.get(roomID) || { since: now, streams: new Map() };
    this._rooms.set(roomID, room);
    const key = `${direction} ${streamID}`;
    const seen = this._seen.get(key) || { at: now, audio: false, video: false };
    const passed = now - seen.at;
    if (passed > 0 && passed <= LONGEST_STEP) this._add(room, key, { direction, streamID }, passed, seen, video, audio);
    this._seen.set(key, { at: now, audio: seen.audio || audio.audioBitrate > 0, video: seen.video || video.videoFPS > 0 });
    if (now - room.since >= this._every) this._tell(roomID, room, now);
  }

  /** The user has left. @param {string} roomID */
  forget(roomID) {
    this._rooms.delete(roomID);
    if (!this._rooms.size) this._seen.clear();
  }

  _add(room, key, { direction, streamID }, passed, seen, video, audio) {
    const sum = room.streams.get(key) || { streamID, direction, bytes: 0, frames: 0, audioGapMs: 0, videoGapMs: 0 };
    room.streams.set(key, sum);
    // kbit/s times milliseconds are bits.
    sum.bytes += Math.max(0, ((video.videoBitrate + audio.audioBitrate) * passed) / 8);
    sum.frames += Math.max(0, (video.videoFPS * passed) / 1000);
    if (seen.audio && !audio.audioBitrate && passed > AUDIO_GAP) sum.audioGapMs += passed;
    if (seen.video && !video.videoFPS && passed > VIDEO_GAP) sum.videoGapMs += passed;
  }

  _tell(roomID, room, now) {
    const windowMs = Math.round(now - room.since);
    const whole = (value) => Math.round(value);
    const streams = [...room.streams.values()].slice(0, MOST_STREAMS).map((sum) => ({
      ...sum, bytes: whole(sum.bytes), frames: whole(sum.frames),
      audioGapMs: Math.min(whole(sum.audioGapMs), windowMs), videoGapMs: Math.min(whole(sum.videoGapMs), windowMs),
    }));
    this._rooms.set(roomID, { since: now, streams: new Map() });
    // A window in which the page slept says nothing.
    if (streams.length && windowMs <= 6 * this._every) this._send(roomID, { windowMs, streams });
  }
}
