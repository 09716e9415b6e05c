// The tutorial's page, against the build that a mini program gets.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterEach, beforeEach, test } from "node:test";
import { openPage } from "./stand-in/page-runtime.mjs";
import { stateChange, until, named } from "./stand-in/run.mjs";
import { startSignalling } from "./stand-in/signalling-server.mjs";
import { createWx } from "./stand-in/wx.mjs";

const built = createRequire(import.meta.url)("../dist/parley-engine.cjs");
const file = new URL("tutorial/page.js", import.meta.url);
const quiet = { log() {}, warn() {} };

let server;
let phones;

/** A phone with the tutorial's page open. */
function phone(userID, { userUpdate = false } = {}) {
  const emitted = [];
  const calls = [];
  const changes = [];
  let engine;
  class Watched extends built.ZegoExpressEngine {
    constructor(...args) {
      super(...args);
      engine = this;
      for (const event of ["roomStateUpdate", "roomUserUpdate", "roomStreamUpdate", "publisherStateUpdate", "playerStateUpdate", "publishQualityUpdate", "playQualityUpdate"]) {
        this.on(event, (...values) => emitted.push([event, ...values]));
      }
    }
  }
  globalThis.wx = createWx({ pusher: (call) => calls.push(`pusher ${call}`), player: (id, call) => calls.push(`${id} ${call}`) });
  const globalData = { appID: 1234567890, server: server.url, token: "04t", userID, userName: userID.toUpperCase(), userUpdate };
  const page = openPage(file, { engine: { ZegoExpressEngine: Watched }, wx: globalThis.wx, globalData, console: quiet, changed: (values) => changes.push(values) });
  page.bindKeyInput({ detail: { value: "room1" } });
  page.setData({ publishStreamID: `room1_${userID}_main` });
  const one = {
    page, emitted, calls, changes, engine,
    joinAndPush: () => page.openRoom({ currentTarget: { dataset: { role: "1", option: "videoAndAudio" } } }),
    join: () => page.openRoom({ currentTarget: { dataset: {} } }),
    last: (event) => emitted.filter(([name]) => name === event).at(-1),
    count: (event) => emitted.filter(([name]) => name === event).length,
  };
  phones.push(one);
  return one;
}

beforeEach(async () => {
  server = await startSignalling();
  phones = [];
});
afterEach(async () => {
  for (const { engine } of phones) engine.destroyEngine();
  await server.stop();
});

test("statements 1 and 77: the tutorial's page makes a call, each step telling its event before the next needs it", async () => {
  const b = phone("b");
  await b.joinAndPush();
  await until(() => b.page.data.pusher.url);
  server.publish("b", "room1_b_main");

  const a = phone("a", { userUpdate: true });
  assert.equal(a.page.data.roomID, "room1", "statement 14");
  await a.joinAndPush();
  assert.equal(a.last("roomStateUpdate")[2], "CONNECTED");
  await until(() => a.page.data.pusher.url);
  await until(() => a.calls.includes("pusher start"));
  for (const code of [1001, 1002]) a.page.onPushStateChange(stateChange(code));
  server.publish("a", "room1_a_main");
  await until(() => a.last("publisherStateUpdate")?.[1].state === "PUBLISHING");

  const net = { currentTarget: { id: "" }, detail: { info: { videoBitrate: 800, audioBitrate: 48, videoFPS: 15 } } };
  a.page.onPushNetStateChange(net);
  const expected = ["publishQualityUpdate", "room1_a_main", { video: { videoBitrate: 800, videoFPS: 15 }, audio: { audioBitrate: 48 } }];
  assert.deepEqual(named(a.last("publishQualityUpdate"), expected), expected);

  await until(() => a.page.data.playerList.length === 1, "b's stream was there before a came");
  assert.equal(a.page.data.playerList[0].id, "room1_b_main");
  await until(() => a.calls.includes("room1_b_main play"));
  await until(() => b.page.data.playerList.length === 1, "a's stream came while b was there");
  for (const code of [2001, 2002, 2003, 2004]) a.page.onPlayStateChange(stateChange(code, "room1_b_main"));
  assert.equal(a.last("playerStateUpdate")[1].state, "PLAYING");
  a.page.onPlayNetStateChange({ ...net, currentTarget: { id: "room1_b_main" } });
  assert.equal(a.last("playQualityUpdate")[1], "room1_b_main");
  a.page.bindaudiovolumenotify({ detail: {} });

  a.page.stopPush();
  assert.equal(a.last("publisherStateUpdate")[1].state, "NO_PUBLISH");
  assert.equal(a.page.data.pusher.url, "", "statement 17: the push tag goes with its url");
  await until(() => b.page.data.playerList.length === 0, "statement 48");
  a.page.stopPlay("room1_b_main");
  assert.deepEqual(a.page.data.playerList, []);
  a.page.logout();
  assert.deepEqual(a.last("roomStateUpdate"), ["roomStateUpdate", "room1", "DISCONNECTED", 0, ""]);
  assert.deepEqual(a.emitted.filter(([event]) => event === "roomStateUpdate").map(([, , state]) => state), ["CONNECTING", "CONNECTED", "DISCONNECTED"]);
});

test("statement 19: an unset microphone is not silent: enableMic is there before the first tag is", async () => {
  const a = phone("a");
  await a.joinAndPush();
  const first = a.changes.findIndex(({ pusher }) => pusher && pusher.url);
  await until(() => a.changes.some(({ pusher }) => pusher && pusher.url));
  assert.ok(a.changes.filter(({ pusher }) => pusher).every(({ pusher }) => pusher.enableMic === true));
  assert.notEqual(first, 0);
});

test("statement 56: the tutorial's plain login hears no users; with userUpdate it does", async () => {
  const a = phone("a");
  const watching = phone("w", { userUpdate: true });
  await a.join();
  await watching.join();
  await phone("b").join();
  await until(() => watching.last("roomUserUpdate")?.[3][0].userID === "b");
  assert.equal(a.count("roomUserUpdate"), 0);
});

test("statement 63: a failed push tag is restarted with a fresh URL without help from the page", async () => {
  const a = phone("a");
  await a.joinAndPush();
  await until(() => a.calls.includes("pusher start"));
  const { url } = a.page.data.pusher;
  server.publish("a", "room1_a_main");
  await until(() => a.last("publisherStateUpdate")?.[1].state === "PUBLISHING");
  a.page.onPushStateChange(stateChange(-1307));
  assert.equal(a.last("publisherStateUpdate")[1].errorCode, 1003020);
  await until(() => a.page.data.pusher.url && a.page.data.pusher.url !== url);
});

test("the build for mini programs runs without names that old base libraries lack", () => {
  const text = readFileSync(new URL("../dist/parley-engine.cjs", import.meta.url), "utf8");
  for (const name of ["globalThis", "TextEncoder", "structuredClone", "queueMicrotask", "WebSocket(", "document", "window.", "window[", "typeof window", "process."]) {
    assert.equal(text.includes(name), false, name);
  }
  assert.ok(!/(^|[^.\w])require\(/m.test(text), "requires something");
  assert.equal(built.ZegoExpressEngine, built.ParleyEngine);
});

test("statement 3: the package gives the same engine to import and require, and the mini-program folder is self-contained", async () => {
  const imported = await import("parley-engine");
  assert.equal(imported.ZegoExpressEngine, built.ZegoExpressEngine);
  assert.equal(imported.EngineError, built.EngineError);
  const folder = createRequire(import.meta.url)("../dist/miniprogram/index.js");
  assert.equal(new folder.ParleyEngine(1, "wss://h/parley/signal").getVersion(), "0.2.0");
});
