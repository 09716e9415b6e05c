// A page whose native tags the engine drives: it writes their attributes, and the page hands over what they report.
const { ZegoExpressEngine } = require("parley-engine");

const { appID, server } = getApp().globalData;

Page({
  data: { roomID: "", publishStreamID: "", pusher: {}, playerList: [], loggedIn: false },

  onLoad() {
    this.zg = new ZegoExpressEngine(appID, server);
    this.zg.on("roomStateUpdate", (roomID, state, errorCode) => {
      this.setData({ loggedIn: state === "CONNECTED" });
      if (state === "DISCONNECTED" && errorCode) console.log("out of the room", errorCode);
    });
    this.zg.on("roomStreamUpdate", (roomID, updateType, streamList) => {
      for (const { streamID } of streamList) {
        const player = this.zg.getPlayerInstance(streamID);
        if (updateType === "ADD") player.play({ objectFit: "fillCrop" });
        else player.stop();
      }
    });
    this.zg.on("tokenWillExpire", (roomID) => this.zg.renewToken(getApp().globalData.token, roomID));
  },

  bindKeyInput(event) {
    this.setData({ roomID: event.detail.value });
  },

  async openRoom() {
    const { token, userID, userName } = getApp().globalData;
    this.zg.initContext({ wxContext: this, pushAtr: "pusher", playAtr: "playerList" });
    await this.zg.loginRoom(this.data.roomID, token, { userID, userName }, { userUpdate: true });
  },

  startPush() {
    this.zg.createPusher({ minBitrate: 300, maxBitrate: 900 }).start(this.data.publishStreamID, { extraInfo: "camera" });
  },

  stopPush() {
    this.zg.getPusherInstance().stop();
  },

  stopPlay(streamID) {
    this.zg.getPlayerInstance(streamID).stop();
  },

  renew(token) {
    return this.zg.renewToken(token, this.data.roomID);
  },

  logout() {
    this.zg.getPusherInstance()?.stop();
    this.zg.logoutRoom(this.data.roomID);
  },

  onPush(event) {
    this.zg.updatePlayerState(this.data.publishStreamID, event);
  },

  onPushNet(event) {
    this.zg.updatePlayerNetStatus(this.data.publishStreamID, event);
  },

  onPlay(event) {
    this.zg.updatePlayerState(event.currentTarget.id, event);
  },

  onPlayNet(event) {
    this.zg.updatePlayerNetStatus(event.currentTarget.id, event);
  },
});
