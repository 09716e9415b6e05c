import { Code } from "../api/codes.js";
import { EngineError } from "../api/errors.js";
import { asStream, encodingOf, openCamera, openDevice, openLocalStream, processing, sizes } from "./capture.js";
import { LocalStream } from "./local-stream.js";

const PLAIN_CAMERA = Object.freeze({ camera: { audio: true, video: true } });

/** What this browser captures to publish, by its MediaStream. */
export class LocalStreams {
  /** @param {{changed: (stream: MediaStream) => void, tell: (event: string, ...values: any[]) => void}} owner `changed` is told of other tracks */
  constructor(owner) {
    this._owner = owner;
    /** @type {Map<MediaStream, {encoding: import("./capture.js").Encoding, local?: LocalStream}>} */
    this._known = new Map();
    /** @type {WeakSet<MediaStream>} */
    this._destroyed = new WeakSet();
    this._over = false;
    this._switches = { camera: false, microphone: false };
    /** What is mixed in, by its element. @type {WeakMap<HTMLMediaElement, MediaStream>} */
    this._mixed = new WeakMap();
  }

  /** @returns {MediaStream} */
  streamOf(source) {
    if (source instanceof LocalStream) return source.stream;
    if (typeof MediaStream !== "undefined" && source instanceof MediaStream) return source;
    throw new EngineError(Code.LOCAL_STREAM_WRONG, "that is no MediaStream, and none of createStream or createZegoStream");
  }

  /** @param {MediaStream} stream @returns {Partial<import("./capture.js").Encoding>} */
  encodingOf(stream) {
    const known = this._known.get(stream);
    return known ? known.encoding : {};
  }

  /** @param {HTMLMediaElement} media @returns {MediaStream} the same each time */
  soundOf(media) {
    const stream = this._mixed.get(media) || asStream(media);
    this._mixed.set(media, stream);
    return stream;
  }

  async create(source = PLAIN_CAMERA) {
    const { stream, encoding } = await openLocalStream(source);
    if (this._over) {
      for (const track of stream.getTracks()) track.stop();
      throw destroyed();
    }
    this._known.set(stream, { encoding });
    for (const track of stream.getTracks()) this._watch(stream, track, Boolean(source.screen));
    return stream;
  }

  async createLocalStream({ camera, screen, custom, videoBitrate, audioBitrate, autoCapture = true } = {}) {
    const local = new LocalStream({
      changed: (stream) => this._owner.changed(stream),
      opened: (stream, track, shared) => this._watch(stream, track, shared),
    });
    const wanted = [camera && camera.video, screen && screen.video].find((each) => each && typeof each === "object") || {};
    const bitrate = typeof videoBitrate === "object" ? videoBitrate.bitrate : videoBitrate;
    if (this._over) throw destroyed();
    this._known.set(local.stream, { encoding: encodingOf({ ...wanted, bitrate, audioBitrate }, Boolean(screen)), local });
    try {
      if (autoCapture) await capture(local, { camera: camera || (screen || custom ? undefined : PLAIN_CAMERA.camera), screen, custom });
    } catch (error) {
      this.destroy(local.stream);
      throw error;
    }
    return local;
  }

  /** @param {MediaStream} stream */
  destroy(stream) {
    const { local } = this._known.get(stream) || {};
    this._known.delete(stream);
    this._destroyed.add(stream);
    if (local) local.close();
    else for (const track of stream.getTracks()) track.stop();
  }

  /** Ends all of them for good: a device that is being opened is closed as soon as it is open. */
  destroyAll() {
    this._over = true;
    for (const stream of [...this._known.keys()]) this.destroy(stream);
  }

  /** @param {MediaStream} stream @param {MediaStreamTrack} track in the place of those of its kind */
  replace(stream, track) {
    for (const old of stream.getTracks()) if (old.kind === track.kind) stream.removeTrack(old);
    stream.addTrack(track);
    this._owner.changed(stream);
  }

