import { Code } from "../api/codes.js";
import { ASK_AGAIN, EngineError, LinkError } from "../api/errors.js";
import { backoff } from "./timings.js";

/** The words and codes in which pushing and playing differ. */
export const PUBLISH = Object.freeze({
  request: "publish", requesting: "PUBLISH_REQUESTING", running: "PUBLISHING", stopped: "NO_PUBLISH",
  interrupted: Code.PUBLISH_INTERRUPTED, gaveUp: Code.PUBLISH_RETRY_OVER, broken: Code.PUBLISH_CONNECTION_LOST, ended: Code.PUBLISH_UNKNOWN,
});
export const PLAY = Object.freeze({
  request: "play", requesting: "PLAY_REQUESTING", running: "PLAYING", stopped: "NO_PLAY",
  interrupted: Code.PLAY_INTERRUPTED, gaveUp: Code.PLAY_FAILED, broken: Code.PLAY_INTERRUPTED, ended: Code.PLAY_INTERRUPTED,
});

// With these the media connection broke and a new one may work; with any other the server means it.
const BROKEN_CODES = new Set([Code.NETWORK_BROKEN, Code.PUBLISH_INTERRUPTED, Code.PUBLISH_CONNECTION_LOST, Code.PLAY_INTERRUPTED, Code.HEARTBEAT_TIMEOUT,
  Code.PUBLISH_RETRY_TIMEOUT, Code.PUBLISH_SOCKET_LOST, Code.PLAY_RETRY_TIMEOUT]);
const BROKEN_REASONS = new Set(["CONNECTION_LOST", "MEDIA_CONNECTION_LOST", "MEDIA_TIMEOUT", "NODE_LOST", "NODE_STOPPED", "TOO_SLOW"]);
// A newer connection of the same user took the stream over: the stream goes on.
const TAKEN_OVER = "TAKEN_OVER";

/**
 * One stream being pushed or played, from the request to the end, over as many URLs as it takes. The server's word decides the state; what
 * the tag reports starts a new try sooner.
 *
 * @typedef {object} RunParts
 * @property {import("../hosts/host.js").Host} host
 * @property {typeof import("./timings.js").TIMINGS} timings
 * @property {(type: string, fields: object) => Promise<any>} request waits for a connection
 * @property {() => boolean} linked whether the server can be heard now
 * @property {(state: string, code: number, extendedData: string) => void} say
 * @property {(granted: object) => Promise<void>} [attach] shows the tag with the URL. Without it the page drives the tag, and nobody can
 *   hand it a fresh URL
 * @property {() => void} [detach] takes the URL away from the tag
 */
export class StreamSession {
  /** @param {typeof PUBLISH | typeof PLAY} kind @param {object} fields of the request, streamID among them @param {RunParts} parts */
  constructor(kind, fields, parts) {
    this._kind = kind;
    this._fields = fields;
    this._parts = parts;
    this.streamID = fields.streamID;
    /** The room whose server grants it. */
    this.roomID = fields.roomID;
    this.state = kind.stopped;
    this._code = 0;
    /** The server's last grant: the URLs of now. */
    this.granted = null;
    // Raised by every start, retry and end: what an older turn still waits for no longer counts.
    this._turn = 0;
    this._attached = false;
    // The tag's connection is gone, and nothing has said since that there is a new one.
    this._broken = false;
    // A play was granted before its stream is there: then nothing is wrong, however long it takes.
    this._early = false;
    // A snapshot named the stream while its connection was gone: the server may only be waiting for it to come back.
    this._claimed = false;
    this._tries = 0;
    this._runningSince = 0;
    this._timer = undefined;
    this._waiting = [];
  }

  /** Whether the page drives the tag, and nobody can hand it a fresh URL. */
  get byPage() {
    return !this._parts.attach;
  }

  get active() {
    return this.state !== this._kind.stopped;
  }

  /** Sets the extra info that a later try tells the server. @param {string} extraInfo */
  describe(extraInfo) {
    this._fields = { ...this._fields, extraInfo };
  }

