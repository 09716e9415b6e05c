// Everything the pages say, in both languages.
const ZH = {
  title: "视频通话", server: "服务器地址", appID: "AppID", userID: "用户 ID", userName: "昵称", roomID: "房间", token: "Token", next: "进入通话页", ready: "使用现成组件",
  tokenNote: "Token 由你的业务服务器生成；调试时可在控制台或 REST 接口 temporary-tokens 申请一个临时 Token。",
  missing: "请填写：", join: "加入并推流", watch: "只观看", leave: "离开房间", end: "挂断", settings: "打开设置，允许使用摄像头和麦克风",
  denied: "没有摄像头或麦克风权限，无法通话。", mic: "麦克风", camera: "摄像头", flip: "翻转", on: "开", off: "关", nobody: "房间里还没有其他人的画面", me: "我",
  DISCONNECTED: "未连接", CONNECTING: "连接中…", CONNECTED: "已连接",
  PUBLISH_REQUESTING: "请求推流", PUBLISHING: "推流中", NO_PUBLISH: "未推流", PLAY_REQUESTING: "请求拉流", PLAYING: "播放中", NO_PLAY: "未播放",
  good: "良好", middle: "一般", poor: "较差", rate: "kbit/s", frames: "帧/秒",
};
const EN = {
  title: "Video call", server: "Server", appID: "AppID", userID: "User ID", userName: "Name", roomID: "Room", token: "Token", next: "To the call", ready: "With ready components",
  tokenNote: "Your own server makes tokens; for a try, ask the console or the REST call temporary-tokens for one.",
  missing: "Please fill in: ", join: "Join and publish", watch: "Only watch", leave: "Leave the room", end: "Hang up", settings: "Open settings and allow camera and microphone",
  denied: "Without camera and microphone there is no call.", mic: "Microphone", camera: "Camera", flip: "Flip", on: "on", off: "off", nobody: "Nobody else is to be seen in the room yet", me: "Me",
  DISCONNECTED: "not connected", CONNECTING: "connecting …", CONNECTED: "connected",
  PUBLISH_REQUESTING: "asking to publish", PUBLISHING: "on air", NO_PUBLISH: "not publishing", PLAY_REQUESTING: "asking to play", PLAYING: "playing", NO_PLAY: "not playing",
  good: "good", middle: "fair", poor: "poor", rate: "kbit/s", frames: "frames/s",
};

// What went wrong, and what to do about it.
const ERRORS_ZH = {
  1000017: "网络中断，正在自动重连", 1002001: "已经在房间里了", 1002030: "连不上服务器，请检查服务器地址和合法域名", 1002031: "服务器没有应答", 1002034: "房间已满",
  1002050: "同一用户在别处登录了", 1002053: "重连超时，请重新加入", 1002055: "你已被移出房间", 1002033: "Token 不适用于这个房间", 1002067: "没有 Token", 1102016: "Token 无法识别，请原样粘贴",
  1002076: "Token 属于另一个 AppID", 1002077: "Token 属于另一个用户", 1002078: "Token 已过期", 1102018: "Token 已过期", 1001004: "没有这个 AppID",
  1003028: "这个流 ID 正被别人使用", 1003021: "推流多次中断，请检查网络", 1003020: "推流中断，正在重试", 1103021: "摄像头或麦克风打不开", 1103019: "Token 不允许推流",
  1004002: "这路流已经结束", 1004020: "播放中断，正在重试", 1104039: "播放失败", 1100002: "服务器忙，请稍后再试", 1100003: "连接已断开",
};
const ERRORS_EN = {
  1000017: "The network is gone; connecting again", 1002001: "Already in a room", 1002030: "The server cannot be reached: check its address and the list of legal domains", 1002031: "The server does not answer", 1002034: "The room is full",
  1002050: "The same user logged in elsewhere", 1002053: "Reconnecting took too long; join again", 1002055: "You were removed from the room", 1002033: "The token is not for this room", 1002067: "There is no token", 1102016: "The token cannot be read: paste it unchanged",
  1002076: "The token is for another AppID", 1002077: "The token is for another user", 1002078: "The token has expired", 1102018: "The token has expired", 1001004: "There is no such AppID",
  1003028: "Somebody else uses this stream ID", 1003021: "Publishing broke off too often: check the network", 1003020: "Publishing broke off; trying again", 1103021: "Camera or microphone cannot be opened", 1103019: "The token does not allow publishing",
  1004002: "This stream has ended", 1004020: "Playing broke off; trying again", 1104039: "Playing failed", 1100002: "The server is busy; try again in a moment", 1100003: "The connection was closed",
};

/** @param {string} [language] as WeChat names it, zh_CN or en */
function wordsFor(language = "zh_CN") {
  const chinese = /^zh/i.test(language);
  const words = chinese ? ZH : EN;
  const errors = chinese ? ERRORS_ZH : ERRORS_EN;
  return {
    ...words,
    /** @param {number} code @param {string} [message] the engine's own words, for what is not in the list */
    error: (code, message = "") => `${errors[code] || message || (chinese ? "出错了" : "Something failed")} (${code})`,
  };
}

module.exports = { wordsFor, ERRORS_ZH, ERRORS_EN, ZH, EN };
