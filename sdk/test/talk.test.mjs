// Messages, extra info, tokens, counts and several rooms.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { answeredAll, openEngine, until } from "./stand-in/run.mjs";
import { startSignalling } from "./stand-in/signalling-server.mjs";

let server;
let opened;
const open = (timings) => {
  const one = openEngine(server.url, timings);
  opened.push(one);
  return one;
};
const inside = async (...userIDs) => {
  const all = [];
  for (const userID of userIDs) {
    const one = open();
    await one.login(userID);
    await until(() => one.of("roomOnlineUserCountUpdate").length);
    all.push(one);
  }
  return all;
};
const ann = { userID: "a", userName: "A" };
const rejectsWith = (promise, errorCode) => assert.rejects(promise, { errorCode });

beforeEach(async () => {
  server = await startSignalling();
  opened = [];
});
afterEach(async () => {
  for (const { engine } of opened) engine.destroyEngine();
  await server.stop();
});

test("a broadcast reaches everybody else, with its number, sender and time", async () => {
  const [a, b, c] = await inside("a", "b", "c");
  const before = Date.now();
  const sent = await a.engine.sendBroadcastMessage("room1", "Hello 大家");
  assert.deepEqual(sent, { errorCode: 0, messageID: sent.messageID, extendedData: "" });
  assert.equal(typeof sent.messageID, "number");
  for (const one of [b, c]) {
    const [[roomID, [message], ...more]] = await until(() => one.of("IMRecvBroadcastMessage").length && one.of("IMRecvBroadcastMessage"));
    assert.equal(roomID, "room1");
    assert.deepEqual(more, []);
    assert.deepEqual(message, { fromUser: ann, message: "Hello 大家", sendTime: message.sendTime, messageID: sent.messageID });
    assert.ok(message.sendTime >= before && message.sendTime <= Date.now());
  }
  assert.deepEqual(a.of("IMRecvBroadcastMessage"), []);
});

test("a barrage reaches everybody else, its number is a text", async () => {
  const [a, b] = await inside("a", "b");
  const { errorCode, messageID } = await a.engine.sendBarrageMessage("room1", "+1");
  assert.equal(errorCode, 0);
  assert.equal(typeof messageID, "string");
  await until(() => b.of("IMRecvBarrageMessage").length);
  const [[, [message]]] = b.of("IMRecvBarrageMessage");
  assert.deepEqual(message, { fromUser: ann, message: "+1", sendTime: message.sendTime, messageID });
  assert.deepEqual(a.of("IMRecvBarrageMessage"), []);
});

test("a command reaches the users it names, or everybody; who was not there is told in extendedData", async () => {
  const [a, b, c] = await inside("a", "b", "c");
  assert.deepEqual(await a.engine.sendCustomCommand("room1", "mute", ["b"]), { errorCode: 0, extendedData: "" });
  assert.deepEqual(await a.engine.sendCustomCommand("room1", { hand: "up" }, []), { errorCode: 0, extendedData: "" });
  assert.deepEqual(await a.engine.sendCustomCommand("room1", "hey", ["b", "z"]), { errorCode: 0, extendedData: '{"absent":["z"]}' });
  await until(() => b.of("IMRecvCustomCommand").length === 3 && c.of("IMRecvCustomCommand").length === 1);
  assert.deepEqual(b.of("IMRecvCustomCommand"), [["room1", ann, "mute"], ["room1", ann, '{"hand":"up"}'], ["room1", ann, "hey"]]);
  assert.deepEqual(c.of("IMRecvCustomCommand"), [["room1", ann, '{"hand":"up"}']]);
  assert.deepEqual(a.of("IMRecvCustomCommand"), []);
});

