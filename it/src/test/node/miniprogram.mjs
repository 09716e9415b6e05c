// A mini program outside WeChat: the tutorial's page or another, the engine's mini-program build, and ffmpeg in the place of the two tags.
//
// Reads one JSON command per line and prints one JSON object per line:
//   {"cmd":"open","server","appID","roomID","userID","userName"?,"token","userUpdate"?,"outDir"?,"format"?:"flv"|"framemd5","mediaVia"?,"page"?:
//     "engine-tags"|"page-tags"|"components"|"uni-app", the tutorial's without it}
//   {"cmd":"join","roomID","token"}: into a room again, after a logout   {"cmd":"renew","token"}   {"cmd":"background"}   {"cmd":"foreground"}
//   {"cmd":"push","streamID","file","loop"?:true}   {"cmd":"stopPush"}   {"cmd":"stopPlay","streamID"}
//   {"cmd":"call","method","args"}: any call of the engine; its done has the value
//   {"cmd":"logout"}   {"cmd":"dropSocket"}   {"cmd":"exit"}
// Each may carry an "id", which its {"type":"done"} repeats. Output types: ready, event {name, args}, data {values}, ffmpeg {what, streamID,
// phase: "start"|"media"|"exit"}, loginRoom {value}, tag {what, streamID, code}, done {cmd, id, error?}.
import { mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openComponent, openPage } from "../../../../sdk/test/stand-in/page-runtime.mjs";
import { tagsOf } from "../../../../sdk/test/stand-in/template.mjs";
import { createWx } from "../../../../sdk/test/stand-in/wx.mjs";
import { Ffmpeg } from "./ffmpeg-tag.mjs";

const SDK = new URL("../../../../sdk/", import.meta.url);
const built = createRequire(import.meta.url)("../../../../sdk/dist/miniprogram/index.js");
const { ZegoExpressEngine } = built;
const EVENTS = ["roomStateUpdate", "roomStateChanged", "roomUserUpdate", "roomStreamUpdate", "publisherStateUpdate", "playerStateUpdate",
  "publishQualityUpdate", "playQualityUpdate", "IMRecvBroadcastMessage", "IMRecvBarrageMessage", "IMRecvCustomCommand", "roomExtraInfoUpdate",
  "streamExtraInfoUpdate", "tokenWillExpire", "roomOnlineUserCountUpdate"];
const started = Date.now();

const print = (type, fields = {}) => process.stdout.write(`${JSON.stringify({ type, at: Date.now() - started, ...fields })}\n`);

/** The engine the page gets, with everything it tells printed. */
class WatchedEngine extends ZegoExpressEngine {
  constructor(...args) {
    super(...args);
    engine = this;
    for (const name of EVENTS) this.on(name, (...values) => print("event", { name, args: values }));
  }

  async loginRoom(...args) {
    const value = await super.loginRoom(...args);
    print("loginRoom", { value });
    return value;
  }
}

let page = null;
let template = "";
let engine = null;
let settings = {};
let globalData = {};
let source = null;
let pusher = null;
/** @type {Map<string, Ffmpeg>} by streamID */
const players = new Map();
let files = 0;

/** The ready-made components on the page, by their names and the streams they show. @type {Map<string, object>} */
const components = new Map();

const values = () => page.data || page;

/** A component's element, as the framework makes it when it appears. */
function component(name, key, attributes) {
  const one = components.get(`${name} ${key}`) || newComponent(name);
  one.data.attributes = attributes;
  components.set(`${name} ${key}`, one);
  if (!one.isThere && one.attached) one.attached();
  one.isThere = true;
  return { template: readFileSync(new URL(`dist/miniprogram/components/${name}/index.wxml`, SDK), "utf8"), values: one.data, owner: one };
}

function newComponent(name) {
  let definition = {};
  const code = readFileSync(new URL(`dist/miniprogram/components/${name}/index.js`, SDK), "utf8");
  new Function("require", "Component", code)(() => built, (given) => (definition = given));
  return { ...definition.methods, ...definition.lifetimes, data: { attributes: {} }, isThere: false, triggerEvent() {} };
}

/** The tags that the page shows now. */
function shown() {
  const before = new Set(components.keys());
  const seen = new Set();
  const tags = tagsOf(template, values(), page, (name, key, attributes) => {
    seen.add(`${name} ${key}`);
    return component(name, key, attributes);
  });
  for (const key of before) {
    if (seen.has(key)) continue;
    const gone = components.get(key);
    components.delete(key);
    if (gone.detached) gone.detached();
  }
  return tags;
}

/** What WeChat does for a tag: its events reach the handlers that the template binds. */
function tagEvents({ what, id, owner, state, net }, streamID) {
  const currentTarget = { id };
  return {
    state(code) {
      print("tag", { what, streamID, code });
      owner[state]({ type: "statechange", currentTarget, detail: { code, message: "" } });
    },
    net: (info) => owner[net]({ type: "netstatus", currentTarget, detail: { info } }),
    print: (phase, fields) => print("ffmpeg", { what, streamID, phase, ...fields }),
  };
}

/** The way this phone's network takes to the media server. */
const via = (url) => (settings.mediaVia ? url.replace(/^rtmp:\/\/[^/]+/, `rtmp://${settings.mediaVia}`) : url);

/** Every ffmpeg that was started, for the end. */
const begun = [];
function begin(...args) {
  const tag = new Ffmpeg(...args);
  begun.push(tag);
  return tag;
}

