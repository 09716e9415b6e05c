import { Code } from "../api/codes.js";
import { besideSignalling } from "../api/addresses.js";
import { ASK_AGAIN, EngineError, LinkError } from "../api/errors.js";
import { RoomState } from "./room-state.js";
import { Heartbeat } from "./heartbeat.js";
import { SignalConnection } from "./connection.js";
import { backoff } from "./timings.js";

const KICKED = new Set([Code.REPLACED_BY_LOGIN, Code.KICKED, Code.LOGGED_IN_ELSEWHERE]);
const STAY_ENDED = 4001;
// Requests beyond a burst are spread out: a page that plays everything in a full room must not be refused for asking too fast.
const BURST = 8;
const EVERY_MS = 55;

/**
 * One stay of the user in one room, over as many connections as it takes.
 *
 * @typedef {object} RoomOwner
 * @property {(reason: string, code: number, extendedData: string) => void} state
 * @property {(type: "ADD" | "DELETE", users: object[]) => void} users
 * @property {(type: "ADD" | "DELETE", streams: object[], reason: string) => void} streams
 * @property {(ownStreams: string[]) => void} ownStreams the streams of the user that the server knows to be live
 * @property {() => void} renewed the stay before is over and a new one began: its streams and tickets are gone
 * @property {(message: object) => void} media publishState and playState
 * @property {(message: object) => void} event something that is an event of its own: see server-events.js
 * @property {(code: number, extendedData: string) => void} ended
 */
export class Room {
  /**
   * @param {import("../hosts/host.js").Host} host
   * @param {typeof import("./timings.js").TIMINGS} timings
   * @param {string[]} servers
   * @param {object} login the fields of the login message
   * @param {RoomOwner} owner
   */
  constructor(host, timings, servers, login, owner) {
    this._host = host;
    this._timings = timings;
    this._servers = servers;
    this._login = login;
    this._owner = owner;
    this._contents = new RoomState(login.userID);
    this._heartbeat = new Heartbeat(host, timings);
    /** @type {"LOGGING_IN" | "JOINED" | "RECONNECTING" | "ENDED"} */
    this.phase = "LOGGING_IN";
    this._link = null;
    this._stay = null;
    // Messages that came before the page could hear of the login, in order; null while messages go straight through.
    this._held = null;
    this._waiting = [];
    this._nextRequestAt = 0;
    this._wake = () => {};
    this._stopListening = host.onWake(() => this._woken());
  }

  /** By which the server knows who speaks outside this connection. */
  get credentials() {
    const { roomID, userID, token } = this._login;
    return { roomID, userID, token };
  }

  /** Who logged in, and whether to hear of others. */
  get user() {
    const { userID, userName, userUpdate } = this._login;
    return { userID, userName, userUpdate };
  }

  get roomID() {
    return this._login.roomID;
  }

  /** @param {string} userID @param {string} userName */
  isOf(userID, userName) {
    return this._login.userID === userID && this._login.userName === userName;
  }

  /** @param {string} streamID @returns {boolean} whether somebody else publishes it here */
  has(streamID) {
    return this._contents.streams.has(streamID);
  }

  /** @returns {Promise<true>} */
  async login() {
    this._owner.state("LOGINING", 0, "");
    let failure = new EngineError(Code.LOGIN_NETWORK, "no server address");
    for (const server of this._servers) {
      try {
        const stay = await this._enter(server, "login");
        this._joined(stay, "LOGINED");
        return true;
      } catch (error) {
        if (this.phase === "ENDED") throw new EngineError(Code.STAY_UNKNOWN, "logged out before the login was done");
        failure = error.code === Code.TOKEN_MALFORMED ? explained(error, server) : error;
        if (!(error instanceof LinkError)) break;
      }
    }
    if (failure instanceof LinkError) {
      failure = new EngineError(failure.code === Code.REQUEST_TIMEOUT ? Code.LOGIN_TIMEOUT : Code.LOGIN_NETWORK, failure.msg);
    }
    this._end("LOGIN_FAILED", failure.code, failure.extendedData);
    throw failure;
  }

  /** @returns {Promise<void>} settled when the server knows, or need not be waited for any more */
  logout() {
    const link = this._link;
    let goodbye = Promise.resolve();
    // During a login or resume too: the server handles one after the other, so the user does not stay inside until the grace time is over.
    if (link && link.open) {
      goodbye = link.request("logout", {}, this._timings.goodbye).then(() => {}, () => {}).then(() => link.close());
      this._link = null;
    }
    this._end("LOGOUT", 0, "");
    return goodbye;
  }

