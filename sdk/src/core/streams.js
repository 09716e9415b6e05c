import { PLAY, PUBLISH, StreamSession } from "./stream-session.js";

/** The pushes and plays of the user, by streamID. */
export class Streams {
  /**
   * @param {{host: object, timings: object, request: Function, linked: (roomID: string) => boolean, roomIDOf: (streamID: string) => string, emit: Function}} parts
   */
  constructor(parts) {
    this._parts = parts;
    /** @type {Map<string, StreamSession>} */
    this.pushes = new Map();
    /** @type {Map<string, StreamSession>} */
    this.plays = new Map();
  }

  /** @param {string} type @param {{roomID?: string}} fields @returns {Promise<any>} */
  request(type, fields) {
    return this._parts.request(type, fields);
  }

  /** @param {object} fields @param {object} [tag] attach and detach @returns {StreamSession} */
  push(fields, tag = {}) {
    return this._open(this.pushes, PUBLISH, "publisherStateUpdate", fields, tag);
  }

  /** @param {object} fields @param {object} [tag] attach and detach @returns {StreamSession} */
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
    this._parts.request("unpublish", { streamID, roomID: run.roomID }).catch(() => {});
    return true;
  }

  /** Forgets a push that has ended by itself. @param {StreamSession} run */
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
  stateChanged(message) {
    const run = (message.type === "publishState" ? this.pushes : this.plays).get(message.streamID);
    if (run) run.serverState(message);
  }

  /** @param {string[]} live what the server has of the user's own streams in a room @param {string} roomID */
  compareOwn(live, roomID) {
    for (const run of of(roomID, this.pushes)) {
      if (live.includes(run.streamID)) run.serverHas();
      else run.serverHasNot();
    }
  }

  /** @param {string[]} streamIDs that a room has now @param {string} roomID */
  came(streamIDs, roomID) {
    for (const run of of(roomID, this.plays)) if (streamIDs.includes(run.streamID)) run.streamCame();
  }

  /** @param {string} roomID */
  renewAll(roomID) {
    for (const run of of(roomID, this.pushes, this.plays)) run.renew();
  }

  /** @param {number} code @param {string} extendedData @param {string} roomID @returns {Set<string>} streamIDs of what played */
  stopAll(code, extendedData, roomID) {
    const pushes = of(roomID, this.pushes);
    const plays = of(roomID, this.plays);
    for (const { streamID } of pushes) this.pushes.delete(streamID);
    for (const { streamID } of plays) this.plays.delete(streamID);
    for (const run of [...pushes, ...plays]) run.stop(code, extendedData);
    return new Set(plays.map(({ streamID }) => streamID));
  }

  _open(runs, kind, event, fields, tag) {
    const { streamID } = fields;
    const previous = runs.get(streamID);
    if (previous) previous.stop();
    const { emit, linked, roomIDOf, ...parts } = this._parts;
    const roomID = fields.roomID || roomIDOf(streamID);
    const say = (state, errorCode, extendedData) => emit(event, { streamID, state, errorCode, extendedData });
    const run = new StreamSession(kind, { ...fields, roomID }, { ...parts, ...tag, linked: () => linked(roomID), say });
    runs.set(streamID, run);
    return run;
  }
}

/** @param {string} roomID @param {...Map<string, StreamSession>} runs */
function of(roomID, ...runs) {
  return runs.flatMap((each) => [...each.values()]).filter((run) => run.roomID === roomID);
}
