import { Code } from "../api/codes.js";
import { EngineError, asEngineError, droppable } from "../api/errors.js";
import { besideSignalling } from "../api/addresses.js";
import { requireExtraInfo, requireRoomID, requireStreamID, requireToken, requireUserID, requireUserName } from "../api/ids.js";
import { PageData } from "../page/page-data.js";
import { PAGE_PLAY_ENDED, PAGE_PUSH_ENDED, PLAY_BROKE, PLAY_RUNS, PUSH_BROKE, PUSH_CONNECTED, PUSH_DEVICE_FAILED, isPlayCode, isPushCode }
  from "../page/tag-codes.js";
import { Log } from "../log/log.js";
import { engineBegan, engineEnded } from "../page/tags.js";
import { QualityReport } from "../quality/report.js";
import { StreamQuality } from "../quality/stream-quality.js";
import { streamStats } from "../quality/stats.js";
import { VERSION } from "../api/version.js";
import { Emitter } from "./emitter.js";
import { deleteReasons, streamList, userList } from "./lists.js";
import { setRoomInfo, setStreamInfo } from "./extra-info.js";
import { sendBarrage, sendBroadcast, sendCommand } from "./messages.js";
import { refuseUnsupported } from "./unsupported.js";
import { Room } from "./room.js";
import { Rooms, notLoggedIn } from "./rooms.js";
import { Streams } from "./streams.js";
import { TIMINGS } from "./timings.js";
import { SERVER_EVENTS, asEvent } from "./server-events.js";

const EVENTS = ["roomStateUpdate", "roomStateChanged", "roomUserUpdate", "roomStreamUpdate", "publisherStateUpdate", "playerStateUpdate",
  "publishQualityUpdate", "playQualityUpdate", ...SERVER_EVENTS];

// The state a page is told for each reason; a reason that is not here changes no state.
const STATE = {
  LOGINING: "CONNECTING", RECONNECTING: "CONNECTING", LOGINED: "CONNECTED", RECONNECTED: "CONNECTED",
  LOGIN_FAILED: "DISCONNECTED", RECONNECT_FAILED: "DISCONNECTED", KICKOUT: "DISCONNECTED", LOGOUT: "DISCONNECTED",
};

/**
 * The engine, the same in every host. Its calls are documented in types/index.d.ts.
 */
export class Engine {
  /**
   * @param {number} appID
   * @param {string | string[]} server
   * @param {import("../hosts/host.js").Host} host
   * @param {Partial<typeof TIMINGS>} [timings]
   */
  constructor(appID, server, host, timings) {
    if (!Number.isSafeInteger(appID) || appID <= 0) throw new EngineError(Code.ARGUMENT_WRONG, "appID must be a positive whole number");
    const servers = [].concat(server);
    if (!servers.length || !servers.every((each) => typeof each === "string" && /^wss?:\/\/[^\s/]+/i.test(each))) {
      throw new EngineError(Code.ARGUMENT_WRONG, "server must be an address like wss://host/parley/signal, or a list of them");
    }
    this._appID = appID;
    this._servers = servers;
    this._host = host;
    this._timings = { ...TIMINGS, ...timings };
    this._emitter = new Emitter(EVENTS);
    this._log = new Log(host, (entries) => this._uploadLog(entries));
    this._logURL = "";
    this._emit = (event, ...values) => {
      this._note(event, values);
      this._emitter.emit(event, ...values);
    };
    engineBegan(this);
    this._rooms = new Rooms();
    this._quality = new QualityReport(this._timings.qualityReport, () => host.now(), (roomID, fields) => {
      // Losable: the next one comes soon.
      for (const room of this._rooms.select(roomID)) room.requestOnce("qualityReport", fields).catch(() => {});
    });
    /** Of each stream that is pushed or played. @type {Map<string, StreamQuality>} */
    this._qualities = new Map();
    this._goodbye = Promise.resolve();
    this._destroyed = false;
    this._page = null;
    this._pageWaiters = [];
    this._pusher = null;
    this._pusherTaken = false;
    this._players = new Map();
    /** Published pages set the tags' attributes by this name. */
    this.zegoWechatMini = this;
    this._streams = new Streams({
      host,
      timings: this._timings,
      emit: this._emit,
      linked: (roomID) => this._rooms.select(roomID).some((room) => room.phase === "JOINED"),
      roomIDOf: (streamID) => this._rooms.roomIDOf(streamID),
      request: (type, fields) => {
        const [room] = this._rooms.select(fields.roomID);
        return room ? room.request(type, fields) : Promise.reject(notLoggedIn());
      },
    });
  }

