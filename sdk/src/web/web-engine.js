import { Engine } from "../core/engine.js";
import { Code } from "../api/codes.js";
import { EngineError, asEngineError, droppable } from "../api/errors.js";
import { requireExtraInfo, requireStreamID } from "../api/ids.js";
import { BrowserPush } from "../publisher/browser-push.js";
import { CAMERA_MUTED, MICROPHONE_MUTED } from "../publisher/flv.js";
import { checkBrowser } from "./capabilities.js";
import { listDevices, useSpeaker, watchDevices } from "./devices.js";
import { LocalStreams } from "./local-streams.js";
import { RemoteStream } from "./remote-stream.js";
import { SoundLevels } from "./sound-levels.js";
import { StreamView } from "./stream-view.js";
import { refuseUnsupportedWeb } from "./unsupported-web.js";
import { VERSION } from "../api/version.js";

const EVENTS = ["remoteCameraStatusUpdate", "remoteMicStatusUpdate", "soundLevelUpdate", "capturedSoundLevelUpdate", "networkQuality", "videoDeviceStateChanged",
  "audioDeviceStateChanged", "deviceError", "screenSharingEnded", "playerVideoTrackUpdate", "playerAudioTrackUpdate"];
const DONE = Object.freeze({ errorCode: 0, extendedData: "" });

/**
 * The engine in a browser, with the calls of the documented web engine. They are described in types/web.d.ts. One class, because the documented API
 * is one; what a call does is in the parts that it names.
 */
export class WebEngine extends Engine {
  constructor(...parts) {
    super(...parts);
    this._emitter.add(EVENTS);
    this._locals = new LocalStreams({ changed: (stream) => this._tracksChanged(stream), tell: (...event) => this._emit(...event) });
    /** @type {Map<string, BrowserPush>} */
    this._pushes = new Map();
    /** @type {Map<string, RemoteStream>} */
    this._remotes = new Map();
    this._allMuted = { audio: false, video: false };
    this._microphoneMuted = false;
    /** What was muted of a local stream, published or not. @type {WeakMap<MediaStream, {audio: boolean, video: boolean}>} */
    this._mutes = new WeakMap();
    /** How loud the microphone of a local stream goes out, where that was said. @type {WeakMap<MediaStream, number>} */
    this._volumes = new WeakMap();
    this._levels = new SoundLevels(() => this._heard(), (levels) => this._tellLevels(levels));
    this._unwatchDevices = watchDevices((kind, type, device) => this._deviceChanged(kind, type, device));
  }

  checkSystemRequirements(checkType) {
    return checkBrowser(checkType);
  }

  async uploadLog() {
    await super.uploadLog();
    return { ...DONE };
  }

  /** Out of one room and into another, as the same user. */
  async switchRoom(fromRoomID, toRoomID, config) {
    const { token, maxMemberCount, isUserStatusNotify } = config || {};
    const { userID, userName, userUpdate } = this._rooms.joined(fromRoomID).user;
    this.logoutRoom(fromRoomID);
    const notify = isUserStatusNotify === undefined ? userUpdate : isUserStatusNotify;
    return this.loginRoom(toRoomID, token, { userID, userName }, { userUpdate: notify, maxMemberCount });
  }

  destroyEngine() {
    super.destroyEngine();
    this._levels.stop();
    this._unwatchDevices();
    this._locals.destroyAll();
    for (const streamID of [...this._remotes.keys()]) this._forgetRemote(streamID);
  }

  // Streams of this browser

  createStream(source) {
    return this._locals.create(source);
  }

  createZegoStream(options) {
    return this._locals.createLocalStream(options);
  }

  destroyStream(source) {
    this._locals.destroy(this._stream(source));
  }

  createLocalStreamView(source) {
    return new StreamView(this._stream(source));
  }

  async replaceTrack(source, track) {
    this._locals.replace(this._stream(source), track);
    return { ...DONE };
  }

  async addTrack(source, track) {
    const stream = this._stream(source);
    stream.addTrack(track);
    this._tracksChanged(stream);
    return { ...DONE };
  }

  async removeTrack(source, track) {
    const stream = this._stream(source);
    stream.removeTrack(track);
    this._tracksChanged(stream);
    return { ...DONE };
  }

