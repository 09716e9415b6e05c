// A page that drives its native tags itself: the engine gives URLs, and the page starts again whatever the tags say is over.
const { ZegoExpressEngine } = require("parley-engine");

const { appID, server } = getApp().globalData;
// WeChat's own codes after which a tag has given up.
const PUSH_OVER = [-1301, -1302, -1303, -1304, -1305, -1306, -1307, -1308, -1309, -1310, -1311];
const PLAY_OVER = [-2301, -2302];

Page({
  data: { roomID: "", publishStreamID: "", pushUrl: "", players: [] },

  onLoad() {
    this.wanted = new Set();
    this.zg = new ZegoExpressEngine(appID, server);
    this.zg.initContext({ wxContext: this });
    this.zg.on("roomStreamUpdate", (roomID, updateType, streamList) => {
      for (const { streamID } of streamList) {
        if (updateType === "ADD") this.play(streamID);
        else this.stopPlay(streamID);
      }
    });
    this.zg.on("publisherStateUpdate", ({ state, errorCode }) => {
      if (state === "NO_PUBLISH" && PUSH_OVER.includes(errorCode) && this.pushing) this.startPush();
    });
    this.zg.on("playerStateUpdate", ({ streamID, state, errorCode }) => {
      if (state === "NO_PLAY" && PLAY_OVER.includes(errorCode) && this.wanted.has(streamID)) this.play(streamID);
    });
  },

  bindKeyInput(event) {
    this.setData({ roomID: event.detail.value });
  },

  async openRoom() {
    const { token, userID, userName } = getApp().globalData;
    await this.zg.loginRoom(this.data.roomID, token, { userID, userName }, { userUpdate: true });
  },

  async startPush() {
    this.pushing = true;
    this.pusher = this.pusher || wx.createLivePusherContext();
    try {
      const { url } = await this.zg.startPublishingStream(this.data.publishStreamID, { extraInfo: "camera" });
      this.setData({ pushUrl: url }, () => {
        this.pusher.stop();
        this.pusher.start();
      });
    } catch (error) {
      console.error("no push", error.errorCode, error.message);
    }
  },

  stopPush() {
    this.pushing = false;
    this.pusher.stop();
    this.zg.stopPublishingStream(this.data.publishStreamID);
    this.setData({ pushUrl: "" });
  },

  async play(streamID) {
    this.wanted.add(streamID);
    try {
      const { url } = await this.zg.startPlayingStream(streamID);
      const others = this.data.players.filter((each) => each.streamID !== streamID);
      this.setData({ players: [...others, { streamID, url }] }, () => wx.createLivePlayerContext(streamID).play());
    } catch (error) {
      console.error("no play", streamID, error.errorCode, error.message);
    }
  },

  stopPlay(streamID) {
    this.wanted.delete(streamID);
    wx.createLivePlayerContext(streamID).stop();
    this.zg.stopPlayingStream(streamID);
    this.setData({ players: this.data.players.filter((each) => each.streamID !== streamID) });
  },

  renew(token) {
    return this.zg.renewToken(token, this.data.roomID);
  },

  logout() {
    if (this.pushing) this.stopPush();
    for (const streamID of [...this.wanted]) this.stopPlay(streamID);
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
