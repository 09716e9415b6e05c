// Shared by the tests: an engine in a stand-in mini program, and the events it told.
import { setTimeout as sleep } from "node:timers/promises";
import { Engine } from "../../src/core/engine.js";
import { SERVER_EVENTS } from "../../src/core/server-events.js";
import { wxHost } from "../../src/hosts/wx.js";
import { createPage, createWx } from "./wx.mjs";

const EVENTS = ["roomStateUpdate", "roomStateChanged", "roomUserUpdate", "roomStreamUpdate", "publisherStateUpdate", "playerStateUpdate",
  "publishQualityUpdate", "playQualityUpdate", ...SERVER_EVENTS];

/** The longest wait for anything, in milliseconds: a wait ends at its event, so this is only how long a broken test takes. */
export const PATIENCE = 3 * 60 * 1000;

/** An engine that waits little between tries, and for an answer as long as a busy machine needs. Tests of a deadline set their own. */
export const UNHURRIED = { connect: PATIENCE, connectAgain: PATIENCE, answer: PATIENCE, reconnectLimit: PATIENCE, goodbye: PATIENCE, mediaStart: PATIENCE,
  render: PATIENCE, backoffFirst: 20, backoffLimit: 100, mediaRetryFirst: 20, mediaRetries: 3 };

/** @param {string | string[]} url @param {object} [timings] */
export function openEngine(url, timings = {}) {
  const calls = [];
  const wx = createWx({
    pusher: (call) => calls.push(["pusher", call]),
    player: (streamID, call) => calls.push([streamID, call]),
  });
  globalThis.wx = wx;
  const host = wxHost();
  const engine = new Engine(1234567890, url, host, { ...UNHURRIED, ...timings });
  const emitted = [];
  for (const event of EVENTS) engine.on(event, (...values) => emitted.push([event, ...values]));
  const page = createPage({});
  return {
    engine,
    /** The clock and the timers that the engine uses: a test may put others in their place. */
    host,
    wx,
    calls,
    emitted,
    page,
    /** @param {string} event */
    of: (event) => emitted.filter(([name]) => name === event).map(([, ...values]) => values),
    states: (event) => emitted.filter(([name]) => name === event).map(([, { state, errorCode }]) => (errorCode ? `${state} ${errorCode}` : state)),
    bind: () => engine.initContext({ wxContext: page, pushAtr: "pusher", playAtr: "playerList" }),
    login: (userID = "a", config = {}, roomID = "room1") => engine.loginRoom(roomID, "04token", { userID, userName: userID.toUpperCase() }, config),
  };
}

/** Waits until `check` gives something true, or promises it. */
export async function until(check, what = check.toString()) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`did not happen within ${PATIENCE} ms: ${what}`);
    await sleep(5);
  }
}

/** Waits until the engine has heard everything that the server has sent to it so far. */
export async function allReceived(server, { of }, userID = "a") {
  const before = of("tokenWillExpire").length;
  server.send(userID, { type: "tokenWillExpire", roomID: server.stay(userID).room.roomID, tokenExpiresAt: 1 });
  await until(() => of("tokenWillExpire").length > before);
}

/** Waits until the server has answered everything that the engine has asked so far, in the room "room1". */
export const answeredAll = ({ engine }) => engine.sendBroadcastMessage("room1", "answered");

/** The waits, in milliseconds, that the engine asks its host for from now on, in order; `running` are those neither over nor cancelled. */
export function waitsOf({ host }) {
  const { setTimeout: start, clearTimeout: cancel } = host;
  const waits = { asked: [], running: new Map() };
  host.setTimeout = (task, delay) => {
    waits.asked.push(delay);
    const timer = start(() => {
      waits.running.delete(timer);
      task();
    }, delay);
    waits.running.set(timer, delay);
    return timer;
  };
  host.clearTimeout = (timer) => {
    waits.running.delete(timer);
    cancel(timer);
  };
  return waits;
}

/** A clock in the place of the engine's from now on: it stands still, and its timers with it, until a test moves it. */
export function clockByHand({ host }) {
  const { clearTimeout: cancel } = host;
  const timers = new Map();
  let now = host.now();
  let last = 0;
  host.now = () => now;
  host.setTimeout = (task, delay) => {
    timers.set(++last, { due: now + delay, task });
    return last;
  };
  host.clearTimeout = (timer) => {
    if (!timers.delete(timer)) cancel(timer);
  };
  return {
    /** @param {number} milliseconds timers that are due within them run in their order, each at its time */
    move(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const [next] = [...timers].filter(([, { due }]) => due <= end).sort(([a, one], [b, other]) => one.due - other.due || a - b);
        if (!next) break;
        timers.delete(next[0]);
        now = Math.max(now, next[1].due);
        next[1].task();
      }
      now = end;
    },
  };
}

/** Other waits from now on, so that a deadline under test does not run during what leads to it. */
export const hurry = ({ engine }, timings) => void Object.assign(engine._timings, timings);

/** A bindstatechange event. */
export const stateChange = (code, id = "") => ({ type: "statechange", currentTarget: { id }, detail: { code, message: "" } });

/** The fields of `actual` that `expected` names, at any depth: for answers that may have more. */
export function named(actual, expected) {
  if (typeof expected !== "object" || expected === null || typeof actual !== "object" || actual === null) return actual;
  if (Array.isArray(expected)) return actual.map((each, i) => named(each, expected[i]));
  return Object.fromEntries(Object.keys(expected).map((name) => [name, named(actual[name], expected[name])]));
}
