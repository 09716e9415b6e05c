// docs/sdk/calls.md and the engine say the same.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Engine } from "../src/core/engine.js";
import { UNSUPPORTED, STATICS_ANSWERED_FALSE } from "../src/core/unsupported.js";
import { TagPlayer } from "../src/player/tag-player.js";
import { Pusher } from "../src/pusher/pusher.js";
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

test("the declarations have every call and event of the table, and no other", () => {
  const declared = readFileSync(new URL("../types/index.d.ts", import.meta.url), "utf8");
  const namesOf = (head) => {
    const [, body] = declared.split(head);
    return new Set([...body.slice(0, body.indexOf("\n}")).matchAll(/^ {2}(?:static |readonly )?(\w+)\??[(:<]/gm)].map(([, name]) => name));
  };
  const engineNames = namesOf("export class ZegoExpressEngine {");
  for (const [prefix, names] of [["LivePusher.", namesOf("export interface Pusher {")], ["LivePlayer.", namesOf("export interface Player {")]]) {
    const inTable = calls.filter(({ name }) => name.startsWith(prefix)).map(({ name }) => name.slice(prefix.length));
    assert.deepEqual([...names].sort(), inTable.sort(), prefix);
  }
  // Browsers have calls that a mini program has not; the table is the mini program's.
  const beyond = ["zegoWechatMini", "createStream", "destroyStream", "enumDevices", "getCameras", "getMicrophones", "useVideoDevice", "useAudioDevice"];
  const inTable = calls.map(({ name }) => name).filter((name) => !name.includes("."));
  assert.deepEqual([...engineNames].filter((name) => !beyond.includes(name)).sort(), inTable.sort());
  const offered = events.filter(({ state }) => state !== "not offered").map(({ name }) => name);
  assert.deepEqual([...namesOf("export interface Events {")].sort(), offered.sort());
});

test("every event of the table can be listened to, unless it is not offered", () => {
  for (const { name, state } of events) assert.equal(engine.on(name, () => {}), state !== "not offered", name);
});