test("a message that is empty, longer than 1024 bytes or no text is refused without asking the server", async () => {
  const [{ engine }] = await inside("a");
  const count = server.received.length;
  for (const send of ["sendBroadcastMessage", "sendBarrageMessage", "sendCustomCommand"]) {
    await rejectsWith(engine[send]("room1", ""), 1009001);
    await rejectsWith(engine[send]("room1", "安".repeat(342)), 1009002);
    await rejectsWith(engine[send]("room1", 7), 1100001);
    await rejectsWith(engine[send]("elsewhere", "x"), 1002002);
  }
  await rejectsWith(engine.sendCustomCommand("room1", "x", "b"), 1100001);
  await rejectsWith(engine.sendCustomCommand("room1", "x", Array(101).fill("b")), 1100001);
  assert.equal(server.received.slice(count).filter(({ type }) => type !== "heartbeat").length, 0);
  await engine.sendBroadcastMessage("room1", "安".repeat(341) + "x");
  await rejectsWith(open().engine.sendBroadcastMessage("room1", "x"), 1000002);
});

test("a refused message rejects with the server's code", async () => {
  const [{ engine }] = await inside("a");
  server.refuse = ({ type }) => type === "sendBroadcast" && { code: 1009015, refusal: "BROADCAST_RATE" };
  await rejectsWith(engine.sendBroadcastMessage("room1", "x"), 1009015);
});

test("a message is neither kept for later nor said twice: without a connection it fails with 1009010", async () => {
  const [{ engine, of }] = await inside("a");
  server.accepting = false;
  server.drop("a");
  await until(() => of("roomStateChanged").some(([, reason]) => reason === "RECONNECTING"));
  await rejectsWith(engine.sendBroadcastMessage("room1", "x"), 1009010);
  server.accepting = true;
  await until(() => of("roomStateChanged").some(([, reason]) => reason === "RECONNECTED"));
  server.silent = true;
  const lost = engine.sendBroadcastMessage("room1", "once");
  await until(() => server.received.some(({ text }) => text === "once"));
  server.drop("a");
  server.silent = false;
  await rejectsWith(lost, 1009010);
  await until(() => of("roomStateChanged").filter(([, reason]) => reason === "RECONNECTED").length === 2);
  await answeredAll({ engine });
  assert.equal(server.received.filter(({ text }) => text === "once").length, 1);
});

test("what was said while the link was lost is asked for by number and told, though the snapshot is newer", async () => {
  const [a, b] = await inside("a", "b");
  await b.engine.sendBroadcastMessage("room1", "before");
  await until(() => a.of("IMRecvBroadcastMessage").length);
  const { seq } = server.room("room1");
  server.drop("a");
  await until(() => a.of("roomStateChanged").some(([, reason]) => reason === "RECONNECTED"));
  assert.equal(server.received.find(({ type }) => type === "resume").seq, seq);
  server.publish("b", "s1");
  await until(() => a.of("roomStreamUpdate").length);
  server.send("a", { type: "broadcast", roomID: "room1", seq, messageID: 99, fromUser: { userID: "b", userName: "B" }, text: "late", sendTime: 1 });
  await until(() => a.of("IMRecvBroadcastMessage").length === 2);
});

test("the room's extra info is told to the others, to who comes later, and after a loss only if it changed", async () => {
  const [a, b] = await inside("a", "b");
  assert.deepEqual(await a.engine.setRoomExtraInfo("room1", "claim", "4711"), { errorCode: 0, extendedData: "" });
  await until(() => b.of("roomExtraInfoUpdate").length);
  const [[roomID, [info]]] = b.of("roomExtraInfoUpdate");
  assert.equal(roomID, "room1");
  assert.deepEqual(info, { key: "claim", value: "4711", updateUser: ann, updateTime: info.updateTime });
  assert.deepEqual(a.of("roomExtraInfoUpdate"), []);
  const [c] = await inside("c");
  await until(() => c.of("roomExtraInfoUpdate").length);
  assert.deepEqual(c.of("roomExtraInfoUpdate"), b.of("roomExtraInfoUpdate"));
  server.drop("b");
  await until(() => b.of("roomStateChanged").some(([, reason]) => reason === "RECONNECTED"));
  await answeredAll(b);
  assert.equal(b.of("roomExtraInfoUpdate").length, 1);
  server.accepting = false;
  server.drop("b");
  await a.engine.setRoomExtraInfo("room1", "claim", "4712");
  server.accepting = true;
  await until(() => b.of("roomExtraInfoUpdate").length === 2);
  for (const [key, value, code] of [["", "x", 1002014], ["12345678901", "x", 1002015], ["k", "x".repeat(129), 1002016], ["k", 7, 1100001]]) {
    await rejectsWith(a.engine.setRoomExtraInfo("room1", key, value), code);
  }
});

