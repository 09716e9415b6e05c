import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { clockByHand, allReceived, openEngine, until, waitsOf } from "./stand-in/run.mjs";
import { startSignalling } from "./stand-in/signalling-server.mjs";

let server;
let opened;
const open = (url = server.url, timings) => {
  const one = openEngine(url, timings);
  opened.push(one);
  return one;
};
const reasons = (one) => one.of("roomStateChanged").map(([, reason, code]) => (code ? `${reason} ${code}` : reason));
const states = (one) => one.of("roomStateUpdate").map(([, state, code]) => (code ? `${state} ${code}` : state));
const streams = (one) => one.of("roomStreamUpdate").map(([, type, list]) => `${type} ${list.map((each) => each.streamID)}`);
const users = (one) => one.of("roomUserUpdate").map(([, type, list]) => `${type} ${list.map((each) => each.userID)}`);

beforeEach(async () => {
  server = await startSignalling();
  opened = [];
});
afterEach(async () => {
  for (const { engine } of opened) engine.destroyEngine();
  await server.stop();
});

test("statement 24: an appID and an address, or several, make an engine; anything else is refused", () => {
  for (const url of ["ws://h/parley/signal", "wss://h:1/parley/signal", ["wss://a/x", "wss://b/x"]]) assert.ok(open(url).engine.getVersion());
  for (const url of ["", "http://h", [], [""], null, 7]) assert.throws(() => open(url), { errorCode: 1100001 });
});

test("statement 25: on() and off() add and remove listeners, in order, and know no other events", () => {
  const { engine } = open();
  const order = [];
  const second = () => order.push(2);
  assert.equal(engine.on("roomStateUpdate", () => order.push(1)), true);
  assert.equal(engine.on("roomStateUpdate", second), true);
  assert.equal(engine.on("noSuchEvent", second), false);
  engine._emit("roomStateUpdate");
  engine.off("roomStateUpdate", second);
  engine._emit("roomStateUpdate");
  assert.deepEqual(order, [1, 2, 1]);
});

test("a listener that throws keeps neither the others nor the engine from their work", async (context) => {
  const printed = context.mock.method(console, "error", () => {});
  const one = open();
  one.engine.on("roomStateUpdate", () => {
    throw new Error("page");
  });
  one.engine.on("roomStateUpdate", async () => {
    throw new Error("async page");
  });
  let received = 0;
  one.engine.on("roomStateUpdate", () => received++);
  assert.equal(await one.login(), true);
  assert.equal(received, 2);
  await until(() => printed.mock.callCount() === 4);
});

test("statements 26, 29, 31: a login tells CONNECTING, then CONNECTED, and yields true", async () => {
  const one = open();
  assert.equal(await one.login("a"), true);
  assert.deepEqual(one.of("roomStateUpdate"), [["room1", "CONNECTING", 0, ""], ["room1", "CONNECTED", 0, ""]]);
  assert.deepEqual(reasons(one), ["LOGINING", "LOGINED"]);
  const { requestId, ...login } = server.received[0];
  assert.deepEqual(login, { type: "login", appID: 1234567890, roomID: "room1", token: "04token", userID: "a", userName: "A", userUpdate: false,
    maxMemberCount: 0, client: { kind: "MINI_PROGRAM", version: "0.2.0" } });
  assert.ok(Number.isInteger(requestId) && requestId > 0);
});

test("a user without a name is known by the userID", async () => {
  const one = open();
  await one.engine.loginRoom("room1", "t", { userID: "solo" });
  assert.equal(server.received[0].userName, "solo");
});

test("statement 30: a refused login rejects with the server's code and tells DISCONNECTED", async () => {
  const one = open();
  server.refuse = () => ({ code: 1102018, refusal: "TOKEN_EXPIRED", message: "The token has expired." });
  await assert.rejects(one.login(), { code: 1102018, errorCode: 1102018, msg: "The token has expired.",
    extendedData: '{"refusal":"TOKEN_EXPIRED","message":"The token has expired."}' });
  assert.deepEqual(reasons(one), ["LOGINING", "LOGIN_FAILED 1102018"]);
  assert.deepEqual(states(one), ["CONNECTING", "DISCONNECTED 1102018"]);
  server.refuse = () => undefined;
  assert.equal(await one.login(), true, "and the next login may succeed");
});

