// The demo mini program against the stand-in server: the page does what its buttons say, and its template binds what is there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterEach, beforeEach, test } from "node:test";
import { PUSHER_DEFAULTS } from "../src/pusher/attributes.js";
import { playerDefaults } from "../src/player/attributes.js";
import { openPage } from "./stand-in/page-runtime.mjs";
import { stateChange, until } from "./stand-in/run.mjs";
import { startSignalling } from "./stand-in/signalling-server.mjs";
import { createWx } from "./stand-in/wx.mjs";

const demo = new URL("../miniprogram-demo/", import.meta.url);
const require = createRequire(import.meta.url);
const { wordsFor, ZH, EN, ERRORS_ZH, ERRORS_EN } = require("../miniprogram-demo/words/words.js");
const built = require("../dist/parley-engine.cjs");
const template = readFileSync(new URL("pages/call/call.wxml", demo), "utf8");

let server;
let pages;
beforeEach(async () => {
  server = await startSignalling();
  pages = [];
});
afterEach(async () => {
  for (const page of pages) page.onUnload();
  await server.stop();
});

/** A phone with the call page open. */
function phone(userID, { refuse = [], language = "zh_CN", token = "04t" } = {}) {
  const calls = [];
  const moves = [];
  const wx = {
    ...createWx({ pusher: (call) => calls.push(`pusher ${call}`), player: (id, call) => calls.push(`${id} ${call}`) }),
    authorize: ({ scope, success, fail }) => (refuse.includes(scope) ? fail({ errMsg: "authorize:fail auth deny" }) : success({})),
    navigateBack: () => moves.push("back"),
    navigateTo: ({ url }) => moves.push(url),
  };
  globalThis.wx = wx;
  let engine;
  class Watched extends built.ZegoExpressEngine {
    constructor(...parts) {
      super(...parts);
      engine = this;
    }
  }
  const globalData = { appID: 1234567890, server: server.url, token, userID, userName: userID.toUpperCase(), roomID: "room1" };
  const page = openPage(new URL("pages/call/call.js", demo), { engine: { ZegoExpressEngine: Watched }, wx, globalData, app: { words: wordsFor(language) } });
  pages.push(page);
  return { page, calls, moves, wx, engine: () => engine, data: () => page.data };
}

const join = (page, role = "1") => page.openRoom({ currentTarget: { dataset: { role, option: "videoAndAudio" } } });

test("statement 13: with both permissions the call shows; without one only the way to the settings, and coming back decides again", () => {
  assert.equal(phone("a").page.data.canShow, 1);
  for (const scope of ["scope.camera", "scope.record"]) {
    const { page } = phone("b", { refuse: [scope] });
    assert.equal(page.data.canShow, 0);
    page.settingCallback({ detail: { authSetting: { "scope.camera": true } } });
    assert.equal(page.data.canShow, 0);
    page.settingCallback({ detail: { authSetting: { "scope.camera": true, "scope.record": true } } });
    assert.equal(page.data.canShow, 1);
  }
  assert.match(template, /wx:if="\{\{canShow === 1\}\}"[\s\S]*bindKeyInput[\s\S]*wx:elif="\{\{canShow === 0\}\}"[\s\S]*open-type="openSetting" bindopensetting="settingCallback"/);
});

test("statements 14, 15, 16 and 11: typing names the room, the join button joins and publishes, the leave button leaves", async () => {
  const { page, data, calls } = phone("a");
  page.bindKeyInput({ detail: { value: "room7" } });
  assert.deepEqual([data().roomID, data().publishStreamID], ["room7", "room7_a_main"]);
  await join(page);
  assert.equal(data().roomState, "CONNECTED");
  assert.match(data().pusher.url, /^rtmp:/);
  server.publish("a", "room7_a_main");
  await until(() => data().pushState === "PUBLISHING");
  assert.ok(calls.includes("pusher start"));
  page.logout();
  await until(() => !server.stay("a"));
  assert.deepEqual([data().roomState, data().joined, data().pusher.url], ["DISCONNECTED", false, ""]);
  // Local preview, remote windows and an end button.
  for (const part of ["<live-pusher", "<live-player", 'bindtap="end"']) assert.ok(template.includes(part), part);
});

test("who only watches publishes nothing", async () => {
  const { page, data } = phone("a");
  await join(page, "2");
  assert.equal(data().pusher.url, "");
  assert.equal(data().pushState, "NO_PUBLISH");
});

test("statements 21, 37 and 38: each remote stream has a window of its own, named by its stream, that the engine adds and takes away", async () => {
  const a = phone("a");
  await join(a.page);
  for (const user of ["b", "c"]) {
    const other = phone(user);
    await join(other.page);
    server.publish(user, `room1_${user}_main`);
  }
  await until(() => a.data().playerList.length === 2);
  assert.deepEqual(a.data().playerList.map(({ id }) => id), ["room1_b_main", "room1_c_main"]);
  assert.equal(a.data().names.room1_b_main, "B");
  assert.equal(a.engine().getPlayerInstance("room1_b_main"), a.engine().getPlayerInstance("room1_b_main"));
  assert.equal(a.engine().getPusherInstance(), a.engine().createPusher());
  server.unpublish("b", "room1_b_main");
  await until(() => a.data().playerList.length === 1);
  assert.match(template, /wx:for="\{\{playerList\}\}" wx:key="id"/);
});