  async setVideoConfig(source, constraints) {
    const stream = this._stream(source);
    const settings = await this._locals.configureVideo(stream, constraints || {});
    for (const push of this._pushesOf(stream)) push.configure(settings);
    return { ...DONE };
  }

  async setAudioConfig(source, constraints) {
    await this._locals.configureAudio(this._stream(source), constraints || {});
    return { ...DONE };
  }

  async setCaptureVolume(source, volume) {
    if (!(volume >= 0 && volume <= 200)) throw new EngineError(Code.ARGUMENT_WRONG, "volume is 0 to 200", '{"field":"volume"}');
    const stream = this._stream(source);
    this._volumes.set(stream, volume / 100);
    for (const push of this._pushesOf(stream)) push.setVolume(volume / 100);
    return { ...DONE };
  }

  // Devices

  enumDevices() {
    return listDevices();
  }

  getCameras() {
    return listDevices().then(({ cameras }) => cameras);
  }

  getMicrophones() {
    return listDevices().then(({ microphones }) => microphones);
  }

  getSpeakers() {
    return listDevices().then(({ speakers }) => speakers);
  }

  async useVideoDevice(source, deviceID) {
    await this._locals.useDevice(this._stream(source), "video", deviceID);
    return { ...DONE };
  }

  async useAudioDevice(source, deviceID) {
    await this._locals.useDevice(this._stream(source), "audio", deviceID);
    return { ...DONE };
  }

  async useFrontCamera(source, enable) {
    await this._locals.useFrontCamera(this._stream(source), Boolean(enable));
    return { ...DONE };
  }

  async useAudioOutputDevice(media, deviceID) {
    await useSpeaker(media, deviceID);
    return true;
  }

  /** Lets go of the camera while nothing is to be seen, and takes it again. */
  async enableVideoCaptureDevice(source, enable = true) {
    const stream = this._stream(source);
    if (!(await this._locals.enableCamera(stream, Boolean(enable)))) return false;
    return this._mutePushes("video", stream, !enable);
  }

  enableAutoSwitchDevice(config) {
    this._locals.switchAutomatically(config || {});
  }

  // Publishing

  /** @returns {any} true once it is asked for; a promise of `{streamID, url}` without a stream, for an encoder of the page's own */
  startPublishingStream(streamID, source, option = {}) {
    if (arguments.length < 2 || isOptions(source)) return super.startPublishingStream(streamID, source);
    try {
      this._publish(streamID, source, option || {});
      return true;
    } catch (error) {
      this._emit("publisherStateUpdate", { streamID, state: "NO_PUBLISH", errorCode: error.code, extendedData: error.extendedData || "" });
      return false;
    }
  }

  _publish(streamID, source, option) {
    requireStreamID(streamID);
    const stream = this._stream(source);
    const { extraInfo = "", roomID } = option;
    this._rooms.joined(roomID);
    requireExtraInfo(extraInfo);
    const running = this._streams.pushes.get(streamID);
    if (running && running.active) throw new EngineError(Code.ALREADY_PUBLISHING, `already publishing ${streamID}`);
    const push = new BrowserPush(stream, { ...this._locals.encodingOf(stream), ...option }, (stats) => this._tellQuality("publish", run, stats));
    this._applyMutes(push);
    if (this._volumes.has(stream)) push.setVolume(this._volumes.get(stream));
    const run = this._streams.push({ streamID, extraInfo, roomID }, { attach: ({ wsFlv }) => push.show(run, wsFlv), detach: () => push.hide() });
    this._pushes.set(streamID, push);
    droppable(run.begin());
  }

  stopPublishingStream(streamID) {
    this._pushes.delete(streamID);
    return super.stopPublishingStream(streamID);
  }

  /** What is captured anew is published as it comes: there is nothing left to do. */
  async updatePublishingStream(source) {
    this._tracksChanged(this._stream(source));
    return { ...DONE };
  }

  mutePublishStreamVideo(source, mute) {
    return this._mutePushes("video", source, mute);
  }

  mutePublishStreamAudio(source, mute) {
    return this._mutePushes("audio", source, mute);
  }

