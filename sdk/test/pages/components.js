// A page with the ready-made components in the place of the native tags: they hand over to the engine what the tags report.
const { ZegoExpressEngine } = require("parley-engine");

const { appID, server } = getApp().globalData;

Page({
  data: { roomID: "", publishStreamID: "", pusher: {}, playerList: [] },

  onLoad() {
    this.zg = new ZegoExpressEngine(appID, server);
    this.zg.on("roomStreamUpdate", (roomID, updateType, streamList) => {
      streamList.forEach(({ streamID }) => {
        if (updateType === "ADD") this.zg.getPlayerInstance(streamID).play();
        else this.zg.getPlayerInstance(streamID).stop();
      });
    });
  },

  bindKeyInput(event) {
    this.setData({ roomID: event.detail.value });
  },

  async openRoom() {
    const { token, userID, userName } = getApp().globalData;
    await this.zg.loginRoom(this.data.roomID, token, { userID, userName }, { userUpdate: true });
    this.zg.initContext({ wxContext: this, pushAtr: "pusher", playAtr: "playerList" });
  },

  startPush() {
    this.zg.createPusher().start(this.data.publishStreamID);
  },

  stopPush() {
    this.zg.getPusherInstance().stop();
  },

  stopPlay(streamID) {
    this.zg.getPlayerInstance(streamID).stop();
  },

  renew(token) {
    return this.zg.renewToken(token);
  },

  logout() {
    this.zg.logoutRoom(this.data.roomID);
  },
});