  /** True while this engine pushes or plays the stream. */
  runs(streamID) {
    return this._streams.pushes.has(streamID) || this._streams.plays.has(streamID);
  }

  getVersion() {
    return VERSION;
  }

  checkSystemRequirements() {
    return this._host.checkSystemRequirements();
  }

  setDebugVerbose(enable) {
    this._log.configure({ logLevel: enable ? "debug" : "disable" });
  }

  setLogConfig(config) {
    const wanted = config || {};
    if (!this._log.configure(wanted)) return false;
    if (wanted.logURL !== undefined) this._logURL = String(wanted.logURL);
    return true;
  }

  /** Hands what the engine remembers over to the server, whatever its level. */
  async uploadLog() {
    if (!this._rooms.inside) throw notLoggedIn();
    try {
      await this._log.flush();
    } catch (error) {
      throw new EngineError(Code.REQUEST_TIMEOUT, `the log was not taken: ${(error && error.message) || error}`);
    }
  }

  on(event, listener) {
    return this._emitter.on(event, listener);
  }

  off(event, listener) {
    return this._emitter.off(event, listener);
  }

  // Rooms

  async loginRoom(roomID, token, user, config = {}) {
    const login = this._loginFields(roomID, token, user, config || {});
    if (this._destroyed) throw new EngineError(Code.ENGINE_UNUSABLE, "this engine was destroyed");
    this._rooms.requireFree(login);
    const room = new Room(this._host, this._timings, this._servers, login, this._roomOwner(roomID, () => room));
    this._rooms.add(room);
    // The stay before must be over at the server first, or its end would look like this one's.
    await this._goodbye;
    if (room.phase === "ENDED") throw new EngineError(Code.STAY_UNKNOWN, "logged out before the login was done");
    return room.login();
  }

  logoutRoom(roomID) {
    const rooms = this._rooms.select(roomID);
    if (rooms.length) {
      this._goodbye = Promise.all([this._goodbye, ...rooms.map((room) => room.logout())]).then(() => {});
    } else if (roomID !== undefined) {
      this._emit("roomStateChanged", roomID, "LOGOUT_FAILED", Code.STAY_UNKNOWN, "");
    }
  }

  enableMultiRoom(enable) {
    return !this._destroyed && this._rooms.enableMulti(enable);
  }

  renewToken(token, roomID) {
    if (typeof token !== "string" || token === "") return false;
    const rooms = this._rooms.select(roomID);
    for (const room of rooms) {
      room.renewToken(token).catch((error) => console.warn(`parley-engine: the token for ${room.roomID} was not renewed: ${error.msg} (${error.code})`));
    }
    return rooms.length > 0;
  }

  // Messages and extra info

  async sendBroadcastMessage(roomID, message) {
    return sendBroadcast(this._rooms.joined(roomID), message);
  }

  async sendBarrageMessage(roomID, message) {
    return sendBarrage(this._rooms.joined(roomID), message);
  }

  async sendCustomCommand(roomID, message, toUserIDList) {
    return sendCommand(this._rooms.joined(roomID), message, toUserIDList);
  }

  async setRoomExtraInfo(roomID, key, value) {
    return setRoomInfo(this._rooms.joined(roomID), key, value);
  }

  async setStreamExtraInfo(streamID, extraInfo) {
    return setStreamInfo(this._streams, streamID, extraInfo);
  }

  destroyEngine() {
    this.logoutRoom();
    this._destroyed = true;
    engineEnded(this);
    this._emitter.clear();
    this._pusher = null;
    this._players.clear();
  }

  // The page's tags

