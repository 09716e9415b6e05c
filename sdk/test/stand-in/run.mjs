// What the tests share: an engine in a stand-in mini program, and the events it told.
import { setTimeout as sleep } from "node:timers/promises";
import { Engine } from "../../src/core/engine.js";
import { TOLD_EVENTS } from "../../src/core/told.js";
import { wxHost } from "../../src/hosts/wx.js";
import { createPage, createWx } from "./wx.mjs";

const EVENTS = ["roomStateUpdate", "roomStateChanged", "roomUserUpdate", "roomStreamUpdate", "publisherStateUpdate", "playerStateUpdate",
  "publishQualityUpdate", "playQualityUpdate", ...TOLD_EVENTS];

export const QUICK = { connect: 500, answer: 500, reconnectLimit: 1500, backoffFirst: 20, backoffLimit: 100, goodbye: 200, mediaStart: 400,
  mediaRetryFirst: 20, mediaRetries: 3, render: 200 };

/** @param {string | string[]} url @param {object} [timings] */
export function openEngine(url, timings = {}) {
  const calls = [];
  const wx = createWx({
    pusher: (call) => calls.push(["pusher", call]),
    player: (streamID, call) => calls.push([streamID, call]),
  });
  globalThis.wx = wx;
  const engine = new Engine(1234567890, url, wxHost(), { ...QUICK, ...timings });
  const told = [];
  for (const event of EVENTS) engine.on(event, (...values) => told.push([event, ...values]));
  const page = createPage({});
  return {
    engine,
    wx,
    calls,
    told,
    page,
    /** @param {string} event */
    of: (event) => told.filter(([name]) => name === event).map(([, ...values]) => values),
    states: (event) => told.filter(([name]) => name === event).map(([, { state, errorCode }]) => (errorCode ? `${state} ${errorCode}` : state)),
    bind: () => engine.initContext({ wxContext: page, pushAtr: "pusher", playAtr: "playerList" }),
    login: (userID = "a", config = {}, roomID = "room1") => engine.loginRoom(roomID, "04token", { userID, userName: userID.toUpperCase() }, config),
  };
}

/** Waits until `check` gives something true. */
export async function until(check, what = check.toString(), limit = 3000) {
  const end = Date.now() + limit;
  for (;;) {
    const value = check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`did not happen within ${limit} ms: ${what}`);
    await sleep(5);
  }
}

export { sleep };

/** A bindstatechange event. */
export const stateChange = (code, id = "") => ({ type: "statechange", currentTarget: { id }, detail: { code, message: "" } });
