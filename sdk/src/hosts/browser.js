import { VideoPlayer } from "../player/video-player.js";

/**
 * A browser page. Nothing is stored: a reload is a new login.
 * @returns {import("./host.js").Host}
 */
export function browserHost() {
  return {
    kind: typeof document === "undefined" ? "NODE" : "BROWSER",
    now: () => Date.now(),
    setTimeout: (task, delay) => setTimeout(task, delay),
    clearTimeout: (timer) => clearTimeout(/** @type {any} */ (timer)),
    openSocket,
    onWake,
    post: async (url, body) => {
      const { ok, status } = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
      if (!ok) throw new Error(`answered ${status}`);
    },
    playURL: (granted) => granted.wsFlv,
    createPusher: () => null,
    createPlayer: (streamID, parts) => new VideoPlayer(streamID, parts),
    checkSystemRequirements: async () =>
      typeof MediaSource !== "undefined" && MediaSource.isTypeSupported('video/mp4; codecs="avc1.42E01E,mp4a.40.2"')
        ? { code: 0, msg: "" }
        : { code: 10001, msg: "this browser cannot play H.264 and AAC through Media Source Extensions" },
  };
}

function openSocket(url, listener) {
  const socket = new WebSocket(url);
  socket.onopen = () => listener.open();
  socket.onmessage = ({ data }) => listener.message(data);
  socket.onclose = ({ code, reason }) => listener.close(code, reason);
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: (code, reason) => {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(code, reason);
    },
  };
}

function onWake(listener) {
  if (typeof document === "undefined") return () => {};
  const visible = () => {
    if (document.visibilityState === "visible") listener();
  };
  window.addEventListener("online", listener);
  document.addEventListener("visibilitychange", visible);
  return () => {
    window.removeEventListener("online", listener);
    document.removeEventListener("visibilitychange", visible);
  };
}
