// @ts-check
// The agent's seat of a call centre, as pages against the vendor's web engine are written: only the documented calls, and the vendor's
// import line. `npm run check` compiles it; the browser tests run it.
import { ZegoExpressEngine } from "zego-express-engine-webrtc";

/** @typedef {import("zego-express-engine-webrtc/sdk/code/zh/ZegoLocalStream.web").default} ZegoLocalStream */
/** @typedef {import("zego-express-engine-webrtc/sdk/code/zh/ZegoExpressEntity.web").ZegoSoundLevelInfo} ZegoSoundLevelInfo */
/** @typedef {import("zego-express-engine-webrtc/sdk/code/zh/ZegoExpressEntity.web").ZegoPlayStats} ZegoPlayStats */

export class AgentSeat {
  /** @param {number} appID @param {string} server @param {HTMLElement} place */
  constructor(appID, server, place) {
    this.zg = new ZegoExpressEngine(appID, server);
    this.place = place;
    this.roomID = "";
    this.streamID = "";
    /** @type {ZegoLocalStream | null} */
    this.local = null;
    /** @type {Map<string, {stream: MediaStream, view: ReturnType<ZegoExpressEngine["createRemoteStreamView"]>}>} */
    this.remote = new Map();
    /** @type {Map<string, ZegoPlayStats>} */
    this.quality = new Map();
    /** @type {ZegoSoundLevelInfo[]} */
    this.levels = [];
    /** @type {Record<string, {camera?: string, microphone?: string}>} */
    this.devices = {};
    /** @type {string[]} */
    this.log = [];
    this.listen();
  }

  listen() {
    const { zg } = this;
    zg.on("roomStateChanged", (roomID, reason, errorCode) => { this.log.push(`room ${reason} ${errorCode}`); });
    zg.on("publisherStateUpdate", ({ state, errorCode }) => { this.log.push(`publish ${state} ${errorCode}`); });
    zg.on("playerStateUpdate", ({ streamID, state, errorCode }) => { this.log.push(`play ${streamID} ${state} ${errorCode}`); });
    zg.on("roomStreamUpdate", async (roomID, updateType, streamList) => {
      for (const { streamID } of streamList) {
        if (updateType === "ADD") await this.watch(streamID);
        else this.unwatch(streamID);
      }
    });
    zg.on("roomUserUpdate", (roomID, updateType, userList) => { this.log.push(`${updateType} ${userList.map((user) => user.userName)}`); });
    zg.on("playQualityUpdate", (streamID, stats) => { this.quality.set(streamID, stats); });
    zg.on("soundLevelUpdate", (levels) => { this.levels = levels; });
    zg.on("remoteCameraStatusUpdate", (streamID, status) => { this.devices[streamID] = { ...this.devices[streamID], camera: status }; });
    zg.on("remoteMicStatusUpdate", (streamID, status) => { this.devices[streamID] = { ...this.devices[streamID], microphone: status }; });
    zg.on("IMRecvBroadcastMessage", (roomID, chatData) => { this.log.push(`said ${chatData[0].message}`); });
    zg.on("tokenWillExpire", (roomID) => { this.log.push(`token of ${roomID}`); });
  }

  /** @param {string} roomID @param {string} token @param {string} userID */
  async enter(roomID, token, userID) {
    const { result } = await this.zg.checkSystemRequirements("webRTC");
    if (!result) throw new Error("this browser cannot take part");
    this.roomID = roomID;
    this.zg.setSoundLevelDelegate(true, 500);
    return this.zg.loginRoom(roomID, token, { userID, userName: `agent ${userID}` }, { userUpdate: true });
  }

  /** @param {string} streamID */
  async publish(streamID) {
    this.streamID = streamID;
    this.local = await this.zg.createZegoStream({ camera: { video: { quality: 1, frameRate: 15 }, audio: true }, videoBitrate: 400 });
    const own = document.createElement("div");
    own.id = "own";
    this.place.append(own);
    this.local.playVideo(own, { mirror: true, objectFit: "cover" });
    return this.zg.startPublishingStream(streamID, this.local, { extraInfo: "agent" });
  }

  /** @param {string} streamID */
  async watch(streamID) {
    const stream = await this.zg.startPlayingStream(streamID);
    const view = this.zg.createRemoteStreamView(stream);
    this.remote.set(streamID, { stream, view });
    const tile = document.createElement("div");
    tile.id = `remote-${streamID}`;
    tile.dataset.state = "PLAYING";
    this.place.append(tile);
    view.play(tile.id, { objectFit: "cover", enableAutoplayDialog: false });
  }

  /** @param {string} streamID */
  unwatch(streamID) {
    this.zg.stopPlayingStream(streamID);
    const seen = this.remote.get(streamID);
    this.remote.delete(streamID);
    if (seen) seen.view.stop();
    const tile = document.getElementById(`remote-${streamID}`);
    if (tile) tile.remove();
  }

  /** @param {boolean} camera @param {boolean} microphone true is muted */
  async mute(camera, microphone) {
    if (!this.local) return;
    await this.zg.mutePublishStreamVideo(this.local, camera);
    await this.zg.mutePublishStreamAudio(this.local, microphone);
  }

  async nextCamera() {
    if (!this.local) return;
    const cameras = await this.zg.getCameras();
    const now = cameras.findIndex(({ deviceID }) => this.local && deviceID === this.local.videoDeviceId);
    await this.zg.useVideoDevice(this.local, cameras[(now + 1) % cameras.length].deviceID);
  }

  leave() {
    this.zg.stopPublishingStream(this.streamID);
    if (this.local) this.zg.destroyStream(this.local);
    this.local = null;
    for (const streamID of [...this.remote.keys()]) this.unwatch(streamID);
    this.zg.setSoundLevelDelegate(false);
    this.zg.logoutRoom(this.roomID);
  }
}
