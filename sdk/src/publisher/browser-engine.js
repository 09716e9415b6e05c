import { Engine } from "../core/engine.js";
import { Code } from "../api/codes.js";
import { EngineError } from "../api/errors.js";
import { requireExtraInfo } from "../api/ids.js";
import { listDevices, openDevice, openLocalStream } from "./local-stream.js";
import { BrowserPush } from "./browser-push.js";

const isStream = (value) => typeof MediaStream !== "undefined" && value instanceof MediaStream;

/** The engine in a browser: it publishes as well. */
export class BrowserEngine extends Engine {
  constructor(...parts) {
    super(...parts);
    /** @type {WeakMap<MediaStream, object>} */
    this._options = new WeakMap();
    /** @type {Map<string, BrowserPush>} */
    this._pushes = new Map();
  }

  async createStream(source) {
    const { stream, options } = await openLocalStream(source);
    this._options.set(stream, options);
    return stream;
  }

  destroyStream(stream) {
    for (const track of stream.getTracks()) track.stop();
  }

  enumDevices() {
    return listDevices();
  }

  getCameras() {
    return listDevices().then(({ cameras }) => cameras);
  }

  getMicrophones() {
    return listDevices().then(({ microphones }) => microphones);
  }

  useVideoDevice(stream, deviceID) {
    return this._useDevice("video", stream, deviceID);
  }

  useAudioDevice(stream, deviceID) {
    return this._useDevice("audio", stream, deviceID);
  }

  async _useDevice(kind, stream, deviceID) {
    const [old] = kind === "video" ? stream.getVideoTracks() : stream.getAudioTracks();
    const track = await openDevice(kind, deviceID, old);
    if (old) {
      track.enabled = old.enabled;
      stream.removeTrack(old);
      old.stop();
    }
    stream.addTrack(track);
    for (const push of this._pushesOf(stream)) push.tracksChanged();
    return { errorCode: 0, extendedData: "" };
  }

  startPublishingStream(streamID, source, option = {}) {
    if (!isStream(source)) return super.startPublishingStream(streamID, source);
    return this._startByPage("publisherStateUpdate", "NO_PUBLISH", streamID, async () => {
      const { extraInfo = "", roomID } = option || {};
      this._rooms.joined(roomID);
      requireExtraInfo(extraInfo);
      const running = this._streams.pushes.get(streamID);
      if (running && running.active) throw new EngineError(Code.ALREADY_PUBLISHING, `already publishing ${streamID}`);
      const push = new BrowserPush(source, { ...this._options.get(source), ...option }, (stats) => this._tellQuality("publish", run, stats));
      const run = this._streams.push({ streamID, extraInfo, roomID }, { attach: ({ wsFlv }) => push.show(run, wsFlv), detach: () => push.hide() });
      this._pushes.set(streamID, push);
      const { wsFlv } = await run.begin();
      return { streamID, url: wsFlv };
    });
  }

  stopPublishingStream(streamID) {
    this._pushes.delete(streamID);
    return super.stopPublishingStream(streamID);
  }

  mutePublishStreamVideo(stream, mute) {
    if (!isStream(stream)) return super.mutePublishStreamVideo(stream);
    for (const push of this._pushesOf(stream)) push.mute("video", Boolean(mute));
    return true;
  }

  mutePublishStreamAudio(stream, mute) {
    if (!isStream(stream)) return super.mutePublishStreamAudio(stream);
    for (const push of this._pushesOf(stream)) push.mute("audio", Boolean(mute));
    return true;
  }

  _pushesOf(stream) {
    return [...this._pushes.values()].filter((push) => push.stream === stream);
  }
}