  initContext({ wxContext, pushAtr, playAtr } = {}) {
    if (!wxContext || typeof wxContext !== "object" || !isFieldName(pushAtr) || !isFieldName(playAtr)) {
      throw new EngineError(Code.ARGUMENT_WRONG, "initContext needs {wxContext: the page}, and pushAtr and playAtr as field names where the engine writes them");
    }
    const page = contextOf(wxContext);
    // A page that sets its context again, as a call page does on every join, keeps what runs.
    if (this._page && this._page.isFor(page, pushAtr, playAtr)) return;
    this._leavePage();
    this._page = new PageData(page, pushAtr, playAtr, { host: this._host, timings: this._timings });
    this._pusher = this._host.createPusher(this._page, { streams: this._streams, emit: this._emit, requireRoom: (roomID) => this._rooms.joined(roomID) });
    this._pusherTaken = false;
    // Written before anything runs: a template bound to missing attributes hands undefined to the tags.
    if (this._pusher) this._pusher.set();
    this._page.clearPlayers();
    for (const waiter of this._pageWaiters.splice(0)) waiter(this._page);
  }

  createPusher(config) {
    if (!this._pusher) return null;
    this._pusherTaken = true;
    if (config) this._pusher.set(config);
    return this._pusher;
  }

  getPusherInstance() {
    return this._pusherTaken ? this._pusher : null;
  }

  getPlayerInstance(streamID, wxContext) {
    if (this._destroyed || typeof streamID !== "string" || streamID === "") return null;
    let player = this._players.get(streamID);
    if (!player) {
      player = this._host.createPlayer(streamID, {
        streams: this._streams, page: () => this._whenPage(), component: wxContext, tell: (run, stats) => this._tellQuality("play", run, stats),
        described: (id, metadata) => this._described(id, metadata),
      });
      this._players.set(streamID, player);
    }
    return player;
  }

  getPlayerList(streamID) {
    return this._page ? this._page.players(streamID) : [];
  }

  setPusherAttributes(config, done) {
    if (this._pusher) this._pusher.set(config).then(done);
  }

  setPlayerAttributes(streamID, config, done) {
    const player = this._players.get(streamID);
    if (player) player.set(config).then(done);
  }

  mutePublishStreamAudio(mute) {
    this.setPusherAttributes({ enableMic: !mute });
  }

  mutePublishStreamVideo(mute) {
    this.setPusherAttributes({ enableCamera: !mute });
  }

  mutePlayStreamAudio(streamID, mute) {
    this.setPlayerAttributes(streamID, { muteAudio: Boolean(mute) });
  }

  mutePlayStreamVideo(streamID, mute) {
    this.setPlayerAttributes(streamID, { muteVideo: Boolean(mute) });
  }

  // Reports of the tags

  updatePlayerState(streamID, event) {
    const code = stateCode(event);
    if (Number.isNaN(code)) return;
    const message = String(event.detail.message || "");
    const cause = JSON.stringify({ wxCode: code, message });
    const { push, play } = this._runsOf(streamID, event, isPushCode(code));
    if (push) {
      if (code === PUSH_CONNECTED) push.tagConnected();
      else if (push.byPage) {
        if (PAGE_PUSH_ENDED.has(code)) push.tagEnded(code, message, PUSH_DEVICE_FAILED.has(code) ? Code.PUBLISH_DEVICE : Code.PUBLISH_CONNECTION_LOST);
      } else if (PUSH_BROKE.has(code)) push.broke(cause);
      else if (PUSH_DEVICE_FAILED.has(code)) push.fails(Code.PUBLISH_DEVICE, cause);
    } else if (play) {
      if (PLAY_RUNS.has(code)) play.runs();
      else if (play.byPage) {
        if (PAGE_PLAY_ENDED.has(code)) play.tagEnded(code, message, Code.PLAY_INTERRUPTED);
      } else if (PLAY_BROKE.has(code)) play.broke(cause);
    }
  }

  updatePlayerNetStatus(streamID, event) {
    const stats = streamStats(event);
    if (!stats) return;
    const { push, play } = this._runsOf(streamID, event, false);
    if (push) this._tellQuality("publish", push, stats);
    else if (play) this._tellQuality("play", play, stats);
  }