test("a stream's extra info is told to the others and, with the stream, to who comes later; an interrupted push keeps it", async () => {
  const [a, b] = await inside("a", "b");
  await rejectsWith(a.engine.setStreamExtraInfo("s1", "x"), 1103055);
  a.bind();
  await a.engine.createPusher().start("s1", { extraInfo: "both" });
  const early = a.engine.setStreamExtraInfo("s1", "audio");
  server.publish("a", "s1", "both");
  assert.deepEqual(await early, { errorCode: 0, extendedData: "" });
  await until(() => b.of("streamExtraInfoUpdate").length);
  assert.deepEqual(b.of("streamExtraInfoUpdate"), [["room1", [{ streamID: "s1", user: ann, extraInfo: "audio" }]]]);
  const [c] = await inside("c");
  await until(() => c.of("roomStreamUpdate").length);
  assert.equal(c.of("roomStreamUpdate")[0][2][0].extraInfo, "audio");
  server.unpublish("a", "s1", 1003029, "MEDIA_CONNECTION_LOST");
  await until(() => server.received.filter(({ type }) => type === "publish").length === 2);
  assert.equal(server.received.filter(({ type }) => type === "publish")[1].extraInfo, "audio");
  await rejectsWith(a.engine.setStreamExtraInfo("s1", null), 1003050);
  await rejectsWith(a.engine.setStreamExtraInfo("s1", "x".repeat(129)), 1003051);
  await rejectsWith(a.engine.setStreamExtraInfo("s#", "x"), 1000016);
});

test("an extra info that waits for a push that never runs fails with the push", async () => {
  const [a] = await inside("a");
  a.bind();
  const pusher = a.engine.createPusher();
  await pusher.start("s1");
  const waiting = a.engine.setStreamExtraInfo("s1", "x");
  waiting.catch(() => {});
  pusher.stop();
  await rejectsWith(waiting, 1103055);
});

test("tokenWillExpire is told; renewToken hands the token over, and a later login uses it", async () => {
  const [a] = await inside("a");
  server.send("a", { type: "tokenWillExpire", roomID: "room1", tokenExpiresAt: 1 });
  await until(() => a.of("tokenWillExpire").length);
  assert.deepEqual(a.of("tokenWillExpire"), [["room1"]]);
  assert.equal(a.engine.renewToken("", "room1"), false);
  assert.equal(a.engine.renewToken(7), false);
  assert.equal(a.engine.renewToken("04new", "elsewhere"), false);
  assert.equal(a.engine.renewToken("04new", "room1"), true);
  await until(() => server.stay("a").token === "04new");
  server.accepting = false;
  server.drop("a");
  server.forget("a");
  server.accepting = true;
  await until(() => a.of("roomStateChanged").some(([, reason]) => reason === "RECONNECTED"));
  assert.equal(server.received.filter(({ type }) => type === "login").at(-1).token, "04new");
});

test("a refused token is said on the console and forgotten", async (context) => {
  const printed = context.mock.method(console, "warn", () => {});
  const [a] = await inside("a");
  server.refuse = ({ type }) => type === "renewToken" && { code: 1002077, refusal: "TOKEN_USER_MISMATCH", message: "another user" };
  assert.equal(a.engine.renewToken("04other"), true);
  await until(() => printed.mock.callCount() === 1);
  server.refuse = () => undefined;
  server.drop("a");
  server.forget("a");
  await until(() => server.received.filter(({ type }) => type === "login").length === 2);
  assert.equal(server.received.filter(({ type }) => type === "login")[1].token, "04token");
});

