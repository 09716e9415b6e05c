// The page's words. The language is the browser's until the reader switches it.

const TEXTS = {
  en: {
    title: "debug page", leave: "Leave", join: "Join", copy: "Copy", copied: "Copied", other: "中文",
    joinTitle: "Join a call",
    joinHint: "Use the AppID and room of your mini program and another user ID. Ask your server or the console for a token.",
    room: "Room ID", user: "User ID", userName: "Name (optional)", token: "Token", server: "Signalling address",
    push: "Push URL of a second user's device (optional)",
    nobody: "Nobody else is sending yet. Start the command below, or join with the mini program.",
    nobodyYet: "Nobody else is sending yet. Send the link below to a second person, or join with the mini program.",
    pushTitle: "Send a test picture",
    pushOther: "Run this anywhere with ffmpeg: a second user then sends a test picture and a tone into this room.",
    pushOwn: "Run this anywhere with ffmpeg: you then send a test picture and a tone. The others see it; you do not see yourself.",
    pushWaiting: "Asking for a push URL …", pushBad: "The push URL is not an RTMP address that can be put into a command.",
    users: "Users", streams: "Streams", log: "Events", me: "you",
    DISCONNECTED: "not connected", CONNECTING: "connecting …", CONNECTED: "connected",
    PUBLISHING: "Your stream is on air.", PUBLISH_REQUESTING: "Waiting for the encoder.", NO_PUBLISH: "Your stream is not on air.",
    PLAY_REQUESTING: "Waiting for the picture …", NO_PLAY: "Not playing", sound: "Turn sound on", failed: "Could not join", ended: "The call ended",
    devices: "Send with", camera: "Camera", microphone: "Microphone", noCamera: "Not sending from here",
    micOff: "Mute", micOn: "Unmute", cameraOff: "Camera off", cameraOn: "Camera on", waiting: "waiting", buffer: "buffer",
    adminTitle: "Make a token as an administrator", adminUser: "Administrator", adminPassword: "Password", makeToken: "Make token", noToken: "No token",
    linkTitle: "Invite a second person", makeLink: "Make a link with a token", linkOpen: "This link fills in the room; the other one needs a token.",
    linkReady: "Whoever has this link can join as {user} for one hour.",
    browser: "This browser", yes: "yes", partly: "partly", no: "no",
    feature_play: "Play H.264 and AAC", without_play: "Nothing can be watched; sending works.",
    feature_devices: "Camera and microphone", without_devices: "Browsers allow them over HTTPS and on localhost only. Watching works, and so does the command below.",
    feature_video: "Encode H.264", without_video: "No WebCodecs H.264 here: no picture can be sent. Watching works, and sound alone can be sent.",
    feature_audio: "Encode AAC", partly_audio: "Not by itself: an encoder of one megabyte is loaded when sound is sent.", without_audio: "No sound can be sent.",
    feature_frames: "Send while the tab is hidden", partly_frames: "The picture stands still while the tab is hidden; sound goes on.",
  },
  zh: {
    title: "调试页面", leave: "离开", join: "加入", copy: "复制", copied: "已复制", other: "English",
    joinTitle: "加入通话",
    joinHint: "填写小程序所用的 AppID 和房间 ID，以及一个不同的用户 ID。Token 由业务服务器或控制台生成。",
    room: "房间 ID", user: "用户 ID", userName: "用户名（可选）", token: "Token", server: "信令地址",
    push: "第二个用户设备的推流地址（可选）",
    nobody: "还没有其他人推流。请运行下面的命令，或用小程序加入。",
    nobodyYet: "还没有其他人推流。请把下面的链接发给另一个人，或用小程序加入。",
    pushTitle: "发送测试画面",
    pushOther: "在任意装有 ffmpeg 的机器上运行：第二个用户将向本房间推送测试画面和提示音。",
    pushOwn: "在任意装有 ffmpeg 的机器上运行：你将推送测试画面和提示音。其他人可以看到，自己看不到。",
    pushWaiting: "正在获取推流地址……", pushBad: "该推流地址不是可以放入命令的 RTMP 地址。",
    users: "用户", streams: "流", log: "事件", me: "我",
    DISCONNECTED: "未连接", CONNECTING: "连接中……", CONNECTED: "已连接",
    PUBLISHING: "你的流正在推送。", PUBLISH_REQUESTING: "等待编码器推流。", NO_PUBLISH: "你的流未在推送。",
    PLAY_REQUESTING: "等待画面……", NO_PLAY: "未播放", sound: "打开声音", failed: "加入失败", ended: "通话已结束",
    devices: "推送", camera: "摄像头", microphone: "麦克风", noCamera: "本页面未推流",
    micOff: "静音", micOn: "取消静音", cameraOff: "关闭摄像头", cameraOn: "打开摄像头", waiting: "待发送", buffer: "缓冲",
    adminTitle: "以管理员身份生成 Token", adminUser: "管理员", adminPassword: "密码", makeToken: "生成 Token", noToken: "无法生成 Token",
    linkTitle: "邀请第二个人", makeLink: "生成带 Token 的链接", linkOpen: "此链接已填好房间；对方还需要 Token。",
    linkReady: "持有此链接的人一小时内可以 {user} 的身份加入。",
    browser: "当前浏览器", yes: "支持", partly: "部分支持", no: "不支持",
    feature_play: "播放 H.264 和 AAC", without_play: "无法观看；可以推流。",
    feature_devices: "摄像头和麦克风", without_devices: "浏览器只允许 HTTPS 或 localhost 页面使用。可以观看，也可以使用下面的命令推流。",
    feature_video: "编码 H.264", without_video: "缺少 WebCodecs H.264：无法推送画面。可以观看，也可以只推送声音。",
    feature_audio: "编码 AAC", partly_audio: "浏览器本身不支持：推送声音时加载一个约 1 MB 的编码器。", without_audio: "无法推送声音。",
    feature_frames: "标签页隐藏时继续推送", partly_frames: "标签页隐藏时画面静止，声音继续。",
  },
};

let language = (navigator.language || "en").toLowerCase().startsWith("zh") ? "zh" : "en";

/** @param {string} name */
export const text = (name) => TEXTS[language][name] ?? name;

/** Writes the words into everything marked with data-text. */
export function showTexts() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
}

export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  showTexts();
}
