const { ZegoExpressEngine } = require("parley-engine");

// The tutorial's call page, with the handlers that it names and does not show.
let zg;

Page({
  data: {
    words: {},
    // 1 while camera and microphone are permitted, else 0.
    canShow: -1,
    roomID: "",
    publishStreamID: "",
    pusher: {},
    playerList: [],
    names: {},
    quality: {},
    joined: false,
    micOn: true,
    cameraOn: true,
    roomState: "DISCONNECTED",
    pushState: "NO_PUBLISH",
    error: "",
  },

  onLoad() {
    const { globalData, words } = getApp();
    this.words = words;
    this.setData({
      words: Object.fromEntries(Object.entries(words).filter(([, value]) => typeof value === "string")),
      roomID: globalData.roomID,
      publishStreamID: `${globalData.roomID}_${globalData.userID}_main`,
    });
    this.askPermission();
    zg = new ZegoExpressEngine(globalData.appID, globalData.server);
    this.listen();
  },

  onUnload() {
    if (zg) zg.destroyEngine();
    zg = null;
  },

  listen() {
    zg.on("roomStateUpdate", (roomID, state, errorCode, extendedData) => {
      this.setData({ roomState: state, ...(state === "DISCONNECTED" ? { joined: false } : {}) });
      if (errorCode) this.fail(errorCode, extendedData);
      else if (state === "CONNECTED") this.setData({ error: "" });
    });
    zg.on("roomUserUpdate", (roomID, updateType, userList) => {
      const names = { ...this.data.names };
      for (const { userID, userName } of userList) {
        if (updateType === "ADD") names[userID] = userName;
        else delete names[userID];
      }
      this.setData({ names });
    });
    zg.on("roomStreamUpdate", (roomID, updateType, streamList) => {
      for (const { streamID, user } of streamList) {
        const player = zg.getPlayerInstance(streamID);
        if (updateType === "ADD") {
          this.setData({ names: { ...this.data.names, [streamID]: user.userName } });
          player.play();
        } else {
          player.stop();
        }
      }
    });
    zg.on("publisherStateUpdate", ({ state, errorCode, extendedData }) => {
      this.setData({ pushState: state });
      if (errorCode) this.fail(errorCode, extendedData);
      else if (state === "PUBLISHING") this.setData({ error: "" });
    });
    zg.on("playerStateUpdate", ({ state, errorCode, extendedData }) => {
      if (state === "NO_PLAY" && errorCode) this.fail(errorCode, extendedData);
    });
    zg.on("publishQualityUpdate", (streamID, stats) => this.showQuality(streamID, stats));
    zg.on("playQualityUpdate", (streamID, stats) => this.showQuality(streamID, stats));
  },

  // Permission

  askPermission() {
    const scopes = ["scope.camera", "scope.record"];
    const ask = (rest) => {
      if (!rest.length) {
        this.setData({ canShow: 1 });
        return;
      }
      wx.authorize({ scope: rest[0], success: () => ask(rest.slice(1)), fail: () => this.setData({ canShow: 0 }) });
    };
    ask(scopes);
  },

  /** Back from WeChat's settings. */
  settingCallback(e) {
    const settings = (e.detail && e.detail.authSetting) || {};
    this.setData({ canShow: settings["scope.camera"] && settings["scope.record"] ? 1 : 0 });
  },

  // The call

  bindKeyInput(e) {
    const { userID } = getApp().globalData;
    this.setData({ roomID: e.detail.value, publishStreamID: `${e.detail.value}_${userID}_main` });
  },

  async openRoom(e) {
    const { token, userID, userName } = getApp().globalData;
    const { role } = e.currentTarget.dataset;
    this.setData({ error: "" });
    try {
      await zg.loginRoom(this.data.roomID, token, { userID, userName: userName || userID }, { userUpdate: true });
      this.setData({ joined: true });
      zg.initContext({ wxContext: this, pushAtr: "pusher", playAtr: "playerList" });
      if (role === "1") await zg.createPusher().start(this.data.publishStreamID);
    } catch (error) {
      this.fail(error.code, error.msg);
    }
  },

  logout() {
    zg.logoutRoom(this.data.roomID);
    this.setData({ joined: false, quality: {}, names: {}, micOn: true, cameraOn: true });
  },

  end() {
    this.logout();
    wx.navigateBack({ fail: () => {} });
  },

  switchMic() {
    const micOn = !this.data.micOn;
    zg.mutePublishStreamAudio(!micOn);
    this.setData({ micOn });
  },

  switchCamera() {
    const cameraOn = !this.data.cameraOn;
    zg.mutePublishStreamVideo(!cameraOn);
    this.setData({ cameraOn });
  },

  flip() {
    const pusher = zg.getPusherInstance();
    if (pusher) pusher.switchCamera();
  },

  // Events of the tags, handed over whole

  onPushStateChange(e) {
    zg.updatePlayerState(this.data.publishStreamID, e);
  },

  onPushNetStateChange(e) {
    zg.updatePlayerNetStatus(this.data.publishStreamID, e);
  },

  onPushError(e) {
    // The tag says so when a permission was taken away after all.
    if (e.detail && (e.detail.errCode === 10001 || e.detail.errCode === 10002)) this.setData({ canShow: 0 });
  },

  onPlayStateChange(e) {
    zg.updatePlayerState(e.currentTarget.id, e);
  },

  onPlayNetStateChange(e) {
    zg.updatePlayerNetStatus(e.currentTarget.id, e);
  },

  bindaudiovolumenotify(e) {
    zg.updateAudioVolumeNotify(this.data.publishStreamID, e);
  },

  binddatachange(e) {
    // Text that an encoder sent along with the picture; shown, so that it can be seen to arrive.
    this.setData({ metadata: JSON.stringify((e && e.detail) || {}) });
  },

  // Words

  showQuality(streamID, { video, audio }) {
    const grade = video.videoFPS >= 12 && video.videoBitrate + audio.audioBitrate >= 100 ? "good" : video.videoFPS >= 7 ? "middle" : "poor";
    const { words } = this;
    const text = `${words[grade]} · ${video.videoBitrate + audio.audioBitrate} ${words.rate} · ${video.videoFPS} ${words.frames}`;
    this.setData({ quality: { ...this.data.quality, [streamID]: { grade, text } } });
  },

  fail(code, message) {
    this.setData({ error: this.words.error(code, typeof message === "string" && !message.startsWith("{") ? message : "") });
  },
});
