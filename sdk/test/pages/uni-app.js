// A component of uni-app: a Vue object without setData, whose tags are bound to its own fields.
const { ZegoExpressEngine } = require("parley-engine");

const { appID, server } = getApp().globalData;

module.exports = {
  data() {
    return { roomID: "", publishStreamID: "", pushUrl: "", players: [] };
  },

  created() {
    this.zg = new ZegoExpressEngine(appID, server);
    this.zg.initContext({ wxContext: this });
    this.zg.on("roomStreamUpdate", (roomID, updateType, streamList) => {
      streamList.forEach(({ streamID }) => (updateType === "ADD" ? this.play(streamID) : this.stopPlay(streamID)));
    });
    this.zg.on("publisherStateUpdate", (result) => {
      if (result.state === "NO_PUBLISH" && result.errorCode === -1307 && this.pushing) this.startPush();
    });
    this.zg.on("playerStateUpdate", (result) => {
      if (result.state === "NO_PLAY" && result.errorCode === -2301 && this.players.some(({ id }) => id === result.streamID)) this.play(result.streamID);
    });
  },

  methods: {
    async openRoom() {
      const { token, userID, userName } = getApp().globalData;
      await this.zg.loginRoom(this.roomID, token, { userID, userName }, { userUpdate: true });
    },

    startPush() {
      this.pushing = true;
      this.zg.startPublishingStream(this.publishStreamID).then(({ url }) => {
        this.pushUrl = url;
        this.$nextTick(() => {
          wx.createLivePusherContext().stop();
          wx.createLivePusherContext().start();
        });
      }).catch((error) => console.error("no push", error.errorCode));
    },

    stopPush() {
      this.pushing = false;
      wx.createLivePusherContext().stop();
      this.zg.stopPublishingStream(this.publishStreamID);
      this.pushUrl = "";
    },

    play(streamID) {
      this.zg.startPlayingStream(streamID).then(({ url }) => {
        this.players = [...this.players.filter(({ id }) => id !== streamID), { id: streamID, url }];
        this.$nextTick(() => wx.createLivePlayerContext(streamID, this).play());
      }).catch((error) => console.error("no play", error.errorCode));
    },

    stopPlay(streamID) {
      this.zg.stopPlayingStream(streamID);
      this.players = this.players.filter(({ id }) => id !== streamID);
    },

    renew(token) {
      return this.zg.renewToken(token, this.roomID);
    },

    logout() {
      if (this.pushing) this.stopPush();
      this.players.forEach(({ id }) => this.stopPlay(id));
      this.zg.logoutRoom(this.roomID);
    },

    bindKeyInput(event) {
      this.roomID = event.detail.value;
    },

    onPush(event) {
      this.zg.updatePlayerState(this.publishStreamID, event);
    },

    onPushNet(event) {
      this.zg.updatePlayerNetStatus(this.publishStreamID, event);
    },

    onPlay(event) {
      this.zg.updatePlayerState(event.currentTarget.id, event);
    },

    onPlayNet(event) {
      this.zg.updatePlayerNetStatus(event.currentTarget.id, event);
    },
  },
};
