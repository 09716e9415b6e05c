// Pages that drive their own tags: the engine gives URLs and says what is known, the page starts and stops the tag.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { allReceived, openEngine, stateChange, until } from "./stand-in/run.mjs";
import { startSignalling } from "./stand-in/signalling-server.mjs";

let server;
let opened;
const join = async (userID = "a", timings) => {
  const one = openEngine(server.url, timings);
  opened.push(one);
  await one.login(userID);
  return one;
};
const publishing = async (one, streamID = "s1") => {
  await one.engine.startPublishingStream(streamID);
  server.publish("a", streamID);
  await until(() => one.states("publisherStateUpdate").at(-1) === "PUBLISHING");
};
const last = (one, event = "publisherStateUpdate") => one.of(event).at(-1)[0];
const dropLink = async (one) => {
  server.drop("a");
  await until(() => one.of("roomStateChanged").at(-1)[1] === "RECONNECTING");
};
const backAgain = (one) => until(() => one.of("roomStateChanged").at(-1)[1] === "RECONNECTED");

beforeEach(async () => {
  server = await startSignalling();
  opened = [];
});
afterEach(async () => {
  for (const { engine } of opened) engine.destroyEngine();
  await server.stop();
});

test("a push that the tag gives up is told with the tag's own code, and the engine's beside it", async () => {
  const one = await join();
  await publishing(one);
  one.engine.updatePlayerState("s1", stateChange(-1307));
  assert.deepEqual([last(one).state, last(one).errorCode], ["NO_PUBLISH", -1307]);
  assert.deepEqual(JSON.parse(last(one).extendedData), { code: 1003029, wxCode: -1307, message: "" });
});

test("a push starts again after the tag gave up, twice in a row", async () => {
  const one = await join();
  await publishing(one);
  for (let cut = 0; cut < 2; cut++) {
    one.engine.updatePlayerState("s1", stateChange(-1307));
    await publishing(one);
  }
  assert.deepEqual(one.states("publisherStateUpdate"), ["PUBLISH_REQUESTING", "PUBLISHING", "NO_PUBLISH -1307", "PUBLISH_REQUESTING", "PUBLISHING",
    "NO_PUBLISH -1307", "PUBLISH_REQUESTING", "PUBLISHING"]);
});

test("a play that the tag gives up is told with the tag's own code and starts again, twice in a row", async () => {
  const one = await join();
  await join("b");
  server.publish("b", "s2");
  for (const code of [-2301, 2101]) {
    await one.engine.startPlayingStream("s2");
    one.engine.updatePlayerState("s2", stateChange(2004));
    assert.equal(last(one, "playerStateUpdate").state, "PLAYING");
    one.engine.updatePlayerState("s2", stateChange(code));
    assert.deepEqual([last(one, "playerStateUpdate").state, last(one, "playerStateUpdate").errorCode], ["NO_PLAY", code]);
    assert.equal(JSON.parse(last(one, "playerStateUpdate").extendedData).code, 1004020);
  }
});

test("single connections that fail are the tag's own tries and change nothing", async () => {
  const one = await join();
  await publishing(one);
  for (const code of [3001, 3002, 3003, 3004, 3005, 1101, 1102]) one.engine.updatePlayerState("s1", stateChange(code));
  assert.equal(last(one).state, "PUBLISHING");
});

test("a device that fails ends the push, running or not", async () => {
  for (const code of [-1301, -1302, -1303, -1304, -1305, -1306, -1308, -1309, -1310, -1311]) {
    const one = await join();
    await publishing(one);
    one.engine.updatePlayerState("s1", stateChange(code));
    assert.deepEqual([last(one).state, last(one).errorCode], ["NO_PUBLISH", code]);
    one.engine.destroyEngine();
    await until(() => !server.stay("a"));
  }
});

test("a dead push is not told as running because the server still waits for it", async () => {
  const one = await join();
  await publishing(one);
  await dropLink(one);
  one.engine.updatePlayerState("s1", stateChange(-1307));
  await backAgain(one);
  await allReceived(server, one);
  assert.equal(one.states("publisherStateUpdate").at(-1), "NO_PUBLISH -1307");
});

test("a tag that connects again while there is no link is running once the server says that it has the stream", async () => {
  const one = await join();
  await publishing(one);
  await dropLink(one);
  one.engine.updatePlayerState("s1", stateChange(-1307));
  one.engine.updatePlayerState("s1", stateChange(1002));
  await backAgain(one);
  await until(() => one.states("publisherStateUpdate").at(-1) === "PUBLISHING");
});

test("a tag that connects again after the link is back is running at once", async () => {
  const one = await join();
  await publishing(one);
  await dropLink(one);
  one.engine.updatePlayerState("s1", stateChange(-1307));
  await backAgain(one);
  await allReceived(server, one);
  one.engine.updatePlayerState("s1", stateChange(1002));
  assert.equal(one.states("publisherStateUpdate").at(-1), "PUBLISHING");
});

test("a stream that the server has for longer than it waits for anybody is running, whatever the tag reports", async () => {
  const one = await join("a", { mediaGrace: 50 });
  await publishing(one);
  await dropLink(one);
  one.engine.updatePlayerState("s1", stateChange(-1307));
  await backAgain(one);
  await until(() => one.states("publisherStateUpdate").at(-1) === "PUBLISHING");
});

test("a page that starts its push again while signalling is cut too gets its URL when signalling is back", async () => {
  const one = await join();
  await publishing(one);
  await dropLink(one);
  one.engine.updatePlayerState("s1", stateChange(-1307));
  const { url } = await one.engine.startPublishingStream("s1");
  assert.match(url, /^rtmp:/);
  assert.equal(one.states("publisherStateUpdate").at(-1), "PUBLISH_REQUESTING", "the server's old stream is not this one");
  server.publish("a", "s1");
  await until(() => one.states("publisherStateUpdate").at(-1) === "PUBLISHING");
});

test("a push that is asked for while the stay is lost is asked for in the new stay", async () => {
  const one = await join();
  await publishing(one);
  await dropLink(one);
  one.engine.updatePlayerState("s1", stateChange(-1307));
  const started = one.engine.startPublishingStream("s1");
  server.forget("a");
  assert.match((await started).url, /^rtmp:/);
  assert.equal(one.states("publisherStateUpdate").at(-1), "PUBLISH_REQUESTING");
});
