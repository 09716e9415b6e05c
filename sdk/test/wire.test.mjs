import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { ANSWER, Request, SERVER_TYPES, read } from "../src/core/wire.js";
import { VERSION } from "../src/api/version.js";

const fixtures = new URL("../../docs/protocol/fixtures/", import.meta.url);
const files = (side) => readdirSync(new URL(`${side}/`, fixtures)).filter((name) => name.endsWith(".json"));
const content = (side, name) => readFileSync(new URL(`${side}/${name}`, fixtures), "utf8");

test("every server message of the protocol's examples is understood", () => {
  assert.ok(existsSync(fixtures));
  for (const name of files("server")) {
    const text = content("server", name);
    assert.deepEqual(read(text), JSON.parse(text), name);
  }
});

test("the engine knows no server message that the protocol does not have, and misses none", () => {
  assert.deepEqual([...SERVER_TYPES].sort(), files("server").map((name) => name.replace(".json", "")).sort());
});

test("every client message of the protocol's examples is produced field by field", () => {
  for (const name of files("client")) {
    const example = JSON.parse(content("client", name));
    const { type, requestId, ...fields } = example;
    const produced = Request[type](requestId, fields);
    assert.deepEqual(JSON.parse(JSON.stringify(produced)), example, name);
    assert.equal(JSON.stringify(produced), JSON.stringify(example), `${name}: the order of the fields too`);
  }
  assert.deepEqual(Object.keys(Request).sort(), files("client").map((name) => name.replace(".json", "")).sort());
  assert.deepEqual(Object.keys(ANSWER).sort(), Object.keys(Request).sort());
});

test("a publish without extra info does not send the field", () => {
  assert.deepEqual(Request.publish(1, { streamID: "s", extraInfo: "" }), { type: "publish", requestId: 1, streamID: "s" });
});

test("what is not a message of the protocol is ignored", () => {
  const hostile = ["", "null", "[]", "7", "{", "{}", '{"type":7}', '{"type":"constructor"}', '{"type":"__proto__"}', '{"type":"hasOwnProperty"}',
    '{"type":"userAdded"}', '{"type":"userAdded","roomID":"r","seq":"1","user":{"userID":"a","userName":"A"}}',
    '{"type":"streamAdded","roomID":"r","seq":1,"stream":null}', '{"type":"publishState","roomID":"r","streamID":"s","state":"OFF","code":0,"reason":""}',
    '{"type":"snapshot","roomID":"r","seq":1,"users":[null],"streams":[],"ownStreams":[]}', '{"type":"heartbeatAck","requestId":1,"seq":-1}'];
  for (const text of hostile) assert.equal(read(text), null, text);
  for (const frame of [undefined, null, 7, new ArrayBuffer(4), {}]) assert.equal(read(frame), null);
});

test("each example with any one field removed or of another kind is ignored, not misread", () => {
  for (const name of files("server")) {
    const example = JSON.parse(content("server", name));
    for (const field of Object.keys(example)) {
      const { [field]: gone, ...without } = example;
      assert.equal(read(JSON.stringify(without)), null, `${name} without ${field}`);
      assert.equal(read(JSON.stringify({ ...example, [field]: { surprise: true } })), null, `${name} with a strange ${field}`);
    }
  }
});

test("fields that a newer server adds do no harm", () => {
  assert.equal(read('{"type":"heartbeatAck","requestId":4,"seq":9,"new":1}').seq, 9);
});

test("the version the engine tells is the package's", () => {
  assert.equal(VERSION, JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version);
});