  /** The URL that a tag of this stream is to have now; a broken one gets a fresh one by itself, and this is that one. */
  getNextUrl(streamID) {
    const { pushes, plays } = this._streams;
    const push = pushes.get(streamID);
    if (push) return push.granted ? push.granted.rtmp : "";
    const play = plays.get(streamID);
    return play && play.granted ? this._host.playURL(play.granted) : "";
  }

  updateAudioVolumeNotify() {
    // The mini-program engine has the call but no event for it: a page can hand its events over without asking who wants them.
  }

  // Streams whose tag the page drives itself

  startPublishingStream(streamID, option = {}) {
    const { extraInfo = "", roomID } = option || {};
    return this._startByPage("publisherStateUpdate", "NO_PUBLISH", streamID, async () => {
      this._rooms.joined(roomID);
      requireExtraInfo(extraInfo);
      const running = this._streams.pushes.get(streamID);
      if (running && running.state === "PUBLISHING") throw new EngineError(Code.ALREADY_PUBLISHING, `already publishing ${streamID}`);
      const { rtmp } = await this._streams.push({ streamID, extraInfo, roomID }).begin();
      return { streamID, url: rtmp };
    });
  }

  stopPublishingStream(streamID) {
    this._qualities.delete(`publish ${streamID}`);
    return this._streams.stopPush(streamID);
  }

  startPlayingStream(streamID) {
    return this._startByPage("playerStateUpdate", "NO_PLAY", streamID, async () => {
      const granted = await this._streams.play({ streamID }).begin();
      return { streamID, url: this._host.playURL(granted) };
    });
  }

  stopPlayingStream(streamID) {
    this._qualities.delete(`play ${streamID}`);
    this._streams.stopPlay(streamID);
  }

  /** @param {{method?: string}} [call] @returns {Promise<never>} */
  callExperimentalAPI(call) {
    const method = (call && call.method) || "";
    return droppable(Promise.reject(new EngineError(Code.ARGUMENT_WRONG, `callExperimentalAPI: "${method}" is not known to this engine`,
      JSON.stringify({ method }))));
  }

  // Inside

  /** States for the log: no names of people, no texts of theirs. */
  _note(event, values) {
    if (event === "roomStateChanged") this._log.write(values[2] ? "warn" : "info", `room ${values[1]} ${values[2]} ${values[3]}`);
    else if (event === "publisherStateUpdate" || event === "playerStateUpdate") {
      const { streamID, state, errorCode, extendedData } = values[0];
      this._log.write(errorCode ? "warn" : "info", `${streamID} ${state} ${errorCode} ${extendedData}`);
    } else if (event === "roomStreamUpdate") this._log.write("debug", `streams ${values[1]} ${values[2].map(({ streamID }) => streamID).join(" ")}`);
  }

  _uploadLog(entries) {
    const [room] = this._rooms.select();
    if (!room) return Promise.reject(notLoggedIn());
    const { roomID, userID, token } = room.credentials;
    const url = this._logURL || besideSignalling(this._servers[0], "api/v1/client-logs");
    return this._host.post(url, { appID: this._appID, roomID, userID, token, version: VERSION, host: this._host.kind, entries });
  }

  _startByPage(event, stopped, streamID, start) {
    try {
      requireStreamID(streamID);
      if (!this._rooms.inside) throw notLoggedIn();
    } catch (error) {
      this._emit(event, { streamID, state: stopped, errorCode: error.code, extendedData: "" });
      return droppable(Promise.reject(error));
    }
    return droppable(start().catch((error) => {
      throw asEngineError(error);
    }));
  }

  _loginFields(roomID, token, user, config) {
    requireRoomID(roomID);
    requireToken(token);
    const { userID, userName } = user || {};
    requireUserID(userID);
    const name = userName === undefined || userName === null || userName === "" ? userID : userName;
    requireUserName(name);
    const maxMemberCount = config.maxMemberCount === undefined ? 0 : config.maxMemberCount;
    if (!Number.isSafeInteger(maxMemberCount) || maxMemberCount < 0) {
      throw new EngineError(Code.ARGUMENT_WRONG, "maxMemberCount must be a whole number that is not negative", JSON.stringify({ field: "maxMemberCount" }));
    }
    return {
      appID: this._appID, roomID, token, userID, userName: name, userUpdate: config.userUpdate === true, maxMemberCount,
      client: { kind: this._host.kind, version: VERSION },
    };
  }