  /** @returns {Promise<void>} rejects when it ends instead */
  whenRunning() {
    if (this.state === this._kind.running) return Promise.resolve();
    return new Promise((resolve, reject) => this._waiting.push({ resolve, reject }));
  }

  /** @returns {Promise<any>} what the server granted */
  async begin() {
    const turn = this._newTurn();
    this._tries = 0;
    this._broken = false;
    this._claimed = false;
    this._set(this._kind.requesting, 0, "");
    let granted;
    try {
      granted = await this._ask(turn);
      await this._attach(turn, granted);
    } catch (error) {
      if (turn === this._turn) this._finish(error.code || Code.ARGUMENT_WRONG, error.extendedData || "");
      throw error;
    }
    return granted;
  }

  /** @param {{state: string, code: number, reason: string, message?: string}} message */
  serverState({ state, code, reason, message }) {
    if (!this._attached || reason === TAKEN_OVER) return;
    const cause = JSON.stringify({ reason, message });
    if (state === this._kind.running) this._connected();
    else if (code === 0) {
      // While a new push is starting, this is the echo of the one before.
      if (this.state === this._kind.running) this._finish(0, cause, this.byPage);
    } else if (!BROKEN_CODES.has(code) && !BROKEN_REASONS.has(reason)) this._finish(code, cause);
    else if (this.byPage) this._finish(code, cause, true);
    else if (this.state === this._kind.running) this.broke(cause);
  }

  /** Media flows. */
  runs() {
    if (!this._attached || this.state === this._kind.running) return;
    this._early = false;
    // A page-driven tag may connect again with the URL it has, even after an end was told.
    if (!this.active && !this.byPage) return;
    this._runningSince = this._parts.host.now();
    this._set(this._kind.running, 0, "");
  }

  /** Media has a new connection. */
  _connected() {
    this._broken = false;
    this._claimed = false;
    this.runs();
  }

  /**
   * The tag is connected. After an interruption that means that media flows: the media server lets it in only when the push is recorded, and
   * to the room it may be the same push as before, of which there is nothing to tell.
   */
  tagConnected() {
    if (this._tries > 0 || this._claimed) this._connected();
    this._broken = false;
  }

  /**
   * The server has the stream, says a snapshot after a loss of the link. While the tag says that its connection is gone, the server may only
   * be waiting for it to come back, which ends in a word of the tag, of the server, or with the server's patience.
   */
  serverHas() {
    if (!this._broken) {
      this.runs();
      return;
    }
    this._claimed = true;
    if (!this.byPage || !this._attached) return;
    const turn = this._newTurn();
    this._timer = this._parts.host.setTimeout(() => {
      if (turn === this._turn && this._claimed) this._connected();
    }, this._parts.timings.mediaGrace);
  }

  /** The room has the stream now. A player that came before it gets a fresh URL at once. */
  streamCame() {
    if (!this._early || !this.active) return;
    this._early = false;
    // A tag that the page drives waits at the server, with the URL it has.
    if (this.byPage || this.state === this._kind.running) return;
    const turn = this._newTurn();
    if (this._attached) this._parts.detach();
    this._attached = false;
    this._tryAgain(turn);
  }

  /** The server has the stream no more. */
  serverHasNot() {
    this._claimed = false;
    if (this.state === this._kind.running) this.broke(JSON.stringify({ reason: "CONNECTION_LOST" }));
  }

  /** The media connection is gone. @param {string} cause JSON */
  broke(cause) {
    if (!this._attached) return;
    this._broken = true;
    if (!this.active || this._early) return;
    if (this.byPage) this._finish(this._kind.broken, cause, true);
    else this._retry(cause);
  }

  /**
   * The tag that the page drives has ended. Pages test for the tag's own code.
   * @param {number} tagCode @param {string} message @param {number} code the engine's, in the event's extendedData
   */
  tagEnded(tagCode, message, code) {
    if (!this._attached) return;
    this._broken = true;
    this._claimed = false;
    if (this.active && !this._early) this._finish(tagCode, JSON.stringify({ code, wxCode: tagCode, message }), true);
  }

