import { Code } from "../api/codes.js";
import { EngineError, droppable } from "../api/errors.js";
import { requireExtraInfo, requireStreamID } from "../api/ids.js";
import { callContext } from "../page/context-call.js";
import { PUSHER_DEFAULTS } from "./attributes.js";

const PREVIEW_METHODS = ["startPreview", "stopPreview"];
const CONTEXT_METHODS = ["pause", "resume", "playBGM", "pauseBGM", "resumeBGM", "stopBGM", "setBGMVolume", "setMICVolume",
  "switchCamera", "toggleTorch", "snapshot"];

/** The page's one push tag. */
export class Pusher {
  /**
   * @param {object} api wx
   * @param {import("../page/page-data.js").PageData} page
   * @param {{streams: import("../core/streams.js").Streams, requireRoom: (roomID?: string) => object, emit: Function}} parts
   */
  constructor(api, page, parts) {
    this._api = api;
    this._page = page;
    this._parts = parts;
    this._context = null;
    this._attributes = { ...PUSHER_DEFAULTS };
    this._run = null;
    for (const method of CONTEXT_METHODS) this[method] = (options) => callContext(this._context, method, options);
    // A preview needs no URL and no start, only the page's tag; a page without one is told so by WeChat.
    for (const method of PREVIEW_METHODS) this[method] = (options) => callContext(this._context || this._newContext(), method, options);
  }

  /** @param {object} [config] attributes; id and url stay the engine's */
  set(config) {
    const { id, url, ...wanted } = config || {};
    Object.assign(this._attributes, wanted);
    return this._page.writePusher(this._attributes);
  }

  /** @param {string} streamID @param {{extraInfo?: string, roomID?: string}} [option] @returns {Promise<void>} when the tag has its URL */
  start(streamID, option = {}) {
    return droppable(this._start(streamID, option || {}));
  }

  async _start(streamID, { extraInfo = "", roomID }) {
    try {
      requireStreamID(streamID);
      requireExtraInfo(extraInfo);
      this._parts.requireRoom(roomID);
    } catch (error) {
      this._parts.emit("publisherStateUpdate", { streamID, state: "NO_PUBLISH", errorCode: error.code, extendedData: "" });
      throw error;
    }
    if (this._run && this._run.active) {
      throw new EngineError(Code.ALREADY_PUBLISHING, `already publishing ${this._run.streamID}; a page has one push tag, stop it first`);
    }
    if (this._run) this._parts.streams.forgetPush(this._run);
    this._run = this._parts.streams.push({ streamID, extraInfo, roomID }, { attach: ({ rtmp }) => this._show(streamID, rtmp), detach: () => this._hide() });
    await this._run.begin();
  }

  stop() {
    if (this._run) this._parts.streams.stopPush(this._run.streamID);
    this._run = null;
  }

  async _show(streamID, url) {
    this._attributes.id = streamID;
    this._attributes.url = url;
    await this._page.writePusher(this._attributes);
    // Only now does the tag exist. A stop that came while the page rendered has taken the URL away again.
    if (this._attributes.url !== url) return;
    this._context = this._newContext();
    this._context.start({ fail: () => {} });
  }

  _newContext() {
    return this._api.createLivePusherContext ? this._api.createLivePusherContext() : null;
  }

  _hide() {
    if (this._context) this._context.stop({ fail: () => {} });
    this._context = null;
    this._attributes.url = "";
    this._page.writePusher(this._attributes);
  }
}
