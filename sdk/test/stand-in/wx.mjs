// A stand-in for the part of WeChat's `wx` that the engine uses: sockets over the ws package, and tag contexts that a test supplies.
import { WebSocket } from "ws";

/**
 * @param {object} [tags]
 * @param {(call: string, options: object) => void} [tags.pusher] every call on the pusher's context
 * @param {(streamID: string, call: string, options: object) => void} [tags.player] every call on a player's context
 */
export function createWx({ pusher = () => {}, player = () => {} } = {}) {
  const sockets = new Set();
  const appShown = [];
  return {
    connectSocket(options) {
      const socket = new WebSocket(options.url);
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      // WeChat reports a failed connection through onError and onClose; ws throws it unless somebody listens.
      socket.on("error", () => {});
      return {
        onOpen: (listener) => socket.on("open", () => listener({})),
        onMessage: (listener) => socket.on("message", (data, binary) => listener({ data: binary ? new Uint8Array(data).buffer : data.toString() })),
        onClose: (listener) => socket.on("close", (code, reason) => listener({ code, reason: reason.toString() })),
        onError: (listener) => socket.on("error", (error) => listener({ errMsg: error.message })),
        send: ({ data, fail }) => socket.send(data, (error) => error && fail && fail({ errMsg: error.message })),
        close: ({ code = 1000, reason = "" } = {}) => socket.close(code, reason),
      };
    },
    request({ url, method, data, header, success, fail }) {
      fetch(url, { method, headers: header, body: JSON.stringify(data) })
        .then((answer) => success({ statusCode: answer.status }))
        .catch((error) => fail({ errMsg: error.message }));
    },
    createLivePusherContext: () => context((call, options) => pusher(call, options)),
    createLivePlayerContext: (id) => context((call, options) => player(id, call, options)),
    onAppShow: (listener) => appShown.push(listener),
    offAppShow: (listener) => appShown.splice(appShown.indexOf(listener) >>> 0, 1),
    canIUse: () => true,
    getSetting: ({ success }) => success({ authSetting: { "scope.camera": true, "scope.record": true } }),
    /** For tests: what a phone in a tunnel does. */
    standIn: {
      dropSockets: () => sockets.forEach((socket) => socket.terminate()),
      showApp: () => [...appShown].forEach((listener) => listener()),
      openSockets: () => sockets.size,
    },
  };
}

const CALLS = ["start", "stop", "pause", "resume", "switchCamera", "snapshot", "toggleTorch", "playBGM", "stopBGM", "pauseBGM", "resumeBGM",
  "setBGMVolume", "setMICVolume", "startPreview", "stopPreview", "play", "mute", "requestFullScreen", "exitFullScreen", "exitPictureInPicture"];

function context(called) {
  return Object.fromEntries(CALLS.map((call) => [call, (options = {}) => called(call, options)]));
}

/** A mini-program page: its data, and setData as the framework does it, rendering a little later. */
export function createPage(definition, changed = () => {}) {
  const page = { ...definition, data: structuredClone(definition.data || {}) };
  page.setData = (values, rendered) => {
    Object.assign(page.data, structuredClone(values));
    changed(structuredClone(values));
    if (rendered) setTimeout(rendered, 1);
  };
  return page;
}