test("a login with wrong arguments is refused without asking the server", async () => {
  const { engine } = open();
  const user = { userID: "a", userName: "A" };
  for (const [args, code] of [
    [["", "t", user], 1002011], [["r", "", user], 1002067], [["r", "t", {}], 1002005], [["r", "t", undefined], 1002005], [["r", "t", { userID: "a b" }], 1002006],
    [["r", "t", { userID: "a", userName: "\n" }], 1002009], [["r", "t", user, { maxMemberCount: -1 }], 1100001], [[7, "t", user], 1002011],
  ]) await assert.rejects(engine.loginRoom(...args), { errorCode: code });
  assert.equal(server.received.length, 0);
});

test("a second login without logout is refused with 1002001 and leaves the first alone", async () => {
  const one = open();
  await one.login();
  await assert.rejects(one.login(), { errorCode: 1002001 });
  await assert.rejects(one.login("a", {}, "room2"), { errorCode: 1002001 });
  assert.deepEqual(reasons(one), ["LOGINING", "LOGINED"]);
});

test("server addresses are tried in turn", async () => {
  const one = open(["ws://127.0.0.1:1/parley/signal", server.url]);
  assert.equal(await one.login(), true);
});

test("a login that reaches no server fails with 1002030, one without an answer with 1002031", async () => {
  const one = open("ws://127.0.0.1:1/parley/signal");
  await assert.rejects(one.login(), { errorCode: 1002030 });
  assert.deepEqual(reasons(one), ["LOGINING", "LOGIN_FAILED 1002030"]);
  server.silent = true;
  await assert.rejects(open(server.url, { answer: 50 }).login("b"), { errorCode: 1002031 });
});

test("statement 35: what the room already holds is told after the login, even to listeners and handlers set right after the await", async () => {
  const b = open();
  await b.login("b");
  server.publish("b", "s1");
  server.publish("b", "s2", "screen");
  const one = open();
  const late = [];
  await one.login("a", { userUpdate: true });
  one.engine.on("roomStreamUpdate", (...values) => late.push(values));
  assert.equal(one.of("roomStreamUpdate").length, 0);
  await until(() => one.of("roomStreamUpdate").length);
  const user = { userID: "b", userName: "B" };
  const empty = { urlsFLV: "", urlsRTMP: "", urlsHLS: "", urlsHttpsFLV: "", urlsHttpsHLS: "" };
  assert.deepEqual(one.of("roomStreamUpdate"), [["room1", "ADD",
    [{ streamID: "s1", user, extraInfo: "", ...empty }, { streamID: "s2", user, extraInfo: "screen", ...empty }], ""]]);
  assert.deepEqual(late, one.of("roomStreamUpdate"));
  assert.deepEqual(one.of("roomUserUpdate"), [["room1", "ADD", [user]]]);
});

test("statement 35: events that arrive in the same moment as the login's answer come after it, none lost", async () => {
  const one = open();
  const original = server.refuse;
  server.refuse = (message) => {
    if (message.type === "login") queueMicrotask(() => {
      for (let number = 1; number <= 50; number++) {
        server.send("a", { type: "streamAdded", roomID: "room1", seq: 1000 + number, stream: { streamID: `s${number}`, user: { userID: "b", userName: "B" }, extraInfo: "" } });
      }
    });
    return original(message);
  };
  await one.login("a");
  await until(() => streams(one).length === 50);
  assert.deepEqual(streams(one), Array.from({ length: 50 }, (_, index) => `ADD s${index + 1}`));
});

test("an empty room tells no list, and nobody hears of himself", async () => {
  const one = open();
  await one.login("a", { userUpdate: true });
  server.send("a", { type: "streamAdded", roomID: "room1", seq: 50, stream: { streamID: "mine", user: { userID: "a", userName: "A" }, extraInfo: "" } });
  await allReceived(server, one);
  assert.deepEqual([...users(one), ...streams(one)], []);
});

