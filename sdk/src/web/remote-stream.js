import { streamOfElement } from "./element-stream.js";

/** One played stream as a MediaStream, which stays the same over as many connections as it takes; its tracks change. */
export class RemoteStream {
  /**
   * @param {string} streamID
   * @param {{audio: boolean, video: boolean}} wanted
   * @param {(kind: "audio" | "video", track: MediaStreamTrack) => void} tell of each new track
   */
  constructor(streamID, wanted, tell) {
    this.streamID = streamID;
    this.stream = new MediaStream();
    /** Plays the stream, and shows it where a view takes it over: there it is one copy of each frame cheaper than the MediaStream. */
    this.element = document.createElement("video");
    this.element.playsInline = true;
    // The page hears the stream by what it plays it in.
    this.element.muted = true;
    /** The newest word of the publisher on its devices, by name in its metadata. */
    this.devices = {};
    this._wanted = wanted;
    this._tell = tell;
    this._muted = { audio: false, video: false };
    this._lent = false;
    this._viewMuted = true;
    this._end = streamOfElement(this.element, (track) => this._replace(track));
    // An element drawn on a canvas has given its sound away, and cannot be a view's.
    this._lendable = this.element.muted;
  }

  _replace(track) {
    const kind = /** @type {"audio" | "video"} */ (track.kind);
    if (!this._wanted[kind]) {
      track.stop();
      return;
    }
    for (const old of this.stream.getTracks()) {
      if (old.kind !== kind) continue;
      this.stream.removeTrack(old);
      old.stop();
    }
    track.enabled = !this._muted[kind];
    this.stream.addTrack(track);
    this._tell(kind, track);
  }

  /** @param {"audio" | "video"} kind @param {boolean} muted */
  mute(kind, muted) {
    this._muted[kind] = muted;
    for (const track of this.stream.getTracks()) if (track.kind === kind) track.enabled = !muted;
    this._show();
  }

  isMuted(kind) {
    return this._muted[kind];
  }

  /** The element, for one view at a time. @returns {HTMLVideoElement | null} null when another view has it */
  lend() {
    if (!this._lendable || this._lent || !this._wanted.video || !this._wanted.audio) return null;
    this._lent = true;
    return this.element;
  }

  /** Whether the view that has the element is silent. @param {boolean} muted */
  muteView(muted) {
    this._viewMuted = muted;
    this._show();
  }

  giveBack() {
    this._lent = false;
    this._viewMuted = true;
    this._show();
    this.element.remove();
    // A media element that leaves the document is paused.
    this.element.play().catch(() => {});
  }

  _show() {
    if (!this._lendable) return;
    this.element.muted = this._viewMuted || this._muted.audio;
    this.element.style.filter = this._muted.video ? "brightness(0)" : "";
  }

  close() {
    this._end();
    for (const track of this.stream.getTracks()) track.stop();
    this.element.remove();
  }
}
