// Publishes a MediaStream: its tracks are encoded and sent as FLV over a WebSocket. Built as its own module, so that only pages that
// publish carry it.
import { openAac } from "./aac.js";
import { AudioBlocks } from "./audio-blocks.js";
import { CAMERA_MUTED, MICROPHONE_MUTED, audioConfig, audioFrame, fileHeader, metadata } from "./flv.js";
import { Rate } from "./rate.js";
import { VideoEncoding, encodesVideo } from "./video-encoding.js";
import { videoFrames } from "./video-frames.js";

export { encodesVideo } from "./video-encoding.js";
export { encodesAac } from "./aac.js";

const OPEN_MS = 15_000;


/** @typedef {{videoBitrate?: number, audioBitrate?: number, frameRate?: number, volume?: number, signal?: AbortSignal, broke?: (cause: string) => void}} PublishOptions bits per second */

/**
 * @param {MediaStream} stream
 * @param {string} url ws(s)
 * @param {PublishOptions} [options] `broke` is called once, when the connection or an encoder fails; the cause is the server's reason, if
 *   it gave one
 * @returns {Promise<Publishing>} when the server has accepted
 */
export async function publishFlv(stream, url, options = {}) {
  const publishing = new Publishing(stream, options);
  if (options.signal) options.signal.addEventListener("abort", () => publishing.stop());
  try {
    await publishing.open(url);
  } catch (error) {
    publishing.stop();
    throw error;
  }
  return publishing;
}

class Publishing {
  constructor(stream, { videoBitrate = 800_000, audioBitrate = 48_000, frameRate = 15, volume = 1, broke = () => {} }) {
    this._stream = stream;
    this._audioBitrate = audioBitrate;
    this._frameRate = frameRate;
    this._broke = broke;
    this._rate = new Rate(videoBitrate, audioBitrate);
    this._socket = null;
    this._over = false;
    this._began = 0;
    this._size = { width: 0, height: 0 };
    this._counts = { videoBytes: 0, audioBytes: 0, frames: 0, dropped: 0 };
    this._video = { track: null, end: () => {}, encoding: null, muted: false, last: null, black: null, encodedAt: -Infinity, due: 0 };
    this._audio = { track: null, blocks: null, aac: null, muted: false, volume };
    /** What is mixed into the sound, with its volume. @type {Map<MediaStream, number>} */
    this._mix = new Map();
    this._clock = undefined;
  }

  async open(url) {
    const { _stream: stream } = this;
    const [video] = stream.getVideoTracks();
    const [audio] = stream.getAudioTracks();
    if (video && !(await encodesVideo())) throw new Error("this browser cannot encode H.264 (WebCodecs)");
    // Before anything is sent, as it may take a while: players are told what tracks there are after the first second.
    if (audio) await this._prepareAudio(audio);
    await this._connect(url);
    this._began = performance.now();
    this._send(fileHeader(Boolean(audio), Boolean(video)));
    if (!video) this._describe();
    if (audio) this._listenTo(audio);
    if (video) this._startVideo(video);
    this._startClock();
  }

  /** Frames of a track that stands still, or is muted, are sent again: a player waits for the picture before it goes on with the sound. */
  _startClock() {
    clearInterval(this._clock);
    this._clock = setInterval(() => this._repeat(), 1000 / this._frameRate);
  }

  _connect(url) {
    return new Promise((resolve, reject) => {
      if (this._over) throw new Error("STOPPED");
      const socket = new WebSocket(url);
      socket.binaryType = "arraybuffer";
      const late = setTimeout(() => reject(new Error("NO_ANSWER")), OPEN_MS);
      socket.onmessage = ({ data }) => {
        if (typeof data !== "string" || !data.includes('"publishing"')) return;
        clearTimeout(late);
        resolve();
      };
      socket.onclose = ({ reason }) => {
        clearTimeout(late);
        reject(new Error(reason || "CONNECTION_LOST"));
        this._end(reason || "CONNECTION_LOST");
      };
      this._socket = socket;
    });
  }

