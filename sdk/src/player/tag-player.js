import { droppable } from "../api/errors.js";
import { callContext } from "../page/context-call.js";
import { componentOf } from "../page/tags.js";
import { playerDefaults } from "./attributes.js";

const CONTEXT_METHODS = ["pause", "resume", "mute", "requestFullScreen", "exitFullScreen", "requestPictureInPicture", "exitPictureInPicture", "snapshot"];

/** One play tag of the page. */
export class TagPlayer {
  /**
   * @param {object} api wx
   * @param {string} streamID
   * @param {{streams: import("../core/streams.js").Streams, page: () => Promise<import("../page/page-data.js").PageData>, component?: object}} parts
   */
  constructor(api, streamID, parts) {
    this._api = api;
    this._parts = parts;
    this.streamID = streamID;
    this._attributes = playerDefaults(streamID);
    this._context = null;
    this._page = null;
    this._playing = null;
    for (const method of CONTEXT_METHODS) this[method] = (options) => callContext(this._context, method, options);
  }

  /** @param {object} [config] attributes; id, streamID and url stay the engine's */
  set(config) {
    const { id, streamID, url, ...wanted } = config || {};
    if ("autoPlay" in wanted) wanted.autoplay = wanted.autoPlay;
    else if ("autoplay" in wanted) wanted.autoPlay = wanted.autoplay;
    Object.assign(this._attributes, wanted);
    return this._page ? this._page.writePlayer(this.streamID, this._attributes) : Promise.resolve();
  }

  /** @param {object} [option] attributes @returns {Promise<void>} when the tag has its URL */
  play(option) {
    const run = this._parts.streams.plays.get(this.streamID);
    // A second ADD for a stream that plays already is not a reason to interrupt it.
    if (run && run.active && this._playing) return this._playing;
    if (option && typeof option === "object") this.set(option);
    const next = this._parts.streams.play({ streamID: this.streamID }, { attach: ({ rtmp }) => this._show(rtmp), detach: () => this._hide() });
    this._playing = droppable(next.begin().then(() => {}));
    return this._playing;
  }

  stop() {
    this._parts.streams.stopPlay(this.streamID);
    this.leave();
  }

  /** Takes the tag off the page. */
  leave() {
    const page = this._page;
    this._page = null;
    if (page) page.removePlayer(this.streamID);
  }

  async _show(url) {
    this._attributes.url = url;
    const page = await this._parts.page();
    if (this._attributes.url !== url) return;
    this._page = page;
    await this._page.writePlayer(this.streamID, this._attributes);
    // Only now does the tag exist. A stop that came while the page rendered has taken the URL away again.
    if (this._attributes.url !== url) return;
    this._context = this._api.createLivePlayerContext(this.streamID, this._parts.component || componentOf(this.streamID));
    this._context.play({ fail: () => {} });
  }

  _hide() {
    if (this._context) this._context.stop({ fail: () => {} });
    this._context = null;
    this._attributes.url = "";
    if (this._page) this._page.writePlayer(this.streamID, this._attributes);
  }
}
