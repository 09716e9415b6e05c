// Behaviour of phones that tutorials do not mention.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { PATIENCE, answeredAll, hurry, openEngine, stateChange, until, waitsOf } from "./stand-in/run.mjs";
import { startSignalling } from "./stand-in/signalling-server.mjs";

let server;
let opened;
const open = (timings) => {
  const one = openEngine(server.url, timings);
  opened.push(one);
  return one;
};
const reasons = (one) => one.of("roomStateChanged").map(([, reason, code]) => (code ? `${reason} ${code}` : reason));

beforeEach(async () => {
  server = await startSignalling();
  opened = [];
});
afterEach(async () => {
  for (const { engine } of opened) engine.destroyEngine();
  await server.stop();
});

test("an app whose socket died in the background without a word resumes when it is shown, and the others hear nothing", async () => {
  await server.stop();
  // No heartbeat comes due: the timers of a mini program in the background stand still.
  server = await startSignalling();
  const [a, b] = [open(), open()];
  await b.login("b", { userUpdate: true });
  await a.login("a", { userUpdate: true });
  await until(() => b.of("roomUserUpdate").length === 1);
  server.silent = true;
  hurry(a, { goodbye: 20, answer: 100 });
  a.wx.standIn.showApp();
  await until(() => reasons(a).at(-1) === "RECONNECTING 1000017");
  hurry(a, { goodbye: PATIENCE, answer: PATIENCE });
  server.silent = false;
  await until(() => reasons(a).at(-1) === "RECONNECTED");
  assert.equal(server.received.filter(({ type }) => type === "resume").length >= 1, true);
  assert.equal(b.of("roomUserUpdate").length, 1);
  assert.deepEqual(reasons(b), ["LOGINING", "LOGINED"]);
});

test("an app that is shown with its socket alive goes on as if nothing had been", async () => {
  const a = open();
  await a.login("a");
  const beats = server.received.filter(({ type }) => type === "heartbeat").length;
  a.wx.standIn.showApp();
  await until(() => server.received.filter(({ type }) => type === "heartbeat").length > beats);
  await answeredAll(a);
  assert.deepEqual(reasons(a), ["LOGINING", "LOGINED"]);
});

test("while a stay can be resumed the waits between tries stay short, whatever their limit later on", async () => {
  const a = open({ backoffFirst: 50, backoffLimit: 60000, backoffInGrace: 80, reconnectLimit: 100000 });
  await a.login("a");
  server.accepting = false;
  server.drop("a");
  await until(() => server.turnedAway === 1);
  const { asked } = waitsOf(a);
  await until(() => server.turnedAway === 8);
  server.accepting = true;
  await until(() => reasons(a).at(-1) === "RECONNECTED");
  // Between the waits for a try stand those for its connection.
  const between = asked.filter((delay) => delay < PATIENCE);
  assert.ok(between.length >= 6 && Math.max(...between) <= 80, `${between}`);
  assert.equal(server.received.at(-1).type === "heartbeat" || server.received.at(-1).type === "resume", true);
});

test("the tag's 1002 may never come, and does not count when it does: PUBLISHING is the server's word", async () => {
  const a = open({ mediaStart: PATIENCE });
  await a.login("a");
  a.bind();
  await a.engine.createPusher().start("s1");
  for (const code of [1001, 1002, 1008]) a.engine.updatePlayerState("s1", stateChange(code));
  assert.deepEqual(a.states("publisherStateUpdate"), ["PUBLISH_REQUESTING"]);
  server.publish("a", "s1");
  await until(() => a.states("publisherStateUpdate").at(-1) === "PUBLISHING");
});

test("entries of the play list are found by id and by streamID, and play by themselves under either spelling", async () => {
  const [a, b] = [open(), open()];
  await b.login("b");
  server.publish("b", "s1");
  await a.login("a");
  a.bind();
  await a.engine.getPlayerInstance("s1").play({ autoPlay: true });
  let [entry] = a.page.data.playerList;
  assert.deepEqual([entry.id, entry.streamID, entry.autoplay, entry.autoPlay], ["s1", "s1", true, true]);
  a.engine.setPlayerAttributes("s1", { autoplay: false, id: "x", streamID: "y" });
  await until(() => a.page.data.playerList[0].autoPlay === false);
  [entry] = a.page.data.playerList;
  assert.deepEqual([entry.id, entry.streamID, entry.autoplay], ["s1", "s1", false]);
});

test("logging out in the middle of a start ends it once, without an error, and leaves no tag", async () => {
  const a = open();
  await a.login("a");
  a.bind();
  const starting = a.engine.createPusher().start("s1");
  a.engine.logoutRoom("room1");
  await assert.rejects(starting);
  await until(() => !server.stay("a"));
  await until(() => a.wx.standIn.openSockets() === 0);
  assert.deepEqual(a.states("publisherStateUpdate"), ["PUBLISH_REQUESTING", "NO_PUBLISH"]);
  assert.equal(a.page.data.pusher.url, "");
  assert.deepEqual(a.calls, []);
  assert.deepEqual(reasons(a), ["LOGINING", "LOGINED", "LOGOUT"]);
});

test("a mini program that is opened again after it was killed takes the place of the stay it left behind", async () => {
  const [b, a] = [open(), open()];
  await b.login("b", { userUpdate: true });
  await a.login("a");
  // Killed: nobody listens or speaks any more, and there was no goodbye.
  a.engine.off("roomStateChanged");
  const again = open();
  assert.equal(await again.login("a"), true);
  await until(() => b.of("roomUserUpdate").length === 3);
  assert.deepEqual(b.of("roomUserUpdate").map(([, type]) => type), ["ADD", "DELETE", "ADD"]);
  assert.equal(server.room("room1").stays.size, 2);
});