test("statements 40, 65 and 69: what the tags report reaches the engine, and the quality is shown in words", async () => {
  const a = phone("a", { language: "en" });
  const b = phone("b");
  await join(b.page);
  server.publish("b", "room1_b_main");
  await join(a.page);
  await until(() => a.data().playerList.length === 1);
  a.page.onPlayStateChange(stateChange(2004, "room1_b_main"));
  a.page.onPushStateChange(stateChange(1002));
  const status = (id, fps, rate) => ({ currentTarget: { id }, detail: { info: { videoFPS: fps, videoBitrate: rate, audioBitrate: 40 } } });
  a.page.onPlayNetStateChange(status("room1_b_main", 15, 400));
  a.page.onPushNetStateChange(status("", 5, 60));
  assert.deepEqual(a.data().quality.room1_b_main, { grade: "good", text: "good · 440 kbit/s · 15 frames/s" });
  assert.equal(a.data().quality.room1_a_main.grade, "poor");
  a.page.bindaudiovolumenotify({ detail: {} });
  a.page.binddatachange({ detail: { width: 320 } });
  assert.equal(a.data().metadata, '{"width":320}');
});

test("mutes, the other camera and hanging up", async () => {
  const { page, data, calls, moves } = phone("a");
  await join(page);
  page.switchMic();
  page.switchCamera();
  await until(() => data().pusher.enableMic === false && data().pusher.enableCamera === false);
  page.flip();
  assert.ok(calls.includes("pusher switchCamera"));
  page.end();
  assert.deepEqual(moves, ["back"]);
  await until(() => !server.stay("a"));
});

test("what fails is said in words, in the language of the phone", async () => {
  server.refuse = ({ type }) => (type === "login" ? { code: 1102018, refusal: "TOKEN_EXPIRED", message: "expired" } : undefined);
  const { page, data } = phone("a");
  await join(page);
  assert.equal(data().error, "Token 已过期。请向您的服务器申请新的 Token。 (1102018)");
  assert.equal(data().joined, false);
  const english = phone("b", { language: "en" });
  await join(english.page);
  assert.equal(english.data().error, "The token has expired. Ask your server for a new one. (1102018)");
});

test("an app that comes back from the background goes on; a permission taken away shows the way to the settings", async () => {
  const { page, data, wx } = phone("a");
  await join(page);
  wx.standIn.dropSockets();
  await until(() => data().roomState === "CONNECTING");
  wx.standIn.showApp();
  await until(() => data().roomState === "CONNECTED");
  assert.equal(data().error, "");
  page.onPushError({ detail: { errCode: 10001 } });
  assert.equal(data().canShow, 0);
});

test("both languages have the same words", () => {
  assert.deepEqual(Object.keys(EN), Object.keys(ZH));
  assert.deepEqual(Object.keys(ERRORS_EN), Object.keys(ERRORS_ZH));
  assert.equal(wordsFor("en").error(7, "odd"), "odd (7)");
});

test("statements 17, 18, 20 and 23: the template's tags have all attributes, bind what the engine writes, and call handlers that exist", () => {
  const { page } = phone("a");
  const bound = (tag) => template.slice(template.indexOf(`<${tag}`), template.indexOf("/>", template.indexOf(`<${tag}`)));
  const keys = (tag, name) => [...bound(tag).matchAll(new RegExp(`\\{\\{${name}\\.(\\w+)`, "g"))].map(([, key]) => key);
  for (const key of keys("live-pusher", "pusher")) assert.ok(key in PUSHER_DEFAULTS, key);
  for (const key of Object.keys(PUSHER_DEFAULTS)) assert.ok(keys("live-pusher", "pusher").includes(key), `${key} reaches no tag`);
  for (const key of keys("live-player", "item")) assert.ok(key in playerDefaults("s"), key);
  assert.match(bound("live-pusher"), /wx:if="\{\{pusher\.url\}\}"/);
  assert.match(bound("live-pusher"), /muted="\{\{pusher\.enableMic === false\}\}"/);
  assert.match(bound("live-player"), /src="\{\{item\.url\}\}"[\s\S]*mode="RTC"[\s\S]*bindmetadatachange="binddatachange"/);
  for (const [, handler] of template.matchAll(/\bbind\w*="(\w+)"/g)) assert.equal(typeof page[handler], "function", handler);
});

test("the first page asks for what is missing and keeps everything but the token", () => {
  const moves = [];
  const stored = {};
  const wx = { navigateTo: ({ url }) => moves.push(url), setStorageSync: (key, value) => Object.assign(stored, value), getSystemInfoSync: () => ({ language: "en" }) };
  globalThis.wx = wx;
  let app;
  const source = readFileSync(new URL("app.js", demo), "utf8");
  new Function("require", "App", "wx", source)((name) => createRequire(new URL("app.js", demo))(name), (definition) => (app = definition), wx);
  app.onLaunch();
  const page = openPage(new URL("pages/index/index.js", demo), { engine: built, wx, globalData: app.globalData, app: { words: app.words, keep: (values) => app.keep(values) } });
  page.setData = ((set) => (values) => {
    for (const [key, value] of Object.entries(values)) {
      const [outer, inner] = key.split(".");
      if (inner) set({ [outer]: { ...page.data[outer], [inner]: value } });
      else set({ [key]: value });
    }
  })(page.setData);
  page.open({ currentTarget: { dataset: { page: "call" } } });
  assert.match(page.data.error, /Server, AppID, User ID, Room, Token/);
  for (const [name, value] of Object.entries({ server: "wss://host/parley/signal", appID: "17", userID: "u", roomID: "r", token: "04t" })) {
    page.bindInput({ currentTarget: { dataset: { name } }, detail: { value: ` ${value} ` } });
  }
  page.open({ currentTarget: { dataset: { page: "ready" } } });
  assert.deepEqual(moves, ["/pages/ready/ready"]);
  assert.deepEqual([app.globalData.appID, app.globalData.token, stored.userID, "token" in stored], [17, "04t", "u", false]);
});
