import { droppable } from "../api/errors.js";
import { callContext } from "../page/context-call.js";
import { watchQuality } from "./video-quality.js";

/** One stream in a browser, in a video element of the page or, without one, as a URL for the page's own player. */
export class VideoPlayer {
  /** @param {string} streamID @param {{streams: import("../core/streams.js").Streams, tell: (run: object, stats: object) => void,
   *   described: (streamID: string, metadata: Record<string, number | boolean>) => void}} parts */
  constructor(streamID, parts) {
    this.streamID = streamID;
    this._parts = parts;
    this._video = null;
    this._flv = null;
    this._playing = null;
    // Raised whenever another URL is shown, or none: what loads for an older one no longer counts.
    this._turn = 0;
  }

  /** @param {{video?: HTMLVideoElement}} [option] @returns {Promise<{streamID: string, url: string}>} */
  play(option) {
    const run = this._parts.streams.plays.get(this.streamID);
    if (run && run.active && this._playing) return this._playing;
    this._video = (option && option.video) || null;
    const tag = this._video ? { attach: ({ wsFlv }) => this._show(wsFlv), detach: () => this._hide() } : {};
    const next = this._parts.streams.play({ streamID: this.streamID }, tag);
    this._playing = droppable(next.begin().then(({ wsFlv }) => ({ streamID: this.streamID, url: wsFlv })));
    return this._playing;
  }

  stop() {
    this._parts.streams.stopPlay(this.streamID);
  }

  leave() {}

  pause() {
    if (this._video) this._video.pause();
  }

  resume() {
    if (this._video) this._video.play().catch(() => {});
  }

  /** Turns the sound off and on again, as the mini program's tag does. */
  mute() {
    if (this._video) this._video.muted = !this._video.muted;
  }

  requestFullScreen(options) {
    this._ask("requestFullScreen", options, () => this._video.requestFullscreen());
  }

  exitFullScreen(options) {
    this._ask("exitFullScreen", options, () => document.exitFullscreen());
  }

  requestPictureInPicture(options) {
    this._ask("requestPictureInPicture", options, () => this._video.requestPictureInPicture());
  }

  exitPictureInPicture(options) {
    this._ask("exitPictureInPicture", options, () => document.exitPictureInPicture());
  }

  /** Not in a browser, whose page can draw the element on a canvas. */
  snapshot(options) {
    callContext(null, "snapshot", options);
  }

  /** With the `{success, fail, complete}` of a mini program's call. */
  _ask(method, { success = () => {}, fail = () => {}, complete = () => {} } = {}, call) {
    // A page without an element of ours, or a browser without the call, throws at once.
    Promise.resolve().then(call).then(() => success({ errMsg: `${method}:ok` }), (error) => fail({ errMsg: `${method}:fail ${error.message}` })).finally(complete);
  }

  /** @param {{muteAudio?: boolean}} [config] */
  set(config) {
    const { muteAudio } = config || {};
    if (this._video && typeof muteAudio === "boolean") this._video.muted = muteAudio;
    return Promise.resolve();
  }

  async _show(url) {
    this._hide();
    const turn = this._turn;
    // Loaded when it is first needed: a page that plays by itself does not pay for the player.
    const { attachFlv } = await import("./parley-player.mjs");
    const run = this._parts.streams.plays.get(this.streamID);
    if (turn !== this._turn || !run || !run.active) return;
    const video = this._video;
    // The element's word that pictures move counts as a tag's does.
    const runs = () => run.runs();
    video.addEventListener("playing", runs);
    const flv = await attachFlv(video, url, {
      broke: (cause) => run.broke(JSON.stringify({ reason: cause })), described: (metadata) => this._parts.described(this.streamID, metadata),
    });
    const unwatch = watchQuality(video, () => flv.received(), (stats) => this._parts.tell(run, stats));
    const shown = {
      destroy: () => {
        unwatch();
        video.removeEventListener("playing", runs);
        flv.destroy();
      },
    };
    if (turn === this._turn) this._flv = shown;
    else shown.destroy();
  }

  _hide() {
    this._turn++;
    if (this._flv) this._flv.destroy();
    this._flv = null;
  }
}
