import { Code } from "../api/codes.js";
import { EngineError } from "../api/errors.js";
import { Emitter } from "../core/emitter.js";
import { useSpeaker } from "./devices.js";

const EVENTS = ["autoplayFailed", "canPlayVideo", "canPlayAudio"];

/** Shows and plays a stream on the page. */
export class StreamView {
  /** @param {MediaStream} stream @param {import("./remote-stream.js").RemoteStream} [remote] where the stream is a played one */
  constructor(stream, remote) {
    this._stream = stream;
    this._remote = remote;
    this._emitter = new Emitter(EVENTS);
    /** @type {HTMLVideoElement | null} */
    this._video = null;
    this._lent = false;
    /** @type {HTMLAudioElement | null} */
    this._audio = null;
    this._muted = false;
    this._volume = 100;
    this._speaker = "";
    this._waitsForClick = false;
    this._clicked = () => this.resume();
    this._blocked = () => this._autoplayFailed();
    this._shows = () => this._emitter.emit("canPlayVideo");
    this._sounds = () => this._emitter.emit("canPlayAudio");
  }

  on(event, listener) {
    return this._emitter.on(event, listener);
  }

  off(event, listener) {
    return this._emitter.off(event, listener);
  }

  /** Picture and sound. @param {string | HTMLElement} container its id, or it itself @param {object} [options] mirror, objectFit, muted, enableAutoplayDialog */
  play(container, options = {}) {
    this._show(container, options, options.muted === true);
  }

  /** The picture without the sound. */
  playVideo(container, options = {}) {
    this._show(container, options, true);
  }

  /** The sound without the picture. */
  playAudio(options = {}) {
    this.stopAudio();
    this._muted = options.muted === true;
    this._options = options;
    this._audio = new Audio();
    this._audio.addEventListener("canplay", this._sounds);
    this._audio.srcObject = this._stream;
    this._set(this._audio);
    this._start(this._audio);
  }

  stop() {
    this.stopVideo();
    this.stopAudio();
  }

  stopVideo() {
    const video = this._video;
    if (!video) return;
    this._video = null;
    video.removeEventListener("canplay", this._shows);
    video.removeEventListener("soundblocked", this._blocked);
    video.style.visibility = "";
    if (this._lent) this._remote.giveBack();
    else {
      video.srcObject = null;
      video.remove();
    }
    this._lent = false;
    this._forgetClick();
  }

  stopAudio() {
    const audio = this._audio;
    if (!audio) return;
    this._audio = null;
    audio.removeEventListener("canplay", this._sounds);
    audio.pause();
    audio.srcObject = null;
  }

  /** Goes on after the browser refused to play without a click: call it in the click's handler. */
  resume() {
    this._forgetClick();
    for (const element of this._elements()) {
      this._set(element);
      element.play().catch(() => {});
    }
  }

  setAudioMuted(muted) {
    this._muted = Boolean(muted);
    for (const element of this._elements()) this._set(element);
    return true;
  }

  setVideoMuted(muted) {
    if (this._video) this._video.style.visibility = muted ? "hidden" : "";
    return Boolean(this._video);
  }

  /** @param {number} volume 0 to 100 */
  setVolume(volume) {
    if (!(volume >= 0 && volume <= 100)) return false;
    this._volume = volume;
    for (const element of this._elements()) this._set(element);
    return true;
  }

  async useAudioOutputDevice(deviceID) {
    this._speaker = deviceID;
    for (const element of this._elements()) await useSpeaker(element, deviceID);
  }

  getVideoWidth() {
    return this._video ? this._video.videoWidth : 0;
  }

  getVideoHeight() {
    return this._video ? this._video.videoHeight : 0;
  }

  /** @param {{imageType?: string, quality?: number, save?: boolean, fileName?: string}} [option] @returns {string} a data URL of the picture of now */
  takeStreamSnapshot({ imageType = "image/png", quality = 0.92, save = false, fileName = "snapshot" } = {}) {
    const video = this._video;
    if (!video || !video.videoWidth) throw new EngineError(Code.ARGUMENT_WRONG, "there is no picture yet: show the view first");
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    const image = canvas.toDataURL(imageType, quality);
    if (save) {
      const link = document.createElement("a");
      link.href = image;
      link.download = `${fileName}.${imageType.split("/")[1]}`;
      link.click();
    }
    return image;
  }

  _elements() {
    return [this._video, this._audio].filter(Boolean);
  }

  _show(container, options, muted) {
    const place = typeof container === "string" ? document.getElementById(container) : container;
    if (!(place instanceof Element)) throw new EngineError(Code.ARGUMENT_WRONG, `no element ${String(container)} on this page`, '{"field":"container"}');
    if (this._video && this._video.parentElement !== place) this.stopVideo();
    this._muted = muted;
    this._options = options;
    if (!this._video) {
      const lent = this._remote && this._remote.lend();
      this._lent = Boolean(lent);
      this._video = lent || document.createElement("video");
      this._video.playsInline = true;
      this._video.addEventListener("canplay", this._shows);
      this._video.addEventListener("soundblocked", this._blocked);
      if (!lent) this._video.srcObject = this._stream;
      else if (lent.readyState >= 3) queueMicrotask(this._shows);
      place.append(this._video);
    }
    const { mirror = false, objectFit = "contain" } = options;
    Object.assign(this._video.style, { width: "100%", height: "100%", objectFit, transform: mirror ? "scaleX(-1)" : "" });
    this._set(this._video);
    this._start(this._video);
  }

  _set(element) {
    if (element === this._video && this._lent) this._remote.muteView(this._muted || this._waitsForClick);
    else element.muted = this._muted || this._waitsForClick;
    element.volume = this._volume / 100;
    if (this._speaker) useSpeaker(element, this._speaker).catch(() => {});
  }

  async _start(element) {
    try {
      await element.play();
      // Sound that a page turns on before its first click pauses the element instead.
      if (element.paused && this._elements().includes(element)) this._autoplayFailed();
    } catch (error) {
      if (error.name === "NotAllowedError") this._autoplayFailed();
    }
  }

  /** Silent until the next click anywhere, unless the page sees to it itself. */
  _autoplayFailed() {
    if (this._waitsForClick) return;
    this._waitsForClick = true;
    for (const element of this._elements()) {
      this._set(element);
      element.play().catch(() => {});
    }
    if (this._options.enableAutoplayDialog !== false) document.addEventListener("click", this._clicked, { capture: true, once: true });
    this._emitter.emit("autoplayFailed");
  }

  _forgetClick() {
    this._waitsForClick = false;
    document.removeEventListener("click", this._clicked, { capture: true });
  }
}