  /** Takes the tracks that the stream has now: after one was changed, added or taken away. */
  async tracksChanged() {
    const { _video: video, _audio: audio } = this;
    const picture = this._stream.getVideoTracks()[0] || null;
    const sound = this._stream.getAudioTracks()[0] || null;
    if (picture && picture !== video.track) this._startVideo(picture);
    else if (!picture && video.track) this._endVideo();
    if (sound === audio.track) return;
    audio.track = sound;
    if (sound && !audio.blocks) await this._prepareAudio(sound);
    // Changed again while the encoder was loading.
    if (audio.blocks && audio.track === sound && !this._over) this._listenTo(sound);
  }

  _listenTo(track) {
    const { _audio: audio } = this;
    audio.blocks.listenTo(track);
    audio.blocks.muted = audio.muted;
    for (const [stream, volume] of this._mix) audio.blocks.mix(stream, volume);
  }

  _endVideo() {
    const { _video: video } = this;
    video.end();
    video.end = () => {};
    if (video.last) video.last.close();
    video.last = video.track = null;
  }

  _startVideo(track) {
    const { _video: video } = this;
    video.end();
    video.track = track;
    video.encoding ??= new VideoEncoding({
      frameRate: this._frameRate,
      send: (tag) => {
        this._counts.videoBytes += tag.length;
        this._send(tag);
      },
      sized: (width, height) => {
        this._size = { width, height };
        this._describe();
      },
      failed: (error) => this._end(`VIDEO_ENCODER: ${error.message}`),
    });
    video.end = videoFrames(track, (frame) => this._captured(frame));
  }

  /** Players hear of a muted device by this: what is sent then is only black and silent. */
  _describe() {
    const { width, height } = this._size;
    this._send(metadata({
      ...(width ? { width, height, framerate: this._frameRate, videocodecid: 7 } : {}), ...(this._audio.track ? { audiocodecid: 10 } : {}),
      [CAMERA_MUTED]: Number(this._video.muted), [MICROPHONE_MUTED]: Number(this._audio.muted),
    }, this._now()));
  }

  async _prepareAudio(track) {
    const { _audio: audio } = this;
    audio.track = track;
    audio.blocks = new AudioBlocks((samples, time) => {
      this._repeat();
      if (audio.aac && this._began && audio.track) audio.aac.encode(samples, time - this._began);
    });
    // Before anything is heard: the graph of sound runs beside the page.
    audio.blocks.setVolume(audio.volume);
    const sampleRate = await audio.blocks.open();
    const send = (tag) => {
      this._counts.audioBytes += tag.length;
      this._send(tag);
    };
    audio.aac = await openAac({
      sampleRate,
      bitrate: this._audioBitrate,
      config: (config) => send(audioConfig(config, this._now())),
      frame: (frame, time) => send(audioFrame(frame, time)),
      failed: (error) => this._end(`AUDIO_ENCODER: ${error.message}`),
    });
    if (this._over) this.stop();
  }

  _captured(frame) {
    const { _video: video } = this;
    if (this._over) {
      frame.close();
      return;
    }
    if (video.last) video.last.close();
    video.last = frame;
    if (video.muted) return;
    // A camera is rarely as slow as it was asked to be: of its frames those are taken that keep the rate on the whole.
    const now = performance.now();
    const every = 1000 / this._frameRate;
    if (now < video.due - 4) return;
    video.due = Math.max(video.due, now - every) + every;
    this._encode(frame);
  }

  /** Called more often than frames are due. */
  _repeat() {
    const { _video: video } = this;
    if (this._over || !video.encoding || !video.last) return;
    const wait = (video.muted ? 1 : 3) * (1000 / this._frameRate);
    if (performance.now() - video.encodedAt >= wait) this._encode(video.muted ? this._blackFrame(video.last) : video.last);
  }