  /** @param {MediaStream} stream @param {{maxBitrate?: number, frameRate?: any}} constraints kbit/s @returns {Promise<{videoBitrate?: number, frameRate?: number}>} */
  async configureVideo(stream, constraints) {
    const { maxBitrate, frameRate } = constraints;
    const [track] = stream.getVideoTracks();
    if (track) await apply(track, sizes({ ...track.getSettings(), ...constraints }));
    const settings = { ...(maxBitrate ? { videoBitrate: maxBitrate * 1000 } : {}), ...(frameRate ? { frameRate: encodingOf({ frameRate }).frameRate } : {}) };
    Object.assign(this.encodingOf(stream), settings);
    return settings;
  }

  /** @param {MediaStream} stream @param {object} constraints ANS, AGC and AEC */
  async configureAudio(stream, constraints) {
    const [track] = stream.getAudioTracks();
    if (track) await apply(track, processing(constraints));
  }

  /** @param {MediaStream} stream @param {"audio" | "video"} kind @param {string} [deviceID] without it, the browser's choice */
  useDevice(stream, kind, deviceID) {
    return this._open(stream, kind, (old) => openDevice(kind, deviceID, old));
  }

  /** @param {MediaStream} stream @param {boolean} front */
  useFrontCamera(stream, front) {
    return this._open(stream, "video", (old) => {
      // A phone gives one camera at a time.
      if (old) old.stop();
      return openCamera({ facingMode: front ? "user" : "environment" });
    });
  }

  /** Lets go of the camera, or takes it again. @param {MediaStream} stream @param {boolean} enable @returns {Promise<boolean>} whether there is one */
  async enableCamera(stream, enable) {
    const [track] = stream.getVideoTracks();
    if (!track) return false;
    if (!enable) track.stop();
    else if (track.readyState === "ended") await this.useDevice(stream, "video", track.getSettings().deviceId);
    return true;
  }

  /** @param {{camera?: boolean, microphone?: boolean}} switches whether another device takes the place of one that is gone */
  switchAutomatically(switches) {
    this._switches = { camera: false, microphone: false, ...switches };
  }

  async _open(stream, kind, open) {
    const ofKind = () => stream.getTracks().filter((each) => each.kind === kind);
    const track = await open(ofKind()[0]);
    if (this._over || this._destroyed.has(stream)) {
      track.stop();
      throw destroyed();
    }
    // Those of now: another call may have been faster.
    for (const old of ofKind()) {
      track.enabled = old.enabled;
      stream.removeTrack(old);
      old.stop();
    }
    stream.addTrack(track);
    this._watch(stream, track, false);
    this._owner.changed(stream);
  }

  /** A track that ends by itself: its device was unplugged, or the user ended the sharing of a screen. */
  _watch(stream, track, screen) {
    track.addEventListener("ended", () => {
      if (!stream.getTracks().includes(track)) return;
      if (screen && track.kind === "video") {
        this._owner.tell("screenSharingEnded", stream);
        return;
      }
      this._owner.tell("deviceError", Code.PUBLISH_DEVICE, track.label);
      if (this._switches[track.kind === "video" ? "camera" : "microphone"]) this.useDevice(stream, track.kind).catch(() => {});
    });
  }
}

const destroyed = () => new EngineError(Code.LOCAL_STREAM_WRONG, "the stream or its engine was destroyed");

/** @param {MediaStreamTrack} track @param {MediaTrackConstraints} constraints */
async function apply(track, constraints) {
  try {
    await track.applyConstraints(constraints);
  } catch (error) {
    throw new EngineError(Code.PUBLISH_DEVICE, `${error.name}: ${error.message}`, JSON.stringify({ reason: error.name }));
  }
}

/** @param {LocalStream} local */
async function capture(local, { camera, screen, custom }) {
  const options = (value) => (value === true || value === undefined ? {} : value);
  if (screen) {
    if (screen.audio) await local.startCaptureScreenWithAudio(options(screen.video), options(screen.audio));
    else await local.startCaptureScreen(options(screen.video));
  }
  if (custom && custom.video) await local.startCaptureCustomVideo(custom.video);
  if (custom && custom.audio) await local.startCaptureCustomAudio(custom.audio);
  if (!camera) return;
  const { video = true, audio = true } = camera;
  if (video && audio) await local.startCaptureCameraAndMicrophone(options(video), options(audio));
  else if (video) await local.startCaptureCamera(options(video));
  else if (audio) await local.startCaptureMicrophone(options(audio));
}
