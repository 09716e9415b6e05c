import { text } from "./texts.mjs";

export const $ = (id) => document.getElementById(id);

/** @param {string} tag @param {object} [properties] @param {...(Node | string)} children */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** One remote stream: its video, the name over it, and what is going on when there is no picture. */
export class Tile {
  constructor({ streamID, user }) {
    this.video = element("video", { autoplay: true, playsInline: true });
    this._note = element("div", { className: "note" });
    this._sound = element("button", { className: "sound", type: "button", hidden: true });
    this._sound.onclick = () => {
      this.video.muted = false;
      this._sound.hidden = true;
    };
    this.video.addEventListener("soundblocked", () => {
      this._sound.hidden = false;
    });
    this._figures = element("small", { className: "figures" });
    this.element = element("div", { className: "tile" }, this.video, this._note,
      element("div", { className: "name", textContent: user.userName || user.userID, title: `${user.userID} · ${streamID}` }), this._figures, this._sound);
    this._before = null;
    this.element.dataset.stream = streamID;
    this._state = { state: "PLAY_REQUESTING", errorCode: 0 };
    this.write();
  }

  /** @param {{state: string, errorCode: number}} state */
  tell(state) {
    this._state = state;
    this.write();
  }

  /** Figures of the element itself, since the last look. */
  measure() {
    const { video } = this;
    const now = {
      at: performance.now(),
      frames: video.getVideoPlaybackQuality().totalVideoFrames,
      bytes: (video.webkitVideoDecodedByteCount || 0) + (video.webkitAudioDecodedByteCount || 0),
    };
    const { _before: before } = this;
    this._before = now;
    if (!before || !video.buffered.length || this._state.state !== "PLAYING") {
      this._figures.textContent = "";
      return;
    }
    const seconds = (now.at - before.at) / 1000;
    const buffer = video.buffered.end(video.buffered.length - 1) - video.currentTime;
    const bitrate = now.bytes > before.bytes ? `${Math.round(((now.bytes - before.bytes) * 8) / seconds / 1000)} kbit/s · ` : "";
    this._figures.textContent = `${bitrate}${Math.max(0, Math.round((now.frames - before.frames) / seconds))} fps · ${text("buffer")} ${buffer.toFixed(2)} s`;
  }

  write() {
    const { state, errorCode } = this._state;
    this.element.dataset.state = state;
    this._note.textContent = state === "PLAYING" ? "" : `${text(state)}${errorCode ? ` (${errorCode})` : ""}`;
    this._sound.textContent = text("sound");
  }
}

/** @param {HTMLElement} list @param {Iterable<[string, string]>} rows */
export function showRows(list, rows) {
  list.replaceChildren(...[...rows].map(([main, small]) => element("li", {}, main, " ", element("small", { textContent: small }))));
}

/** Adds to the event log, newest first. */
export function log(name, ...values) {
  const time = new Date().toTimeString().slice(0, 8) + "." + String(Date.now() % 1000).padStart(3, "0");
  const details = values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).filter((value) => value !== "").join(" ");
  const list = $("log");
  list.prepend(element("li", {}, element("time", { textContent: time }), " ", element("b", { textContent: name }), ` ${details}`));
  // A page that stays open over night must not grow without end.
  while (list.children.length > 300) list.lastChild.remove();
}
