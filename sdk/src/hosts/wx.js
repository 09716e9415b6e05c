import { Code } from "../api/codes.js";
import { EngineError } from "../api/errors.js";
import { TagPlayer } from "../player/tag-player.js";
import { Pusher } from "../pusher/pusher.js";

/**
 * The mini program, or anything that has its `wx` object. Only documented calls are used, and those that a base library may lack are
 * looked for first.
 * @returns {import("./host.js").Host}
 */
export function wxHost() {
  // Not globalThis: in a mini program `wx` is a name in scope and need not be a property of the global object.
  const api = typeof wx === "undefined" ? undefined : wx;
  if (!api || typeof api.connectSocket !== "function") {
    throw new EngineError(Code.ENGINE_UNUSABLE, "there is no wx.connectSocket here: this build runs in mini programs; browsers take parley-engine.mjs");
  }
  return {
    kind: "MINI_PROGRAM",
    now: () => Date.now(),
    setTimeout: (task, delay) => setTimeout(task, delay),
    clearTimeout: (timer) => clearTimeout(/** @type {any} */ (timer)),
    openSocket: (url, listener) => openSocket(api, url, listener),
    onWake: (listener) => onWake(api, listener),
    post: (url, body) => post(api, url, body),
    playURL: (granted) => granted.rtmp,
    createPusher: (page, parts) => (page ? new Pusher(api, page, parts) : null),
    createPlayer: (streamID, parts) => new TagPlayer(api, streamID, parts),
    checkSystemRequirements: () => checkSystemRequirements(api),
  };
}

function openSocket(api, url, listener) {
  let over = false;
  const end = (code, reason) => {
    if (over) return;
    over = true;
    listener.close(code, reason);
  };
  const task = api.connectSocket({ url, fail: (failure) => end(1006, (failure && failure.errMsg) || "connectSocket failed") });
  if (!task) {
    // Told later, as every other failure: the caller is still setting up.
    setTimeout(() => end(1006, "too many sockets"), 0);
    return { send: () => {}, close: () => {} };
  }
  task.onOpen(() => {
    // A socket cannot be closed while it connects, so one that was given up is closed here.
    if (over) task.close({});
    else listener.open();
  });
  task.onMessage((message) => {
    if (!over) listener.message(message && message.data);
  });
  task.onClose((closed) => end((closed && closed.code) || 1006, (closed && closed.reason) || ""));
  task.onError((failure) => end(1006, (failure && failure.errMsg) || "socket error"));
  return {
    send: (text) => {
      if (!over) task.send({ data: text, fail: (failure) => end(1006, (failure && failure.errMsg) || "send failed") });
    },
    close: (code, reason) => {
      over = true;
      task.close({ code, reason });
    },
  };
}

function post(api, url, body) {
  return new Promise((resolve, reject) => {
    if (!api.request) {
      reject(new Error("there is no wx.request"));
      return;
    }
    api.request({
      url, method: "POST", data: body, header: { "content-type": "application/json" }, timeout: 10000,
      success: ({ statusCode }) => (statusCode >= 200 && statusCode < 300 ? resolve() : reject(new Error(`answered ${statusCode}`))),
      fail: (failure) => reject(new Error((failure && failure.errMsg) || "request failed")),
    });
  });
}

function onWake(api, listener) {
  const shown = () => listener();
  const network = (state) => {
    if (state && state.isConnected) listener();
  };
  if (api.onAppShow) api.onAppShow(shown);
  if (api.onNetworkStatusChange) api.onNetworkStatusChange(network);
  return () => {
    if (api.offAppShow) api.offAppShow(shown);
    if (api.offNetworkStatusChange) api.offNetworkStatusChange(network);
  };
}

function checkSystemRequirements(api) {
  if (!api.createLivePusherContext || !api.createLivePlayerContext || (api.canIUse && !(api.canIUse("live-pusher") && api.canIUse("live-player")))) {
    return Promise.resolve({ code: 10001, msg: "this WeChat version has no live-pusher and live-player" });
  }
  if (!api.getSetting) return Promise.resolve({ code: 0, msg: "" });
  return new Promise((resolve) => {
    api.getSetting({
      success: ({ authSetting }) => {
        // Not asked yet is not refused: the tag asks when it starts.
        const refused = ["scope.camera", "scope.record"].filter((scope) => authSetting && authSetting[scope] === false);
        resolve(refused.length ? { code: 10002, msg: `not permitted: ${refused.join(", ")}` } : { code: 0, msg: "" });
      },
      fail: (failure) => resolve({ code: Code.PERMISSIONS_UNREADABLE, msg: (failure && failure.errMsg) || "wx.getSetting failed" }),
    });
  });
}