test("statements 54 and 55: with userUpdate the others' coming and going is told", async () => {
  const one = open();
  await one.login("a", { userUpdate: true });
  const b = open();
  await b.login("b");
  await until(() => users(one).length === 1);
  b.engine.logoutRoom("room1");
  await until(() => users(one).length === 2);
  assert.deepEqual(users(one), ["ADD b", "DELETE b"]);
  assert.deepEqual(one.of("roomUserUpdate")[0][2], [{ userID: "b", userName: "B" }]);
});

test("statement 56: without userUpdate it is never told, not even by a snapshot", async () => {
  const one = open();
  await one.login("a");
  await open().login("b");
  server.send("a", { type: "snapshot", roomID: "room1", seq: 90, users: [{ userID: "z", userName: "Z" }], streams: [], ownStreams: [], roomExtraInfo: [] });
  server.send("a", { type: "userAdded", roomID: "room1", seq: 91, user: { userID: "y", userName: "Y" } });
  await allReceived(server, one);
  assert.deepEqual(users(one), []);
});

test("statement 52: a user without a stream fires no roomStreamUpdate", async () => {
  const one = open();
  await one.login("a", { userUpdate: true });
  await open().login("b");
  await until(() => users(one).length === 1);
  assert.deepEqual(streams(one), []);
});

test("statements 58, 59 and 60: streams come and go with their reason, for listeners with three and four parameters", async () => {
  const one = open();
  const three = [];
  one.engine.on("roomStreamUpdate", (roomID, type, list) => three.push(`${type} ${list[0].streamID}`));
  await one.login("a");
  await open().login("b");
  for (const [reason, code] of [["PUBLISHER_STOPPED", 1], ["UNPUBLISHED", 1], ["MEDIA_TIMEOUT", 2], ["REPLACED_BY_LOGIN", 3], ["KICKED", 4], ["MEDIA_CONNECTION_LOST", 5], ["STAY_ENDED", 5], ["ROOM_CLOSED", 6]]) {
    server.publish("b", "s1");
    server.unpublish("b", "s1", 0, reason);
    const [, type, list, extendedData] = await until(() => one.of("roomStreamUpdate").filter(([, kind]) => kind === "DELETE").at(-1));
    assert.equal(type, "DELETE");
    assert.equal(list[0].streamID, "s1");
    assert.deepEqual(JSON.parse(extendedData), { stream_delete_reason: [{ streamID: "s1", code, reason }] });
    one.emitted.length = 0;
  }
  assert.equal(three.length, 16);
});

test("events that are older than the snapshot, doubled, or of another room are dropped", async () => {
  const one = open();
  await one.login("a");
  const stream = { streamID: "s1", user: { userID: "b", userName: "B" }, extraInfo: "" };
  for (const [seq, roomID] of [[0, "room1"], [1, "room1"], [9, "other"], [9, "room1"], [9, "room1"], [8, "room1"]]) {
    server.send("a", { type: "streamAdded", roomID, seq, stream });
  }
  await allReceived(server, one);
  assert.deepEqual(streams(one), ["ADD s1"]);
});

test("a snapshot replaces everything; the page hears the difference", async () => {
  const b = open();
  await b.login("b");
  server.publish("b", "s1");
  server.publish("b", "s2");
  const one = open();
  await one.login("a", { userUpdate: true });
  await until(() => streams(one).length);
  one.emitted.length = 0;
  const user = { userID: "c", userName: "C" };
  server.send("a", { type: "snapshot", roomID: "room1", seq: 90, users: [user], streams: [
    { streamID: "s2", user: { userID: "b", userName: "B" }, extraInfo: "" }, { streamID: "s3", user, extraInfo: "" }], ownStreams: [], roomExtraInfo: [] });
  await until(() => one.emitted.length === 4);
  assert.deepEqual(one.emitted.map(([event, , type, list]) => `${event} ${type} ${list.map((each) => each.streamID || each.userID)}`),
    ["roomStreamUpdate DELETE s1", "roomUserUpdate DELETE b", "roomUserUpdate ADD c", "roomStreamUpdate ADD s3"]);
});

