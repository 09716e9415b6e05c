// The user's own camera and microphone: preview, mutes, choice of devices, and the figures of what is sent.
import { text } from "./texts.mjs";
import { $, element } from "./view.mjs";

export class Own {
  /** @param {object} engine @param {MediaStream} stream @param {string} streamID @param {string} name @param {(error: Error) => void} failed */
  constructor(engine, stream, streamID, name, failed) {
    this._engine = engine;
    this.stream = stream;
    this.streamID = streamID;
    this._failed = failed;
    this._muted = { audio: false, video: false };
    $("preview").srcObject = stream;
    $("selfName").textContent = name;
    $("self").hidden = $("tools").hidden = false;
    $("muteAudio").disabled = !stream.getAudioTracks().length;
    $("muteVideo").disabled = !stream.getVideoTracks().length;
    $("muteAudio").onclick = () => this._mute("audio");
    $("muteVideo").onclick = () => this._mute("video");
    $("cameras").onchange = () => this._use("video", $("cameras").value);
    $("microphones").onchange = () => this._use("audio", $("microphones").value);
    this.write();
    this._fillDevices();
  }

  publish() {
    return this._engine.startPublishingStream(this.streamID, this.stream);
  }

  _mute(kind) {
    this._muted[kind] = !this._muted[kind];
    if (kind === "audio") this._engine.mutePublishStreamAudio(this.stream, this._muted.audio);
    else this._engine.mutePublishStreamVideo(this.stream, this._muted.video);
    this.write();
  }

  async _use(kind, deviceID) {
    try {
      await (kind === "video" ? this._engine.useVideoDevice(this.stream, deviceID) : this._engine.useAudioDevice(this.stream, deviceID));
    } catch (error) {
      this._failed(error);
    }
    this._fillDevices();
  }

  async _fillDevices() {
    const { cameras, microphones } = await this._engine.enumDevices();
    fill($("cameras"), cameras, this.stream.getVideoTracks()[0]);
    fill($("microphones"), microphones, this.stream.getAudioTracks()[0]);
  }

  /** @param {object} stats publishQualityUpdate */
  tell({ video, audio, waitingBytes }) {
    const backlog = waitingBytes > 20_000 ? ` · ${text("waiting")} ${Math.round(waitingBytes / 1000)} kB` : "";
    $("selfFigures").textContent = `${video.videoBitrate} + ${audio.audioBitrate} kbit/s · ${Math.round(video.videoFPS)} fps · ${video.videoWidth}×${video.videoHeight}${backlog}`;
  }

  write() {
    $("muteAudio").textContent = text(this._muted.audio ? "micOn" : "micOff");
    $("muteVideo").textContent = text(this._muted.video ? "cameraOn" : "cameraOff");
    $("muteAudio").setAttribute("aria-pressed", this._muted.audio);
    $("muteVideo").setAttribute("aria-pressed", this._muted.video);
    $("self").classList.toggle("dark", this._muted.video);
  }

  stop() {
    this._engine.destroyStream(this.stream);
    $("preview").srcObject = null;
    $("selfFigures").textContent = "";
    $("self").hidden = $("tools").hidden = true;
  }
}

function fill(list, devices, track) {
  const current = track && track.getSettings().deviceId;
  list.replaceChildren(...devices.map(({ deviceID, deviceName }, i) => element("option", { value: deviceID, textContent: deviceName || `${i + 1}`, selected: deviceID === current })));
  list.disabled = devices.length < 2;
  list.parentElement.hidden = !track;
}
