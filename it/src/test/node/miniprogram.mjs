// A mini program outside WeChat: the tutorial's page, the engine's mini-program build, and ffmpeg in the place of the two tags.
//
// Reads one JSON command per line and prints one JSON object per line:
//   {"cmd":"open","server","appID","roomID","userID","userName"?,"token","userUpdate"?,"outDir"?,"format"?:"flv"|"framemd5","mediaVia"?}
//   {"cmd":"push","streamID","file","loop"?:true}   {"cmd":"stopPush"}   {"cmd":"stopPlay","streamID"}
//   {"cmd":"call","method","args"}: any call of the engine; its done has the value
//   {"cmd":"logout"}   {"cmd":"dropSocket"}   {"cmd":"exit"}
// Each may carry an "id", which its {"type":"done"} repeats. Output types: ready, event {name, args}, data {values}, ffmpeg {what, streamID,
// phase: "start"|"media"|"exit"}, loginRoom {value}, tag {what, streamID, code}, done {cmd, id, error?}.
import { mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openPage } from "../../../../sdk/test/stand-in/page-runtime.mjs";
import { createWx } from "../../../../sdk/test/stand-in/wx.mjs";
import { Ffmpeg } from "./ffmpeg-tag.mjs";

const { ZegoExpressEngine } = createRequire(import.meta.url)("../../../../sdk/dist/parley-engine.cjs");
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
let engine = null;
let settings = {};
let source = null;
let pusher = null;
/** @type {Map<string, Ffmpeg>} by streamID */
const players = new Map();
let files = 0;

/** What WeChat does for a tag: its events reach the handlers that the template binds. */
function tagEvents(what, streamID, handlers) {
  const currentTarget = { id: what === "play" ? streamID : "" };
  return {
    state(code) {
      print("tag", { what, streamID, code });
      page[handlers.state]({ type: "statechange", currentTarget, detail: { code, message: "" } });
    },
    net: (info) => page[handlers.net]({ type: "netstatus", currentTarget, detail: { info } }),
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
  const { id, url } = page.data.pusher;
  // autopush and start() both begin; a tag that pushes already goes on.
  if (!url || !source || (pusher && pusher.running)) return;
  const args = [...(source.loop ? ["-stream_loop", "-1"] : []), "-re", "-i", source.file, "-c", "copy", "-f", "flv", via(url)];
  pusher = begin(args, { connected: [1001], media: [1002, 1005, 1008], refused: 3004, lost: -1307 },
    tagEvents("push", id, { state: "onPushStateChange", net: "onPushNetStateChange" }));
}

function startPlayer(streamID) {
  const entry = page.data.playerList.find(({ id }) => id === streamID);
  const running = players.get(streamID);
  if (!entry || !entry.url || (running && running.running)) return;
  const format = settings.format || "flv";
  const file = join(settings.outDir, `play-${++files}.${format}`);
  print("file", { streamID, file });
  players.set(streamID, begin(["-i", via(entry.url), "-c", "copy", "-f", format, "-y", file],
    { connected: [2001], media: [2002, 2008, 2003, 2004], refused: -2301, lost: -2301 },
    tagEvents("play", streamID, { state: "onPlayStateChange", net: "onPlayNetStateChange" })));
}

function stopPlayer(streamID) {
  const player = players.get(streamID);
  players.delete(streamID);
  if (player) player.stop();
}

/** A tag whose page data is gone is gone, whether or not somebody stopped its context. */
function render() {
  if (pusher && !page.data.pusher.url) pusher.stop();
  for (const streamID of [...players.keys()]) if (!page.data.playerList.some(({ id, url }) => id === streamID && url)) stopPlayer(streamID);
}

const wx = createWx({
  pusher: (call) => (call === "start" ? startPusher() : call === "stop" && pusher && pusher.stop()),
  player: (streamID, call) => (call === "play" ? startPlayer(streamID) : call === "stop" && stopPlayer(streamID)),
});
globalThis.wx = wx;

// The page's own console goes to stderr: stdout is the protocol.
const toStderr = (...values) => console.error(...values);

const COMMANDS = {
  async open(command) {
    settings = { format: command.format, mediaVia: command.mediaVia, outDir: command.outDir || mkdtempSync(join(tmpdir(), "parley-miniprogram-")) };
    const { appID, server, token, userID, userName = userID, userUpdate = false } = command;
    page = openPage(new URL("../../../../sdk/test/tutorial/page.js", import.meta.url), {
      engine: { ZegoExpressEngine: WatchedEngine },
      wx,
      globalData: { appID, server, token, userID, userName, userUpdate },
      console: { log: toStderr, warn: toStderr, error: toStderr },
      changed(values) {
        print("data", { values });
        setTimeout(render, 0);
      },
    });
    page.bindKeyInput({ detail: { value: command.roomID } });
    await page.openRoom({ currentTarget: { dataset: { role: "2" } } });
  },
  push({ streamID, file, loop = false }) {
    source = { file, loop };
    page.setData({ publishStreamID: streamID });
    page.startPush();
  },
  stopPush: () => page.stopPush(),
  stopPlay: ({ streamID }) => page.stopPlay(streamID),
  call: ({ method, args = [] }) => engine[method](...args),
  logout: () => page.logout(),
  dropSocket: () => wx.standIn.dropSockets(),
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
    print("done", { cmd: command.cmd, id: command.id, value: command.cmd === "call" ? value : undefined });
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