test("statement 53: a lost link is CONNECTING with 1000017, then resumed: the others hear nothing, missed changes are told", async () => {
  const b = open();
  await b.login("b", { userUpdate: true });
  server.publish("b", "s1");
  const one = open();
  await one.login("a", { userUpdate: true });
  await until(() => streams(one).length);
  b.emitted.length = 0;
  server.drop("a");
  server.unpublish("b", "s1");
  server.publish("b", "s2");
  await until(() => reasons(one).includes("RECONNECTED"));
  await until(() => streams(one).length === 3);
  assert.deepEqual(reasons(one), ["LOGINING", "LOGINED", "RECONNECTING 1000017", "RECONNECTED"]);
  assert.deepEqual(states(one), ["CONNECTING", "CONNECTED", "CONNECTING 1000017", "CONNECTED"]);
  assert.deepEqual(streams(one), ["ADD s1", "DELETE s1", "ADD s2"]);
  assert.deepEqual(server.received.filter(({ type }) => type === "resume").length, 1);
  assert.deepEqual(users(b), []);
});

test("when the stay is unknown at the server, the kept token logs in again on the same connection", async () => {
  const one = open();
  await one.login("a");
  const { socket } = server.stay("a");
  server.forget("a");
  socket.terminate();
  await until(() => reasons(one).includes("RECONNECTED"));
  assert.deepEqual(server.received.map(({ type }) => type).filter((type) => type !== "heartbeat"), ["login", "resume", "login"]);
  assert.equal(server.received.at(-1).token, "04token");
});

test("after the grace time it logs in without trying to resume", async () => {
  await server.stop();
  server = await startSignalling({ graceMs: 100 });
  const one = open();
  await one.login("a");
  let later = 0;
  one.host.now = () => Date.now() + later;
  server.accepting = false;
  server.drop("a");
  await until(() => reasons(one).at(-1) === "RECONNECTING 1000017");
  later = 101;
  // A try of before that may still be under way is turned away; the ones after it know that the grace time is over.
  const before = server.turnedAway;
  await until(() => server.turnedAway >= before + 2);
  server.forget("a");
  server.accepting = true;
  await until(() => reasons(one).includes("RECONNECTED"));
  assert.equal(server.received.filter(({ type }) => type === "resume").length, 0);
});

test("reconnecting is given up after its limit with 1002053, and a new login is possible", async () => {
  const one = open(server.url, { reconnectLimit: 300 });
  await one.login("a");
  server.accepting = false;
  server.drop("a");
  await until(() => reasons(one).at(-1) === "RECONNECT_FAILED 1002053");
  assert.deepEqual(states(one).slice(-2), ["CONNECTING 1000017", "DISCONNECTED 1002053"]);
  server.accepting = true;
  server.forget("a");
  assert.equal(await one.login("a"), true);
});

test("a refusal while reconnecting ends it with the server's code, but TRY_LATER does not", async () => {
  const one = open();
  await one.login("a");
  let tries = 0;
  server.refuse = ({ type }) => {
    if (type === "heartbeat") return undefined;
    return ++tries < 3 ? { code: 1100002, refusal: "TRY_LATER" } : { code: 1102018, refusal: "TOKEN_EXPIRED" };
  };
  server.drop("a");
  await until(() => reasons(one).at(-1) === "RECONNECT_FAILED 1102018");
  assert.equal(tries, 3);
});

test("statement 33: a kick ends the stay with its code, and no reconnect follows", async () => {
  const one = open();
  const waits = waitsOf(one);
  await one.login("a");
  await open().login("a");
  await until(() => reasons(one).at(-1) === "KICKOUT 1002050");
  assert.deepEqual(states(one).at(-1), "DISCONNECTED 1002050");
  assert.equal(JSON.parse(one.of("roomStateUpdate").at(-1)[3]).reason, "REPLACED_BY_LOGIN");
  assert.deepEqual([...waits.running.values()], [], "nothing is to follow");
  await until(() => one.wx.standIn.openSockets() === 0);
  assert.equal(reasons(one).length, 3);
});

test("a kick while it was away fails the reconnect with its code", async () => {
  const one = open();
  await one.login("a");
  server.refuse = ({ type }) => (type === "resume" ? { code: 1002050, refusal: "REPLACED_BY_LOGIN", message: "" } : undefined);
  server.drop("a");
  await until(() => reasons(one).at(-1) === "KICKOUT 1002050");
});

test("close code 4001 alone also ends the stay", async () => {
  const one = open();
  await one.login("a");
  server.stay("a").socket.close(4001);
  await until(() => reasons(one).at(-1) === "KICKOUT 1002055");
});

