// docs/sdk/calls.md and the engine say the same.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Engine } from "../src/core/engine.js";
import { UNSUPPORTED, STATICS_ANSWERED_FALSE } from "../src/core/unsupported.js";
import { TagPlayer } from "../src/player/tag-player.js";
import { Pusher } from "../src/pusher/pusher.js";
import { browserHost } from "../src/hosts/browser.js";
import { WebEngine } from "../src/web/web-engine.js";
import { openEngine } from "./stand-in/run.mjs";

const table = readFileSync(new URL("../../docs/sdk/calls.md", import.meta.url), "utf8");
const [callsPart, eventsPart] = table.split("## Events");
const rowsOf = (text) => [...text.matchAll(/^\| `([\w.]+)` \| (same|differs|not offered) \| ?(.*) ?\|$/gm)].map(([, name, state, words]) => ({ name, state, words }));
const calls = rowsOf(callsPart);
const events = rowsOf(eventsPart);
const { engine } = openEngine("ws://127.0.0.1:1/parley/signal");
const streams = {};
const push = new Pusher({}, { writePusher() {} }, { streams });
const play = new TagPlayer({}, "s", { streams });

const find = (name) => {
  if (name.startsWith("LivePusher.")) return push[name.slice(11)];
  if (name.startsWith("LivePlayer.")) return play[name.slice(11)];
  return engine[name] || Engine[name];
};

test("every call of the table exists, and what is not offered says so with its code", async () => {
  assert.ok(calls.length > 60);
  for (const { name, state, words } of calls) {
    assert.equal(typeof find(name), "function", name);
    if (state !== "not offered") continue;
    if (words.startsWith("`false`")) {
      assert.ok(STATICS_ANSWERED_FALSE.includes(name), name);
      assert.equal(find(name).call(engine), false, name);
    } else {
      await assert.rejects(engine[name](), (error) => words.startsWith(String(error.code)) && error.code === UNSUPPORTED[name], name);
    }
  }
});

test("every public call of the engine is in the table", () => {
  const known = new Set(calls.map(({ name }) => name));
  for (const name of Object.getOwnPropertyNames(Engine.prototype)) {
    // Names with an underscore, and those that only the components use, are no calls for pages.
    if (!name.startsWith("_") && name !== "runs") assert.ok(known.has(name), `${name} is missing in docs/sdk/calls.md`);
  }
});

/** The names that a class or an interface of a declaration file has. */
function declaredNames(file, head) {
  const [, body] = readFileSync(new URL(`../types/${file}`, import.meta.url), "utf8").split(head);
  return [...new Set([...body.slice(0, body.indexOf("\n}")).matchAll(/^ {2}(?:static |readonly )*(\w+)\??[(:<]/gm)].map(([, name]) => name))].sort();
}

test("the declarations have every call and event of the table, and no other", () => {
  for (const [prefix, head] of [["LivePusher.", "export interface Pusher {"], ["LivePlayer.", "export interface Player {"]]) {
    const inTable = calls.filter(({ name }) => name.startsWith(prefix)).map(({ name }) => name.slice(prefix.length));
    assert.deepEqual(declaredNames("index.d.ts", head), inTable.sort(), prefix);
  }
  const inTable = calls.map(({ name }) => name).filter((name) => !name.includes("."));
  assert.deepEqual(declaredNames("index.d.ts", "export class ZegoExpressEngine {"), [...inTable, "zegoWechatMini"].sort());
  assert.deepEqual(declaredNames("index.d.ts", "export interface Events {"), events.map(({ name }) => name).sort());
});

test("every event of the table can be listened to, unless it is not offered", () => {
  for (const { name, state } of events) assert.equal(engine.on(name, () => {}), state !== "not offered", name);
});

const [webCallsPart, webEventsPart] = readFileSync(new URL("../../docs/sdk/web-calls.md", import.meta.url), "utf8").split("## Events");
const webCalls = rowsOf(webCallsPart);
const webEvents = rowsOf(webEventsPart);
const web = new WebEngine(1234567890, "ws://127.0.0.1:1/parley/signal", browserHost());
const callOf = (name) => web[name] || WebEngine[name];

test("every call of the web table exists, and what is not offered says so as the table does", async () => {
  assert.ok(webCalls.length > 110, `only ${webCalls.length}`);
  for (const { name, state, words } of webCalls) {
    assert.equal(typeof callOf(name), "function", name);
    if (state !== "not offered") continue;
    const [, way, code] = /^(rejects with|throws|resolves with|`false`|does nothing) ?(\d+)?/.exec(words) || [];
    const call = () => callOf(name).call(web);
    const refused = (error) => String(error.code) === code;
    if (way === "rejects with") await assert.rejects(call(), refused, name);
    else if (way === "throws") assert.throws(call, refused, name);
    else if (way === "resolves with") assert.equal(await call(), false, name);
    else assert.equal(call(), { "`false`": false, "does nothing": undefined }[way], name);
    assert.ok(way, name);
  }
});

test("the web table, the engine and its declarations name the same calls and events", () => {
  const inTable = webCalls.map(({ name }) => name);
  const own = Object.getOwnPropertyNames(WebEngine.prototype).filter((name) => !name.startsWith("_"));
  for (const name of own) assert.ok(inTable.includes(name), `${name} is missing in docs/sdk/web-calls.md`);
  // A player without a MediaStream is the mini program's call, and has a meaning for pages of one's own.
  assert.deepEqual(declaredNames("web.d.ts", "export class ZegoExpressEngine {"), [...inTable, "getPlayerInstance", "version"].sort());
  const declared = [...declaredNames("web.d.ts", "export interface ZegoRTMEvent {"), ...declaredNames("web.d.ts", "export interface ZegoRTCEvent {")];
  assert.deepEqual(declared.sort(), webEvents.map(({ name }) => name).sort());
  for (const { name, state } of webEvents) assert.equal(web.on(name, () => {}), state !== "not offered", name);
});