  /** @returns {import("./room.js").RoomOwner} */
  _roomOwner(roomID, room) {
    return {
      state: (reason, code, extendedData) => {
        this._emit("roomStateChanged", roomID, reason, code, extendedData);
        this._emit("roomStateUpdate", roomID, STATE[reason], code, extendedData);
      },
      users: (type, users) => this._emit("roomUserUpdate", roomID, type, userList(users)),
      streams: (type, streams, reason) => {
        if (type === "ADD") this._streams.came(streams.map(({ streamID }) => streamID), roomID);
        this._emit("roomStreamUpdate", roomID, type, streamList(streams), type === "DELETE" ? deleteReasons(streams, reason) : "");
      },
      ownStreams: (live) => this._streams.compareOwn(live, roomID),
      renewed: () => this._streams.renewAll(roomID),
      event: (message) => this._emit(...asEvent(message)),
      media: (message) => this._streams.stateChanged(message),
      ended: (code, extendedData) => {
        this._rooms.remove(room());
        this._quality.forget(roomID);
        const played = this._streams.stopAll(code, extendedData, roomID);
        for (const [streamID, player] of [...this._players]) {
          if (this._rooms.size && !played.has(streamID)) continue;
          player.leave();
          this._players.delete(streamID);
        }
        this._forgetEnded();
      },
    };
  }

  /** The metadata of a stream that is played in a browser. */
  _described() {}

  /** A room was left: what is kept beside pushes and plays goes with them. */
  _forgetEnded() {
    for (const key of [...this._qualities.keys()]) if (!this.runs(key.slice(key.indexOf(" ") + 1))) this._qualities.delete(key);
  }

  /** The page may call play() before initContext(): the tag appears as soon as there is a page. */
  _whenPage() {
    return this._page ? Promise.resolve(this._page) : new Promise((resolve) => this._pageWaiters.push(resolve));
  }

  _leavePage() {
    if (!this._page) return;
    if (this._pusher) this._pusher.stop();
    this._pusher = null;
    for (const player of this._players.values()) player.stop();
    this._players.clear();
  }

  /** The page hears of it at once, the server now and then. */
  _tellQuality(direction, { streamID, roomID }, stats) {
    const key = `${direction} ${streamID}`;
    const quality = this._qualities.get(key) || new StreamQuality(direction);
    this._qualities.set(key, quality);
    const told = quality.note(stats, this._mutedOf(direction, streamID), this._host.now());
    this._emit(direction === "publish" ? "publishQualityUpdate" : "playQualityUpdate", streamID, told);
    this._quality.note(direction, roomID, streamID, stats);
  }

  /** @returns {{audio: boolean, video: boolean}} */
  _mutedOf() {
    return { audio: false, video: false };
  }

  /** Push and play tags report through the same calls, and pages do not always know which stream a tag has. */
  _runsOf(streamID, event, onlyPush) {
    const { pushes, plays } = this._streams;
    if (pushes.has(streamID) && !(plays.has(streamID) && !onlyPush && isPlayCode(stateCode(event)))) return { push: pushes.get(streamID) };
    if (plays.has(streamID)) return { play: plays.get(streamID) };
    const tag = event && event.currentTarget && event.currentTarget.id;
    if (plays.has(tag)) return { play: plays.get(tag) };
    // The push tag of the tutorial's template has no id; there is only one push it can be.
    if ((onlyPush || !tag) && pushes.size === 1) return { push: pushes.values().next().value };
    return {};
  }
}

/** @param {unknown} name @returns {boolean} */
function isFieldName(name) {
  return name === undefined || (typeof name === "string" && name !== "");
}

/** A component of uni-app is a Vue object; the mini program's own, which has setData, is its `$scope`. @param {any} context */
function contextOf(context) {
  return typeof context.setData !== "function" && context.$scope && typeof context.$scope.setData === "function" ? context.$scope : context;
}

/** @param {unknown} event a bindstatechange event @returns {number} NaN when it is none */
function stateCode(event) {
  return event && event.detail ? Number(event.detail.code) : NaN;
}

refuseUnsupported(Engine);