  /**
   * Asks the server, as soon as there is a connection.
   * @param {string} type of a request that may be made twice @param {object} fields
   */
  async request(type, fields) {
    for (let tries = 0; ; tries++) {
      await this._whenJoined();
      await this._turnToAsk();
      try {
        if (this.phase !== "JOINED") continue;
        return await this._link.request(type, fields);
      } catch (error) {
        if (!(error instanceof LinkError) || error.code !== Code.SOCKET_CLOSED || tries === 2) throw error;
      }
    }
  }

  /** Asks the server if there is a connection now, and does not ask again. @param {string} type @param {object} fields */
  async requestOnce(type, fields) {
    if (this.phase === "JOINED") await this._turnToAsk();
    if (this.phase !== "JOINED") throw new LinkError(Code.SOCKET_CLOSED, "there is no connection just now");
    return this._link.request(type, fields);
  }

  /** @param {string} token the server has the last word; a refused one is forgotten */
  async renewToken(token) {
    const before = this._login.token;
    // At once: a login that is needed to reconnect may need it.
    this._login.token = token;
    try {
      await this.request("renewToken", { token });
    } catch (error) {
      if (this._login.token === token) this._login.token = before;
      throw error;
    }
  }

  _turnToAsk() {
    const now = this._host.now();
    this._nextRequestAt = Math.max(now, this._nextRequestAt) + EVERY_MS;
    const wait = this._nextRequestAt - now - BURST * EVERY_MS;
    return wait <= 0 ? undefined : new Promise((resolve) => this._host.setTimeout(resolve, wait));
  }

  _whenJoined() {
    if (this.phase === "JOINED") return Promise.resolve();
    if (this.phase === "ENDED") return Promise.reject(new EngineError(Code.NOT_LOGGED_IN, "not logged in to a room"));
    return new Promise((resolve, reject) => this._waiting.push({ resolve, reject }));
  }

  /** @param {string} server @param {"login" | "resume"} how */
  async _enter(server, how) {
    const { connect, connectAgain } = this._timings;
    const link = new SignalConnection(this._host, { ...this._timings, connect: how === "resume" ? Math.min(connect, connectAgain) : connect }, {
      message: (message) => this._receive(link, message),
      closed: (code, reason) => this._lost(link, code, reason),
    });
    this._link = link;
    this._held = [];
    try {
      await link.connect(server);
      if (how === "login") return await link.request("login", this._login);
      return await this._resumeOrLogin(link);
    } catch (error) {
      link.close();
      throw error;
    }
  }

  async _resumeOrLogin(link) {
    const { appID, roomID, userID, userUpdate } = this._login;
    try {
      return await link.request("resume", { appID, roomID, userID, resumeKey: this._stay.resumeKey, userUpdate, seq: this._contents.seq });
    } catch (error) {
      if (error.code !== Code.STAY_UNKNOWN) throw error;
      return link.request("login", this._login);
    }
  }

  _joined(stay, reason) {
    if (this.phase === "ENDED") throw new EngineError(Code.STAY_UNKNOWN, "logged out");
    const renewed = reason === "RECONNECTED" && !stay.resumed;
    this._stay = stay;
    this.phase = "JOINED";
    this._heartbeat.start(this._link, stay.heartbeatMs, stay.graceMs);
    const difference = this._contents.replace(stay);
    // The room's contents are told one turn later: code that follows `await loginRoom(...)` runs first, so a page may call initContext, or
    // add listeners, right there and misses nothing. Messages that come meanwhile queue up behind.
    const held = this._held;
    held.unshift(() => {
      this._tell(difference);
      if (this.phase !== "ENDED" && !stay.resumed) this._owner.event({ type: "userCount", roomID: this.roomID, count: stay.users.length + 1 });
      if (renewed) this._owner.renewed();
      else this._owner.ownStreams(stay.ownStreams);
    });
    this._owner.state(reason, 0, "");
    this._host.setTimeout(() => this._release(held), 0);
    for (const { resolve } of this._waiting.splice(0)) resolve();
  }

  _release(held) {
    if (this._held !== held) return;
    this._held = null;
    for (const entry of held) {
      if (this.phase === "ENDED") return;
      if (typeof entry === "function") entry();
      else this._handle(entry);
    }
  }

  _receive(link, message) {
    if (link !== this._link || this.phase === "ENDED") return;
    if (this._held) this._held.push(message);
    else this._handle(message);
  }

