import { PLAY, PUBLISH, StreamRun } from "./stream-run.js";

/** The pushes and plays of the user, by streamID. */
export class Streams {
  /**
   * @param {{host: object, timings: object, request: Function, linked: () => boolean, emit: Function}} parts
   */
  constructor(parts) {
    this._parts = parts;
    /** @type {Map<string, StreamRun>} */
    this.pushes = new Map();
    /** @type {Map<string, StreamRun>} */
    this.plays = new Map();
  }

  /** @param {object} fields @param {object} [tag] attach and detach @returns {StreamRun} */
  push(fields, tag = {}) {
    return this._open(this.pushes, PUBLISH, "publisherStateUpdate", fields, tag);
  }

  /** @param {object} fields @param {object} [tag] attach and detach @returns {StreamRun} */
  play(fields, tag = {}) {
    return this._open(this.plays, PLAY, "playerStateUpdate", fields, tag);
  }

  /** Ends a push here and, as soon as there is a connection, for everybody. @param {string} streamID @returns {boolean} */
  stopPush(streamID) {
    const run = this.pushes.get(streamID);
    if (!run) return false;
    run.stop();
    this.pushes.delete(streamID);
    // Refused or not, it is over for the page; the server ends what it still has with the stay.
    this._parts.request("unpublish", { streamID }).catch(() => {});
    return true;
  }

  /** Forgets a push that has ended by itself. @param {StreamRun} run */
  forgetPush(run) {
    if (this.pushes.get(run.streamID) === run) this.pushes.delete(run.streamID);
  }

  /** Ends a play here. The server sees the media connection close. @param {string} streamID @returns {boolean} */
  stopPlay(streamID) {
    const run = this.plays.get(streamID);
    if (!run) return false;
    run.stop();
    this.plays.delete(streamID);
    return true;
  }

  /** @param {{type: string, streamID: string, state: string, code: number, reason: string}} message publishState or playState */
  heard(message) {
    const run = (message.type === "publishState" ? this.pushes : this.plays).get(message.streamID);
    if (run) run.heardFromServer(message);
  }

  /** @param {string[]} live what the server has of the user's own streams */
  compareOwn(live) {
    for (const run of [...this.pushes.values()]) {
      if (live.includes(run.streamID)) run.runs();
      else if (run.state === PUBLISH.running) run.broke(JSON.stringify({ reason: "CONNECTION_LOST" }));
    }
  }

  renewAll() {
    for (const run of [...this.pushes.values(), ...this.plays.values()]) run.renew();
  }

  /** @param {number} code @param {string} extendedData */
  stopAll(code, extendedData) {
    const runs = [...this.pushes.values(), ...this.plays.values()];
    this.pushes.clear();
    this.plays.clear();
    for (const run of runs) run.stop(code, extendedData);
  }

  _open(runs, kind, event, fields, tag) {
    const { streamID } = fields;
    const previous = runs.get(streamID);
    if (previous) previous.stop();
    const { emit, ...parts } = this._parts;
    const say = (state, errorCode, extendedData) => emit(event, { streamID, state, errorCode, extendedData });
    const run = new StreamRun(kind, fields, { ...parts, ...tag, say });
    runs.set(streamID, run);
    return run;
  }
}
