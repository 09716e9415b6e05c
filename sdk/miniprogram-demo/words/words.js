// The words of the pages, in both languages.
const { ERRORS_EN, ERRORS_ZH } = require("./codes.js");

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