  muteMicrophone(mute) {
    this._microphoneMuted = Boolean(mute);
    for (const push of this._pushes.values()) this._applyMutes(push);
    return true;
  }

  isMicrophoneMuted() {
    return this._microphoneMuted;
  }

  startMixingAudio(source, mediaList) {
    const pushes = this._pushesNamed(source);
    for (const push of pushes) for (const media of mediaList) push.mix(this._locals.soundOf(media), 1);
    return pushes.length > 0;
  }

  stopMixingAudio(source, mediaList) {
    const pushes = this._pushesNamed(source);
    for (const push of pushes) push.unmixAll(mediaList && mediaList.map((media) => this._locals.soundOf(media)));
    return pushes.length > 0;
  }

  setMixingAudioVolume(source, volume, media) {
    const pushes = volume >= 0 && volume <= 100 ? this._pushesNamed(source) : [];
    for (const push of pushes) push.mix(this._locals.soundOf(media), volume / 100);
    return pushes.length > 0;
  }

  getPublishingStreamQuality(streamID) {
    return this._statsOf("publish", streamID);
  }

  // Playing

  /** @returns {Promise<any>} the stream, once its media flow */
  startPlayingStream(streamID, option = {}) {
    return this._startByPage("playerStateUpdate", "NO_PLAY", streamID, async () => {
      const { audio = true, video = true } = option || {};
      const running = this._streams.plays.get(streamID);
      if (running && running.active && this._remotes.has(streamID)) {
        await running.whenRunning();
        return this._remotes.get(streamID).stream;
      }
      this._forgetRemote(streamID);
      // The page plays it by itself. A stream has one player: this one takes its place.
      if (running && running.active) this._streams.stopPlay(streamID);
      const remote = new RemoteStream(streamID, { audio, video }, (kind, track) => {
        this._emit(kind === "audio" ? "playerAudioTrackUpdate" : "playerVideoTrackUpdate", streamID, track);
      });
      for (const kind of ["audio", "video"]) if (this._allMuted[kind]) remote.mute(kind, true);
      this._remotes.set(streamID, remote);
      try {
        await this.getPlayerInstance(streamID).play({ video: remote.element });
        await this._streams.plays.get(streamID).whenRunning();
      } catch (error) {
        if (this._remotes.get(streamID) === remote) this._forgetRemote(streamID);
        throw asEngineError(error);
      }
      return remote.stream;
    });
  }

  stopPlayingStream(streamID) {
    super.stopPlayingStream(streamID);
    this._forgetRemote(streamID);
  }

  createRemoteStreamView(stream) {
    return new StreamView(stream, [...this._remotes.values()].find((each) => each.stream === stream));
  }

  async mutePlayStreamVideo(streamID, mute) {
    return this._muteRemote(streamID, "video", mute);
  }

  async mutePlayStreamAudio(streamID, mute) {
    return this._muteRemote(streamID, "audio", mute);
  }

  async muteAllPlayAudioStreams(mute) {
    return this._muteAll("audio", mute);
  }

  async muteAllPlayVideoStreams(mute) {
    return this._muteAll("video", mute);
  }

  getPlayingStreamQuality(streamID) {
    return this._statsOf("play", streamID);
  }

  // Sound and picture

  setSoundLevelDelegate(enable, interval, { enableInBackground = false } = {}) {
    if (enable) this._levels.start(interval, enableInBackground);
    else this._levels.stop();
  }

  async checkVideoTrackIsActive(source) {
    return isActive(this._stream(source).getVideoTracks());
  }

  async checkAudioTrackIsActive(source) {
    return isActive(this._stream(source).getAudioTracks());
  }

  // Inside

  _stream(source) {
    return this._locals.streamOf(source);
  }

  _pushesOf(stream) {
    return [...this._pushes.values()].filter((push) => push.stream === stream);
  }

  _pushesNamed(source) {
    if (typeof source !== "string") return this._pushesOf(this._stream(source));
    return this._pushes.has(source) ? [this._pushes.get(source)] : [];
  }

  _mutePushes(kind, source, mute) {
    const stream = this._stream(source);
    this._mutes.set(stream, { ...this._mutesOf(stream), [kind]: Boolean(mute) });
    for (const push of this._pushesOf(stream)) this._applyMutes(push);
    return true;
  }