test("the number of users is told after the login and when the server counts, not after a resume", async () => {
  const [, b] = await inside("a", "b");
  assert.deepEqual(b.of("roomOnlineUserCountUpdate"), [["room1", 2]]);
  server.drop("b");
  await until(() => b.of("roomStateChanged").some(([, reason]) => reason === "RECONNECTED"));
  await answeredAll(b);
  server.send("b", { type: "userCount", roomID: "room1", count: 17 });
  await until(() => b.of("roomOnlineUserCountUpdate").length === 2);
  assert.deepEqual(b.of("roomOnlineUserCountUpdate")[1], ["room1", 17]);
});

test("enableMultiRoom counts once and before the first login; then five rooms of one user, each on its own connection", async () => {
  const a = open();
  assert.equal(a.engine.enableMultiRoom("yes"), false);
  assert.equal(a.engine.enableMultiRoom(true), true);
  assert.equal(a.engine.enableMultiRoom(false), false);
  for (let room = 1; room <= 5; room++) assert.equal(await a.login("a", {}, `room${room}`), true);
  assert.equal(a.wx.standIn.openSockets(), 5);
  await rejectsWith(a.login("a", {}, "room6"), 1002037);
  a.engine.logoutRoom("room5");
  await rejectsWith(a.login("a", {}, "room1"), 1002001);
  await rejectsWith(a.login("b", {}, "room5"), 1002018);
  await rejectsWith(a.engine.loginRoom("room5", "t", { userID: "a", userName: "Another" }), 1002018);
  assert.equal(await a.login("a", {}, "room5"), true);
  a.engine.logoutRoom();
  await until(() => a.wx.standIn.openSockets() === 0);
  assert.equal(a.of("roomStateChanged").filter(([, reason]) => reason === "LOGOUT").length, 6);
  const late = open();
  await late.login("late");
  assert.equal(late.engine.enableMultiRoom(true), false);
});

test("in several rooms a push names its room, a play finds it, and leaving one room leaves the other alone", async () => {
  const [b] = [open()];
  await b.login("b", {}, "room1");
  const [c] = [open()];
  await c.login("c", {}, "room2");
  server.publish("b", "s1");
  server.publish("c", "s2");
  const a = open();
  a.engine.enableMultiRoom(true);
  await a.login("a", {}, "room1");
  await a.login("a", {}, "room2");
  await until(() => a.of("roomStreamUpdate").length === 2);
  a.bind();
  const pusher = a.engine.createPusher();
  await rejectsWith(pusher.start("mine"), 1100001);
  await rejectsWith(pusher.start("mine", { roomID: "room3" }), 1002002);
  await pusher.start("mine", { roomID: "room2" });
  await rejectsWith(a.engine.startPublishingStream("other"), 1100001);
  await Promise.all([a.engine.getPlayerInstance("s1").play(), a.engine.getPlayerInstance("s2").play()]);
  assert.equal(server.received.filter(({ type }) => type === "play").length, 2);
  assert.deepEqual(a.engine.getPlayerList().map(({ id }) => id), ["s1", "s2"]);
  await rejectsWith(a.engine.sendBroadcastMessage(undefined, "x"), 1100001);
  await a.engine.sendBroadcastMessage("room2", "for room2");
  await until(() => c.of("IMRecvBroadcastMessage").length);
  assert.deepEqual(b.of("IMRecvBroadcastMessage"), []);
  a.engine.logoutRoom("room1");
  assert.deepEqual(a.engine.getPlayerList().map(({ id }) => id), ["s2"]);
  assert.equal(a.states("publisherStateUpdate").at(-1), "PUBLISH_REQUESTING");
  a.engine.logoutRoom("room2");
  assert.deepEqual(a.engine.getPlayerList(), []);
  assert.equal(a.states("publisherStateUpdate").at(-1), "NO_PUBLISH");
});