test("a link that goes silent is noticed by missing heartbeats", async () => {
  await server.stop();
  server = await startSignalling({ heartbeatMs: 1_000 });
  const one = open();
  const clock = clockByHand(one);
  await one.login("a");
  const beats = () => server.received.filter(({ type }) => type === "heartbeat").length;
  for (let count = 1; count <= 3; count++) {
    clock.move(1_000);
    await until(() => beats() === count);
    await allReceived(server, one);
  }
  assert.deepEqual(reasons(one), ["LOGINING", "LOGINED"]);
  server.silent = true;
  clock.move(4_000);
  await until(() => reasons(one).at(-1) === "RECONNECTING 1000017");
  server.silent = false;
  await until(() => {
    clock.move(10);
    return reasons(one).at(-1) === "RECONNECTED";
  });
});

test("an app that comes to the front reconnects at once", async () => {
  const one = open(server.url, { backoffFirst: 60000, backoffLimit: 60000, backoffInGrace: 60000, reconnectLimit: 300000 });
  await one.login("a");
  server.drop("a");
  await until(() => reasons(one).at(-1) === "RECONNECTING 1000017");
  one.wx.standIn.showApp();
  await until(() => reasons(one).at(-1) === "RECONNECTED");
});

test("statement 73: logoutRoom leaves, tells DISCONNECTED, and the others hear it at once", async () => {
  const b = open();
  await b.login("b", { userUpdate: true });
  const one = open();
  await one.login("a");
  assert.equal(one.engine.logoutRoom("room1"), undefined);
  assert.deepEqual(one.of("roomStateUpdate").at(-1), ["room1", "DISCONNECTED", 0, ""]);
  await until(() => users(b).at(-1) === "DELETE a");
  await until(() => one.wx.standIn.openSockets() === 0);
  assert.equal(await one.login("a"), true);
});

test("logout and login at once are told to the server in this order", async () => {
  const one = open();
  await one.login("a");
  one.engine.logoutRoom();
  await one.login("a");
  await allReceived(server, one);
  assert.deepEqual(reasons(one), ["LOGINING", "LOGINED", "LOGOUT", "LOGINING", "LOGINED"]);
  assert.ok(server.stay("a"));
});

test("logout during login rejects it and the user does not stay inside", async () => {
  const one = open();
  const login = one.login("a");
  // While the server works on it, before its answer.
  server.refuse = ({ type }) => (type === "login" ? one.engine.logoutRoom() : undefined);
  await assert.rejects(login, { errorCode: 1002002 });
  await until(() => !server.stay("a"));
  assert.deepEqual(reasons(one), ["LOGINING", "LOGOUT"]);
});

test("logging out of a room one is not in is told as LOGOUT_FAILED and changes nothing", async () => {
  const one = open();
  await one.login("a");
  one.engine.logoutRoom("elsewhere");
  assert.deepEqual(one.of("roomStateChanged").at(-1), ["elsewhere", "LOGOUT_FAILED", 1002002, ""]);
  assert.deepEqual(states(one), ["CONNECTING", "CONNECTED"]);
});

test("a destroyed engine is silent and cannot be used", async () => {
  const one = open();
  await one.login("a");
  one.engine.destroyEngine();
  await assert.rejects(one.login("a"), { errorCode: 1101000 });
  await until(() => !server.stay("a"));
});

test("hostile frames do not disturb a call", async () => {
  const one = open();
  await one.login("a");
  for (const frame of ["", "x", "null", "[1]", '{"type":"kickedOut"}', '{"type":"refused","requestId":999999,"code":1,"refusal":"","message":""}',
    '{"type":"loggedIn","requestId":1}', `{"type":"${"x".repeat(60000)}"}`, '{"type":"error","requestId":0,"message":"m"}',
    '{"type":"publishState","roomID":"room1","streamID":"toString","state":"PUBLISHING","code":0,"reason":""}']) server.send("a", frame);
  server.stay("a").socket.send(Buffer.from([1, 2, 3]), { binary: true });
  await allReceived(server, one);
  assert.deepEqual(reasons(one), ["LOGINING", "LOGINED"]);
});