  /** A microphone that is off and a stream that is muted are two things: one does not end the other. */
  _applyMutes(push) {
    const { audio, video } = this._mutesOf(push.stream);
    push.mute("audio", audio || this._microphoneMuted);
    push.mute("video", video);
  }

  /** @param {MediaStream} stream */
  _mutesOf(stream) {
    return this._mutes.get(stream) || { audio: false, video: false };
  }

  _tracksChanged(stream) {
    for (const push of this._pushesOf(stream)) push.tracksChanged();
  }

  _forgetEnded() {
    super._forgetEnded();
    for (const streamID of [...this._pushes.keys()]) if (!this._streams.pushes.has(streamID)) this._pushes.delete(streamID);
    for (const streamID of [...this._remotes.keys()]) if (!this._streams.plays.has(streamID)) this._forgetRemote(streamID);
  }

  /** Publishers that are this engine too tell their devices' state in the stream itself. */
  _described(streamID, metadata) {
    const remote = this._remotes.get(streamID);
    if (!remote) return;
    for (const [name, event] of [[CAMERA_MUTED, "remoteCameraStatusUpdate"], [MICROPHONE_MUTED, "remoteMicStatusUpdate"]]) {
      if (!(name in metadata) || remote.devices[name] === metadata[name]) continue;
      remote.devices[name] = metadata[name];
      this._emit(event, streamID, metadata[name] ? "MUTE" : "OPEN");
    }
  }

  _deviceChanged(kind, type, device) {
    if (kind === "cameras") this._emit("videoDeviceStateChanged", type, device);
    else this._emit("audioDeviceStateChanged", type, kind === "microphones" ? "Input" : "Output", device);
  }

  _forgetRemote(streamID) {
    const remote = this._remotes.get(streamID);
    this._remotes.delete(streamID);
    if (remote) remote.close();
  }

  _muteRemote(streamID, kind, mute) {
    const remote = this._remotes.get(streamID);
    if (remote) remote.mute(kind, Boolean(mute));
    return Boolean(remote);
  }

  _muteAll(kind, mute) {
    this._allMuted[kind] = Boolean(mute);
    for (const remote of this._remotes.values()) remote.mute(kind, Boolean(mute));
    return true;
  }

  _heard() {
    const pushes = [...this._pushes].map(([streamID, push]) => ({ streamID, type: /** @type {"push"} */ ("push"), stream: push.stream }));
    const remotes = [...this._remotes].map(([streamID, remote]) => ({ streamID, type: /** @type {"pull"} */ ("pull"), stream: remote.stream }));
    return [...pushes, ...remotes];
  }

  _tellLevels(levels) {
    const captured = levels.filter(({ type }) => type === "push").map(({ soundLevel }) => soundLevel);
    if (captured.length) this._emit("capturedSoundLevelUpdate", Math.max(...captured));
    this._emit("soundLevelUpdate", levels);
  }

  _statsOf(direction, streamID) {
    const quality = this._qualities.get(`${direction} ${streamID}`);
    return quality ? quality.stats : null;
  }

  _tellQuality(direction, run, stats) {
    super._tellQuality(direction, run, stats);
    const [room] = this._rooms.select(run.roomID);
    if (room) this._emit("networkQuality", room.user.userID, this._worst("publish"), this._worst("play"));
  }

  _mutedOf(direction, streamID) {
    const one = direction === "publish" ? this._pushes.get(streamID) : this._remotes.get(streamID);
    return { audio: Boolean(one) && one.isMuted("audio"), video: Boolean(one) && one.isMuted("video") };
  }

  _worst(direction) {
    const grades = [...this._qualities].filter(([key]) => key.startsWith(`${direction} `)).map(([, { grade }]) => grade);
    return grades.length ? Math.max(...grades) : -1;
  }
}

function isOptions(value) {
  return Boolean(value) && Object.getPrototypeOf(value) === Object.prototype;
}

const isActive = ([track]) => Boolean(track) && track.readyState === "live" && !track.muted && track.enabled;

WebEngine.version = VERSION;
refuseUnsupportedWeb(WebEngine);
