const { ZegoExpressEngine } = require("parley-engine");

// The same call with the package's components: the page binds no tag and hands over no event.
let zg;

Page({
  data: { words: {}, pusher: {}, playerList: [], joined: false, error: "" },

  onLoad() {
    const { globalData, words } = getApp();
    this.words = words;
    this.setData({ words: Object.fromEntries(Object.entries(words).filter(([, value]) => typeof value === "string")) });
    zg = new ZegoExpressEngine(globalData.appID, globalData.server);
    zg.on("roomStreamUpdate", (roomID, updateType, streamList) => {
      for (const { streamID } of streamList) {
        const player = zg.getPlayerInstance(streamID);
        if (updateType === "ADD") player.play();
        else player.stop();
      }
    });
    zg.on("roomStateUpdate", (roomID, state, errorCode) => {
      this.setData({ joined: state === "CONNECTED", error: errorCode ? words.error(errorCode) : "" });
    });
  },

  onUnload() {
    if (zg) zg.destroyEngine();
    zg = null;
  },

  async join() {
    const { roomID, token, userID, userName } = getApp().globalData;
    try {
      await zg.loginRoom(roomID, token, { userID, userName: userName || userID });
      zg.initContext({ wxContext: this, pushAtr: "pusher", playAtr: "playerList" });
      await zg.createPusher().start(`${roomID}_${userID}_main`);
    } catch (error) {
      this.setData({ error: this.words.error(error.code, error.msg) });
    }
  },

  leave() {
    zg.logoutRoom();
  },
});
