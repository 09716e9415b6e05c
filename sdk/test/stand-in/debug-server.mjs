// Serves the debug page as the server does, under its content security policy, beside a stand-in signalling server and an FLV stream that
// ffmpeg makes. `node test/stand-in/debug-server.mjs` prints a link to open.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { startSignalling } from "./signalling-server.mjs";

const CSP = "default-src 'self'; connect-src 'self' ws: wss: http: https:; media-src 'self' blob:; worker-src 'self' blob:; style-src 'self'; " +
  "script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:";
const TYPES = { html: "text/html; charset=utf-8", css: "text/css", mjs: "text/javascript", js: "text/javascript" };

export async function startDebugServer({ port = 0, ...options } = {}) {
  const http = createServer((request, response) => {
    const [, folder, file = ""] = /^\/parley\/(debug|sdk)\/([\w.-]*)$/.exec(new URL(request.url, "http://h").pathname) || [];
    const name = file || "index.html";
    if (name === "empty.html") {
      response.writeHead(200, { "content-type": TYPES.html, "content-security-policy": CSP }).end("<!doctype html><title>empty</title><link rel=icon href='data:,'>");
      return;
    }
    // A page of somebody else, without a policy.
    if (name === "foreign.html") {
      response.writeHead(200, { "content-type": TYPES.html }).end("<!doctype html><title>foreign</title><link rel=icon href='data:,'>");
      return;
    }
    let content;
    try {
      content = readFileSync(new URL(`../../${folder === "sdk" ? "dist" : folder}/${name}`, import.meta.url));
    } catch {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[name.split(".").at(-1)] || "text/plain", "content-security-policy": CSP }).end(content);
  });
  const server = await startSignalling({ http, port, ...options });
  const media = createServer();
  const viewers = new WebSocketServer({ server: media });
  const encoders = new Set();
  const publications = [];
  viewers.on("connection", (viewer, { url }) => {
    viewer.path = url;
    if (url.startsWith("/publish/")) {
      publish(viewer, new URL(url, "ws://h").searchParams);
      return;
    }
    const encoder = spawn("ffmpeg", ["-v", "error", "-re", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=15", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100",
      "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-profile:v", "baseline", "-pix_fmt", "yuv420p", "-g", "30", "-b:v", "800k",
      "-c:a", "aac", "-b:a", "48k", "-f", "flv", "pipe:1"], { stdio: ["ignore", "pipe", "inherit"] });
    encoders.add(encoder);
    encoder.stdout.on("data", (chunk) => viewer.send(chunk));
    encoder.on("exit", () => {
      encoders.delete(encoder);
      viewer.close();
    });
    viewer.on("close", () => encoder.kill());
    viewer.on("error", () => encoder.kill());
  });
  /** Takes what a page publishes, as the relay does, and keeps it. */
  function publish(socket, query) {
    const [userID, streamID] = [query.get("user"), query.get("stream")];
    const publication = {
      streamID,
      socket,
      bytes: () => Buffer.concat(chunks),
      /** As if a newer connection had the stream: that is no news to the room, so signalling says nothing of it. */
      replace() {
        publication.replaced = true;
        socket.close(1008, "replaced");
      },
    };
    const chunks = [];
    const refusal = server.refuseMedia(streamID);
    if (refusal) {
      socket.close(1008, refusal);
      return;
    }
    publications.push(publication);
    socket.on("message", (data) => chunks.push(data));
    socket.on("error", () => {});
    socket.on("close", (code) => {
      publication.closed = code;
      if (publication.replaced || publications.findLast((each) => each.streamID === streamID) !== publication || !server.stay(userID)) return;
      server.unpublish(userID, streamID, code === 1000 ? 0 : 1003029, code === 1000 ? "PUBLISHER_STOPPED" : "CONNECTION_LOST");
    });
    socket.send('{"type":"publishing"}');
    server.publish(userID, streamID);
  }
  await new Promise((resolve) => media.listen(0, "127.0.0.1", resolve));
  let tickets = 0;
  server.media = (streamID) => {
    const path = `live/${Buffer.from(streamID).toString("base64url")}`;
    const ticket = `ticket=t${++tickets}`;
    const host = `127.0.0.1:${media.address().port}`;
    return { rtmp: `rtmp://${host}/${path}?${ticket}`, flv: `http://${host}/${path}.flv?${ticket}`, wsFlv: `ws://${host}/${path}.flv?${ticket}` };
  };
  server.publications = publications;
  /** Set to refuse: (streamID) => the reason. */
  server.refuseMedia = () => undefined;
  server.publishMedia = (streamID, userID) => {
    const { rtmp, wsFlv } = server.media(streamID);
    const owner = new URLSearchParams({ user: userID, stream: streamID });
    return { rtmp, wsFlv: `${wsFlv.replace("/live/", "/publish/")}&${owner}` };
  };
  const stopSignalling = server.stop;
  server.viewers = viewers.clients;
  server.stop = async () => {
    for (const encoder of encoders) encoder.kill();
    for (const viewer of viewers.clients) viewer.terminate();
    media.closeAllConnections();
    media.close();
    await stopSignalling();
  };
  server.page = (values = {}) => `http://127.0.0.1:${server.port}/parley/debug/${Object.keys(values).length ? "#" : ""}` +
    Object.entries(values).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return server;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const server = await startDebugServer({ port: Number(process.argv[2] || 0) });
  console.log(server.page({ appID: 1234567890, roomID: "room1", userID: "a", userName: "Ann", token: "04t" }));
}
