import { Code } from "../api/codes.js";
import { EngineError } from "../api/errors.js";
import { Emitter } from "../core/emitter.js";
import { asStream, openCamera, openMicrophone, openScreen } from "./capture.js";
import { StreamView } from "./stream-view.js";

const EVENTS = ["autoplayFailed", "canPlayAudio", "canPlayVideo", "canPlayCaptureVideo", "canPlayCaptureAudio", "autoplayCaptureFailed", "videoTrackChanged",
  "audioTrackChanged", "captureVideoTrackChanged", "captureAudioTrackChanged"];
const DONE = Object.freeze({ errorCode: 0, extendedData: "" });

/** What a page captures to publish: devices can be started, stopped and changed while it is published. */
export class LocalStream {
  /** @param {{changed: (stream: MediaStream) => void, opened: (stream: MediaStream, track: MediaStreamTrack, screen: boolean) => void}} owner */
  constructor(owner) {
    this.stream = new MediaStream();
    this._owner = owner;
    this._emitter = new Emitter(EVENTS);
    this._picture = new StreamView(this.stream);
    this._sound = new StreamView(this.stream);
    this._closed = false;
    this._picture.on("canPlayVideo", () => this._tell("canPlayVideo", "canPlayCaptureVideo"));
    this._sound.on("canPlayAudio", () => this._tell("canPlayAudio", "canPlayCaptureAudio"));
    for (const view of [this._picture, this._sound]) view.on("autoplayFailed", () => this._tell("autoplayFailed", "autoplayCaptureFailed"));
  }

  get id() {
    return this.stream.id;
  }

  get active() {
    return this.stream.active;
  }

  get videoCaptureStream() {
    return some(this.stream.getVideoTracks());
  }

  get audioCaptureStream() {
    return some(this.stream.getAudioTracks());
  }

  get videoDeviceId() {
    return deviceOf(this.stream.getVideoTracks());
  }

  get audioDeviceId() {
    return deviceOf(this.stream.getAudioTracks());
  }

  getTracks() {
    return this.stream.getTracks();
  }

  getAudioTracks() {
    return this.stream.getAudioTracks();
  }

  getVideoTracks() {
    return this.stream.getVideoTracks();
  }

  on(event, listener) {
    return this._emitter.on(event, listener);
  }

  off(event, listener) {
    return this._emitter.off(event, listener);
  }

  async startCaptureCamera(options) {
    return this._take([await openCamera(options)]);
  }

  async startCaptureMicrophone(options) {
    return this._take([await openMicrophone(options)]);
  }

  async startCaptureCameraAndMicrophone(camera, microphone) {
    const picture = await openCamera(camera);
    try {
      return this._take([picture, await openMicrophone(microphone)]);
    } catch (error) {
      picture.stop();
      throw error;
    }
  }

  async startCaptureScreen(options) {
    return this._take((await openScreen(options)).getTracks(), true);
  }

  async startCaptureScreenWithAudio(video, audio = {}) {
    return this._take((await openScreen(video, audio)).getTracks(), true);
  }

  async startCaptureCustomVideo({ source }) {
    return this._take(required(asStream(source).getVideoTracks(), "picture"));
  }

  async startCaptureCustomAudio({ source }) {
    return this._take(required(asStream(source).getAudioTracks(), "sound"));
  }

  async startCaptureCustomVideoAndAudio(video, audio) {
    return this._take([...required(asStream(video.source).getVideoTracks(), "picture"), ...required(asStream(audio.source).getAudioTracks(), "sound")]);
  }

  async stopCaptureVideo() {
    return this._drop(this.stream.getVideoTracks());
  }

  async stopCaptureAudio() {
    return this._drop(this.stream.getAudioTracks());
  }

  playVideo(view, config) {
    this._picture.playVideo(view, config);
  }

  playCaptureVideo(view, config) {
    this.playVideo(view, config);
  }

  playAudio(config) {
    this._sound.playAudio(config);
  }

  playCaptureAudio(config) {
    this.playAudio(config);
  }

  stopVideo() {
    this._picture.stop();
  }

  stopPlayCaptureVideo() {
    this.stopVideo();
  }

  stopAudio() {
    this._sound.stop();
  }

  stopPlayCaptureAudio() {
    this.stopAudio();
  }

  resumeVideo() {
    this._picture.resume();
  }

  resumeAudio() {
    this._sound.resume();
  }

  takeStreamSnapshot(option) {
    return this._picture.takeStreamSnapshot(option);
  }

  setVolume(volume) {
    return this._sound.setVolume(volume);
  }

  useAudioOutputDevice(deviceID) {
    return this._sound.useAudioOutputDevice(deviceID);
  }

  getScreenDisplaySurface() {
    const [track] = this.stream.getVideoTracks();
    return (track && track.getSettings().displaySurface) || "";
  }

  /** Lets go of the devices and the views. */
  close() {
    this._closed = true;
    this._picture.stop();
    this._sound.stop();
    for (const track of this.stream.getTracks()) track.stop();
  }

  /** Puts tracks in the place of those of their kind. */
  _take(tracks, screen = false) {
    if (this._closed) {
      for (const track of tracks) track.stop();
      throw new EngineError(Code.LOCAL_STREAM_WRONG, "the stream was destroyed");
    }
    for (const track of tracks) {
      for (const old of this.stream.getTracks()) {
        if (old.kind !== track.kind) continue;
        track.enabled = old.enabled;
        this.stream.removeTrack(old);
        old.stop();
      }
      this.stream.addTrack(track);
      this._owner.opened(this.stream, track, screen);
      if (track.kind === "video") this._tell("videoTrackChanged", "captureVideoTrackChanged", track);
      else this._tell("audioTrackChanged", "captureAudioTrackChanged", track);
    }
    this._owner.changed(this.stream);
    return { ...DONE };
  }

  _drop(tracks) {
    for (const track of tracks) {
      track.stop();
      this.stream.removeTrack(track);
    }
    if (tracks.length) this._owner.changed(this.stream);
    return tracks.length > 0;
  }

  /** The documented names of the same event: the captured stream is the published one. */
  _tell(published, capture, ...values) {
    this._emitter.emit(published, ...values);
    this._emitter.emit(capture, ...values);
  }
}

const some = (tracks) => (tracks.length ? new MediaStream(tracks) : null);
const deviceOf = ([track]) => (track && track.getSettings().deviceId) || "";

function required(tracks, what) {
  if (!tracks.length) throw new EngineError(Code.ARGUMENT_WRONG, `the source has no ${what}`, '{"field":"source"}');
  return tracks;
}