function startPusher() {
  const tag = shown().find(({ what }) => what === "push");
  // autopush and start() both begin; a tag that pushes already goes on.
  if (!tag || !tag.url || !source || (pusher && pusher.running)) return;
  const args = [...(source.loop ? ["-stream_loop", "-1"] : []), "-re", "-i", source.file, "-c", "copy", "-f", "flv", via(tag.url)];
  pusher = begin(args, { connected: [1001], media: [1002, 1005, 1008], refused: 3004, lost: -1307 }, tagEvents(tag, values().publishStreamID));
}

function startPlayer(streamID) {
  const tag = shown().find(({ what, id }) => what === "play" && id === streamID);
  const running = players.get(streamID);
  if (!tag || !tag.url || (running && running.running)) return;
  const format = settings.format || "flv";
  const file = join(settings.outDir, `play-${++files}.${format}`);
  print("file", { streamID, file });
  players.set(streamID, begin(["-i", via(tag.url), "-c", "copy", "-f", format, "-y", file],
    { connected: [2001], media: [2002, 2008, 2003, 2004], refused: -2301, lost: -2301 }, tagEvents(tag, streamID)));
}

function stopPlayer(streamID) {
  const player = players.get(streamID);
  players.delete(streamID);
  if (player) player.stop();
}

/** A tag whose page data is gone is gone, whether or not somebody stopped its context. */
function render() {
  const tags = shown().filter(({ url }) => url);
  if (pusher && !tags.some(({ what }) => what === "push")) pusher.stop();
  for (const streamID of [...players.keys()]) if (!tags.some(({ what, id }) => what === "play" && id === streamID)) stopPlayer(streamID);
}

const wx = createWx({
  pusher: (call) => (call === "start" ? startPusher() : call === "stop" && pusher && pusher.stop()),
  player: (streamID, call) => (call === "play" ? startPlayer(streamID) : call === "stop" && stopPlayer(streamID)),
});
globalThis.wx = wx;

// The page's own console goes to stderr: stdout is the protocol.
const toStderr = (...values) => console.error(...values);

async function enter(roomID) {
  page.bindKeyInput({ detail: { value: roomID } });
  await page.openRoom({ currentTarget: { dataset: { role: "2" } } });
}

const COMMANDS = {
  async open(command) {
    settings = { format: command.format, mediaVia: command.mediaVia, outDir: command.outDir || mkdtempSync(join(tmpdir(), "parley-miniprogram-")) };
    const { appID, server, token, userID, userName = userID, userUpdate = false } = command;
    globalData = { appID, server, token, userID, userName, userUpdate };
    const world = {
      engine: { ZegoExpressEngine: WatchedEngine },
      wx,
      globalData,
      console: { log: toStderr, warn: toStderr, error: toStderr },
      changed(changes) {
        print("data", { values: changes });
        setTimeout(render, 0);
      },
    };
    const path = command.page ? `test/pages/${command.page}` : "test/tutorial/page";
    const vue = command.page === "uni-app";
    template = readFileSync(new URL(`${path}.${vue ? "html" : "wxml"}`, SDK), "utf8");
    page = (vue ? openComponent : openPage)(new URL(`${path}.js`, SDK), world);
    await enter(command.roomID);
  },
  async join({ roomID, token }) {
    globalData.token = token;
    await enter(roomID);
  },
  renew: ({ token }) => page.renew(token),
  push({ streamID, file, loop = false }) {
    source = { file, loop };
    if (page.setData) page.setData({ publishStreamID: streamID });
    else page.publishStreamID = streamID;
    page.startPush();
  },
  stopPush: () => page.stopPush(),
  stopPlay: ({ streamID }) => page.stopPlay(streamID),
  call: ({ method, args = [] }) => engine[method](...args),
  logout: () => page.logout(),
  dropSocket: () => wx.standIn.dropSockets(),
  // WeChat stops a page's sockets and tags a while after it was put away, and says nothing of it before it is seen again.
  background() {
    wx.standIn.dropSockets();
    for (const tag of begun) tag.freeze();
  },
  foreground() {
    for (const tag of begun) tag.thaw();
    wx.standIn.showApp();
  },
  exit: () => end(),
};

function end() {
  for (const tag of begun) tag.stop();
  // Time for ffmpeg to write its file's end, and for the socket's goodbye.
  setTimeout(() => {
    for (const tag of begun) tag.kill();
    process.exit(0);
  }, 300);
}

createInterface({ input: process.stdin }).on("line", async (line) => {
  let command;
  try {
    command = JSON.parse(line);
    if (!Object.hasOwn(COMMANDS, command.cmd)) throw new Error(`unknown command ${command.cmd}`);
    const value = await COMMANDS[command.cmd](command);
    print("done", { cmd: command.cmd, id: command.id, value: ["call", "renew"].includes(command.cmd) ? value : undefined });
  } catch (error) {
    const { message, code, errorCode, extendedData } = error;
    print("done", { cmd: command?.cmd, id: command?.id, error: { message, code, errorCode, extendedData } });
  }
}).on("close", end);
// The test that started this may die without a word; ffmpeg must not outlive it.
process.on("SIGTERM", end);
process.on("SIGINT", end);
// A phone does not crash on a page's mistake: it is reported, and the test decides.
process.on("uncaughtException", (error) => print("fault", { message: String(error.stack || error) }));
process.on("unhandledRejection", (error) => print("fault", { message: String((error && error.stack) || error) }));
print("ready", { pid: process.pid });