  /** The tag cannot work at all, whatever the URL. @param {number} code @param {string} cause JSON */
  fails(code, cause) {
    if (this._attached && this.active && this.state !== this._kind.running) this._finish(code, cause);
  }

  /** The server forgot the stay in which this was granted. */
  renew() {
    if (!this.active) return;
    if (!this._attached) return; // what is only asked for is asked for in the new stay
    if (this.byPage) this._finish(this._kind.broken, JSON.stringify({ reason: "STAY_RENEWED" }));
    else {
      this._tries = 0;
      this._retry(JSON.stringify({ reason: "STAY_RENEWED" }));
    }
  }

  /** @param {number} [code] not 0 when the page did not ask for it @param {string} [extendedData] */
  stop(code = 0, extendedData = "") {
    this._finish(code, extendedData);
  }

  _retry(cause) {
    const { host, timings } = this._parts;
    // Only a stream that ran for a while earns a full set of tries again.
    if (this.state === this._kind.running && host.now() - this._runningSince > timings.mediaStart) this._tries = 0;
    if (this._tries >= timings.mediaRetries) {
      this._finish(this._kind.gaveUp, cause);
      return;
    }
    const turn = this._newTurn();
    this._set(this._kind.requesting, this._kind.interrupted, cause);
    if (this._attached) this._parts.detach();
    this._attached = false;
    this._timer = host.setTimeout(() => this._tryAgain(turn), backoff(timings.mediaRetryFirst, 8000, this._tries++));
  }

  async _tryAgain(turn) {
    try {
      await this._attach(turn, await this._ask(turn));
    } catch (error) {
      if (turn !== this._turn) return;
      if (error instanceof LinkError) this._retry(error.extendedData);
      else this._finish(error.code || Code.ARGUMENT_WRONG, error.extendedData || "");
    }
  }

  /** A server that is busy is asked again. */
  async _ask(turn) {
    const { host, timings, request } = this._parts;
    for (let tries = 0; ; tries++) {
      try {
        const granted = await request(this._kind.request, this._fields);
        this._mustBe(turn);
        return granted;
      } catch (error) {
        if (turn !== this._turn || error instanceof LinkError || !ASK_AGAIN.has(error.code) || tries === timings.mediaRetries) throw error;
      }
      await new Promise((resolve) => host.setTimeout(resolve, backoff(timings.mediaRetryFirst, 8000, tries)));
      this._mustBe(turn);
    }
  }

  async _attach(turn, granted) {
    this._attached = true;
    this.granted = granted;
    this._early = granted.live === false;
    if (this.byPage) return;
    await this._parts.attach(granted);
    this._mustBe(turn);
    this._awaitMedia(turn);
  }

  _awaitMedia(turn) {
    const { host, timings, linked } = this._parts;
    this._timer = host.setTimeout(() => {
      if (turn !== this._turn || this.state === this._kind.running) return;
      // Without a connection the server's word cannot have come.
      if (!linked() || this._early) this._awaitMedia(turn);
      else if (this._claimed) this._connected();
      else this.broke(JSON.stringify({ reason: "NO_MEDIA" }));
    }, timings.mediaStart);
  }

  _mustBe(turn) {
    if (turn !== this._turn) throw new EngineError(this._kind.broken, `${this.streamID} was stopped before it started`);
  }

  _newTurn() {
    this._parts.host.clearTimeout(this._timer);
    return ++this._turn;
  }

  _finish(code, extendedData, mayReturn = false) {
    this._newTurn();
    if (this._attached && this._parts.detach) this._parts.detach();
    this._attached = mayReturn;
    this._set(this._kind.stopped, code, extendedData);
  }

  _set(state, code, extendedData) {
    if (state === this.state && (code === this._code || state === this._kind.stopped)) return;
    this.state = state;
    this._code = code;
    if (state !== this._kind.requesting) {
      for (const { resolve, reject } of this._waiting.splice(0)) {
        if (state === this._kind.running) resolve();
        else reject(new EngineError(code || this._kind.ended, `${this.streamID} ended before it ran`, extendedData));
      }
    }
    this._parts.say(state, code, extendedData);
  }
}
