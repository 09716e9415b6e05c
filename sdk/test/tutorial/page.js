// The tutorial's call page: its code blocks in their places, unchanged but for where the engine comes from, and the handlers that its
// template names without showing them.
const { ZegoExpressEngine } = require("parley-engine");

const { appID, server } = getApp().globalData;
let zg;
// The tutorial's play handlers name this variable; its page keeps the stream it plays in it.
let playStreamID;

Page({
  data: {
    canShow: 1,
    roomID: "",
    publishStreamID: "",
    pusher: {},
    playerList: [],
    userList: [],
  },

  onLoad() {
    // 初始化实例
    zg = new ZegoExpressEngine(appID, server);

    zg.on('roomStateUpdate', (roomID, state, errorCode, extendedData) => {
        if (state == 'DISCONNECTED') {
            // 与房间断开了连接
    	// ...
        }

        if (state == 'CONNECTING') {
            // 与房间尝试连接中
    	// ...
        }

        if (state == 'CONNECTED') {
            // 与房间连接成功
    	// ...
        }
    })

    // 用户状态更新回调
    zg.on('roomUserUpdate', (roomID, updateType, userList) => {
        console.warn(
            `roomUserUpdate: room ${roomID}, user ${updateType === 'ADD' ? 'added' : 'left'} `,
            JSON.stringify(userList),
        );
    });

    // 在 SDK 的回调 roomStreamUpdate 中获取拉流 streamID
    // 当用户加入或离开房间时，该事件被触发
    zg.on("roomStreamUpdate", (roomID, updateType, streamList) => {
        console.log("roomStreamUpdate", roomID, updateType, streamList);
        if (updateType === "ADD") {
            streamList.forEach(i => {
                  zg.getPlayerInstance(i.streamID).play();
            })
        } else {
           streamList.forEach(i => {
                  zg.getPlayerInstance(i.streamID).stop();
           })
        }
    });

    // 流状态更新回调
    zg.on('roomStreamUpdate', async (roomID, updateType, streamList, extendedData) => {
        if (updateType == 'ADD') {
            // 流新增，开始拉流
            playStreamID = streamList[0].streamID;
        } else if (updateType == 'DELETE') {
            // 流删除，停止拉流
        }
    });

    // 推流后，服务器主动推过来的，流状态更新
    // NO_PUBLISH：未推流状态，PUBLISH_REQUESTING：正在请求推流状态，PUBLISHING：正在推流状态
    // state: "PUBLISHING" | "NO_PUBLISH" | "PUBLISH_REQUESTING";
    zg.on("publisherStateUpdate", (result) => {
        console.log("publishStateUpdate", result.state);
    });

    // SDK 推流网络质量回调
    zg.on("publishQualityUpdate", (streamID, publishStats) => {
        console.log("publishQualityUpdate", streamID, publishStats);
    });

    // 服务器主动推过来的流的播放状态
    // 视频播放状态通知；state: "NO_PLAY" | "PLAY_REQUESTING" | "PLAYING";
    zg.on("playerStateUpdate", (result) => {
        console.log("playStateUpdate", result.state);
    });

    // SDK 拉流网络质量回调
    zg.on("playQualityUpdate", (playStreamID, playStats) => {
        console.log("playQualityUpdate", playStreamID, playStats);
    });
  },

  // 加入房间(推流)
  async openRoom(e) {
    const { token, userID, userName, userUpdate } = getApp().globalData;
    const { roomID } = this.data;
    if (userUpdate) {
      await zg.loginRoom(roomID, token, {userID, userName}, {userUpdate: true});
    } else {
      // 登录房间，成功则返回 true
      const result = await zg.loginRoom(roomID, token, {userID, userName});
    }

    zg.initContext({
         wxContext: this,
         pushAtr: "pusher", // 对象名，对象属性与 live-pusher 中的属性为映射关系
         playAtr: "playerList" // 对象名，对象属性与 live-player 中的属性为映射关系
    })

    if (e.currentTarget.dataset.role === "1") this.startPush();
  },

  startPush() {
    // 推流方登录房间成功后触发推流
     const pusher = zg.createPusher();
     pusher.start(this.data.publishStreamID);
  },

  stopPush() {
    // 停止推流
    zg.getPusherInstance().stop();
  },

  stopPlay(streamID) {
    // 停止拉流
    zg.getPlayerInstance(streamID).stop();
  },

  logout() {
    const { roomID } = this.data;
    zg.logoutRoom(roomID);
  },

  // live-pusher 绑定推流事件
  onPushStateChange(e) {
      // 透传推流事件给 SDK
      zg.updatePlayerState(this.data.publishStreamID, e);
  },

  // live-pusher 绑定网络状态事件
  onPushNetStateChange(e) {
      //透传网络状态事件给 SDK
      zg.updatePlayerNetStatus(this.data.publishStreamID, e);
  },

  // live-player 绑定的拉流事件
  onPlayStateChange(e) {
      // 透传拉流事件给 SDK
      zg.updatePlayerState(e.currentTarget.id, e);
  },

  // live-player 绑定网络状态事件
  onPlayNetStateChange(e) {
      // 透传网络状态事件给 SDK
      zg.updatePlayerNetStatus(playStreamID, e);
  },

  bindaudiovolumenotify(e) {
    zg.updateAudioVolumeNotify(this.data.publishStreamID, e);
  },

  binddatachange() {},

  bindKeyInput(e) {
    this.setData({ roomID: e.detail.value });
  },

  settingCallback(e) {
    const { authSetting } = e.detail;
    this.setData({ canShow: authSetting["scope.camera"] && authSetting["scope.record"] ? 1 : 0 });
  },
});
