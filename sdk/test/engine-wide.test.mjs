import assert from "node:assert/strict";
import { createServer } from "node:http";
import { afterEach, beforeEach, test } from "node:test";
import { clockByHand, openEngine as open, stateChange, until } from "./stand-in/run.mjs";
import { startSignalling } from "./stand-in/signalling-server.mjs";

let server;
let engines;
beforeEach(async () => {
  server = await startSignalling();
  engines = [];
});
afterEach(async () => {
  for (const engine of engines) engine.destroyEngine();
  await server.stop();
});

function openEngine(url) {
  const one = open(url);
  engines.push(one.engine);
  return one;
}

/** A place that takes logs, or does not. */
async function logPlace(status = 204) {
  const taken = [];
  const place = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      taken.push({ url: request.url, ...JSON.parse(body) });
      response.writeHead(status).end();
    });
  });
  await new Promise((resolve) => place.listen(0, "127.0.0.1", resolve));
  return { taken, url: `http://127.0.0.1:${place.address().port}/logs`, close: () => place.closeAllConnections() || new Promise((resolve) => place.close(resolve)) };
}

test("the log is handed over with who it is from, on demand and from a level on, and never holds a ticket", async () => {
  const place = await logPlace();
  const one = openEngine(server.url);
  const { engine, login, bind } = one;
  await assert.rejects(engine.uploadLog(), { code: 1000002 });
  await login("a");
  assert.equal(engine.setLogConfig({ logURL: place.url }), true);
  bind();
  await engine.createPusher().start("cam");
  await engine.uploadLog();
  const [upload] = place.taken;
  assert.deepEqual([upload.appID, upload.roomID, upload.userID, upload.host], [1234567890, "room1", "a", "MINI_PROGRAM"]);
  assert.ok(upload.entries.some(({ text }) => text.includes("LOGINED")));
  assert.ok(upload.entries.some(({ text }) => text.includes("cam PUBLISH_REQUESTING")));
  assert.ok(!JSON.stringify(upload.entries).includes("ticket="));
  assert.equal(engine.setLogConfig({ logURL: place.url, remoteLogLevel: "warn" }), true);
  const clock = clockByHand(one);
  server.drop("a");
  await until(() => one.of("roomStateChanged").some(([, reason]) => reason === "RECONNECTING"));
  clock.move(2_000);
  await until(() => place.taken.length === 2, "the warning of the lost link");
  assert.deepEqual([...new Set(place.taken[1].entries.map(({ level }) => level))], ["warn"]);
  await place.close();
});

test("a log that is not taken is kept and offered again", async () => {
  const place = await logPlace(503);
  const { engine, login } = openEngine(server.url);
  await login("a");
  engine.setLogConfig({ logURL: place.url });
  await assert.rejects(engine.uploadLog(), { code: 1100002 });
  await assert.rejects(engine.uploadLog(), { code: 1100002 });
  assert.deepEqual(place.taken[1].entries, place.taken[0].entries);
  await place.close();
});

test("unknown log levels change nothing", () => {
  const { engine } = openEngine(server.url);
  assert.equal(engine.setLogConfig({ logLevel: "loud" }), false);
  assert.equal(engine.setLogConfig({ remoteLogLevel: "report" }), false);
  assert.equal(engine.setLogConfig({ logLevel: "report" }), true);
  assert.equal(engine.setLogConfig(undefined), true);
});

test("getNextUrl is the URL of now, also after the tag lost its connection", async () => {
  const { engine, login, bind } = openEngine(server.url);
  await login("a");
  bind();
  assert.equal(engine.getNextUrl("cam"), "");
  await engine.createPusher().start("cam");
  const first = engine.getNextUrl("cam");
  assert.match(first, /^rtmp:/);
  server.publish("a", "cam");
  await until(() => engine._streams.pushes.get("cam").state === "PUBLISHING");
  engine.updatePlayerState("cam", stateChange(-1307));
  await until(() => engine.getNextUrl("cam") !== first, "a fresh URL");
});