  _handle(message) {
    if (message.roomID !== this.roomID) return;
    switch (message.type) {
      case "userAdded":
      case "userRemoved":
        if (this._contents.apply(message)) this._tellUsers(message.type === "userAdded" ? "ADD" : "DELETE", [message.user]);
        return;
      case "streamAdded":
        if (this._contents.apply(message)) this._tellStreams("ADD", [message.stream], "");
        return;
      case "streamRemoved":
        if (this._contents.apply(message)) this._tellStreams("DELETE", [message.stream], message.reason);
        return;
      case "snapshot":
        this._tell(this._contents.replace(message));
        this._owner.ownStreams(message.ownStreams);
        return;
      case "publishState":
      case "playState":
        this._owner.media(message);
        return;
      case "streamExtraInfo":
        if (this._contents.describe(message)) this._owner.event(message);
        return;
      case "roomExtraInfo":
        if (this._contents.inform(message)) this._owner.event(message);
        return;
      case "broadcast":
      case "command":
        this._contents.advance(message);
        this._owner.event(message);
        return;
      case "barrage":
      case "tokenWillExpire":
      case "userCount":
        this._owner.event(message);
        return;
      case "kickedOut":
        this._end("KICKOUT", message.code, JSON.stringify({ reason: message.reason, message: message.message }));
        return;
      default:
    }
  }

  _tell({ usersRemoved, usersAdded, streamsRemoved, streamsAdded, streamsDescribed, infoChanged }) {
    this._tellStreams("DELETE", streamsRemoved, "UNKNOWN");
    this._tellUsers("DELETE", usersRemoved);
    this._tellUsers("ADD", usersAdded);
    this._tellStreams("ADD", streamsAdded, "");
    const messages = [...streamsDescribed.map((stream) => ({ type: "streamExtraInfo", stream })), ...infoChanged.map((info) => ({ type: "roomExtraInfo", info }))];
    for (const message of messages) if (this.phase !== "ENDED") this._owner.event({ roomID: this.roomID, ...message });
  }

  _tellStreams(type, streams, reason) {
    // A listener may have logged out a moment ago.
    if (streams.length && this.phase !== "ENDED") this._owner.streams(type, streams, reason);
  }

  _tellUsers(type, users) {
    if (users.length && this._login.userUpdate && this.phase !== "ENDED") this._owner.users(type, users);
  }

  _lost(link, code, reason) {
    if (link !== this._link || this.phase !== "JOINED") return;
    // Messages of before the loss are told before it; a kick may be among them.
    if (this._held) this._release(this._held);
    if (this.phase !== "JOINED") return;
    this._heartbeat.stop();
    if (code === STAY_ENDED) {
      this._end("KICKOUT", Code.KICKED, JSON.stringify({ reason: "STAY_ENDED", message: reason || "the stay was ended" }));
      return;
    }
    this.phase = "RECONNECTING";
    this._owner.state("RECONNECTING", Code.NETWORK_BROKEN, "");
    this._reconnect(this._host.now());
  }

  async _reconnect(lostAt) {
    for (let attempt = 0; ; attempt++) {
      const { reconnectLimit, backoffFirst, backoffLimit, backoffInGrace } = this._timings;
      const passed = this._host.now() - lostAt;
      const longest = passed < this._stay.graceMs ? Math.min(backoffInGrace, backoffLimit) : backoffLimit;
      await this._sleep(Math.min(reconnectLimit - passed, backoff(backoffFirst, longest, attempt)));
      if (this.phase !== "RECONNECTING") return;
      const away = this._host.now() - lostAt;
      if (away >= reconnectLimit) {
        this._end("RECONNECT_FAILED", Code.RECONNECT_GAVE_UP, "");
        return;
      }
      try {
        const stay = await this._enter(this._servers[attempt % this._servers.length], away < this._stay.graceMs ? "resume" : "login");
        this._joined(stay, "RECONNECTED");
        return;
      } catch (error) {
        if (this.phase !== "RECONNECTING") return;
        if (error instanceof LinkError || ASK_AGAIN.has(error.code)) continue;
        this._end(KICKED.has(error.code) ? "KICKOUT" : "RECONNECT_FAILED", error.code, error.extendedData || "");
        return;
      }
    }
  }

  _sleep(milliseconds) {
    return new Promise((resolve) => {
      const timer = this._host.setTimeout(resolve, Math.max(0, milliseconds));
      this._wake = () => {
        this._host.clearTimeout(timer);
        resolve();
      };
    });
  }

  /** The app came to the front or the network came back: timers may have stood still meanwhile. */
  _woken() {
    if (this.phase === "JOINED") this._heartbeat.probe();
    else if (this.phase === "RECONNECTING") this._wake();
  }

  _end(reason, code, extendedData) {
    if (this.phase === "ENDED") return;
    this.phase = "ENDED";
    this._heartbeat.stop();
    this._stopListening();
    this._wake();
    if (this._link) this._link.close();
    for (const { reject } of this._waiting.splice(0)) reject(new EngineError(Code.NOT_LOGGED_IN, "not logged in to a room"));
    this._owner.ended(code, extendedData);
    this._owner.state(reason, code, extendedData);
  }
}

/** A refused token is the first thing that goes wrong in a new project: the server has a page about it. */
function explained(error, server) {
  return new EngineError(error.code, `${error.msg} See ${besideSignalling(server, "sdk/tokens.html")}`, error.extendedData);
}