  /** In the colours of the camera: others would be another stream to players. */
  _blackFrame({ displayWidth, displayHeight, colorSpace }) {
    const { _video: video } = this;
    const codedWidth = displayWidth & ~1;
    const codedHeight = displayHeight & ~1;
    if (video.black && video.black.codedWidth === codedWidth && video.black.codedHeight === codedHeight) return video.black;
    if (video.black) video.black.close();
    const pixels = new Uint8Array((codedWidth * codedHeight * 3) / 2).fill(128);
    pixels.fill(colorSpace.fullRange ? 0 : 16, 0, codedWidth * codedHeight);
    video.black = new VideoFrame(pixels, { format: "I420", codedWidth, codedHeight, timestamp: 0, colorSpace: colorSpace.toJSON() });
    return video.black;
  }

  _encode(frame) {
    const { _video: video } = this;
    const now = performance.now();
    const { drop, stalled } = this._rate.look(this._socket.bufferedAmount, now);
    if (stalled) {
      this._end("STALLED");
      return;
    }
    let sent = false;
    try {
      sent = !drop && video.encoding.encode(frame, this._now(), this._rate.bitrate);
    } catch (error) {
      this._end(`VIDEO_ENCODER: ${error.message}`);
      return;
    }
    video.encodedAt = now;
    this._counts[sent ? "frames" : "dropped"]++;
  }

  _now() {
    return performance.now() - this._began;
  }

  _send(tag) {
    if (!this._over && this._began && this._socket.readyState === WebSocket.OPEN) this._socket.send(tag);
  }

  /** Black, or the picture again. @param {boolean} mute */
  muteVideo(mute) {
    this._video.muted = mute;
    if (this._video.encoding) this._video.encoding.wantKey = true;
    this._describe();
  }

  /** @param {boolean} mute */
  muteAudio(mute) {
    this._audio.muted = mute;
    if (this._audio.blocks) this._audio.blocks.muted = mute;
    this._describe();
  }

  /** @param {number} volume of the microphone; 1 leaves it as it is */
  setVolume(volume) {
    this._audio.volume = volume;
    if (this._audio.blocks) this._audio.blocks.setVolume(volume);
  }

  /** Adds the sound of a stream to the own one, or changes its volume. @param {MediaStream} stream @param {number} volume 1 leaves it as it is */
  mix(stream, volume) {
    this._mix.set(stream, volume);
    if (this._audio.blocks) this._audio.blocks.mix(stream, volume);
  }

  /** @param {MediaStream} stream */
  unmix(stream) {
    this._mix.delete(stream);
    if (this._audio.blocks) this._audio.blocks.unmix(stream);
  }

  /** @param {{videoBitrate?: number, frameRate?: number}} settings bits per second, frames per second */
  configure({ videoBitrate, frameRate }) {
    if (videoBitrate) this._rate.limit(videoBitrate);
    if (!frameRate || frameRate === this._frameRate) return;
    this._frameRate = frameRate;
    if (this._video.encoding) this._video.encoding.setFrameRate(frameRate);
    if (this._clock !== undefined) this._startClock();
    this._describe();
  }

  /** Totals since the beginning, and how things stand. */
  figures() {
    return { ...this._counts, ...this._size, videoBitrate: this._rate.bitrate, waiting: this._socket ? this._socket.bufferedAmount : 0 };
  }

  _end(cause) {
    if (this._over) return;
    this.stop();
    this._broke(cause);
  }

  stop() {
    this._over = true;
    clearInterval(this._clock);
    const { _video: video, _audio: audio, _socket: socket } = this;
    video.end();
    for (const frame of [video.last, video.black]) if (frame) frame.close();
    video.last = video.black = null;
    if (video.encoding) video.encoding.close();
    if (audio.blocks) audio.blocks.close();
    if (audio.aac) audio.aac.close();
    if (socket) {
      socket.onclose = socket.onmessage = null;
      socket.close(1000);
    }
  }
}
