// The stand-in mini program against a stand-in signalling server, with ffmpeg as the media server of one push and one play.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { PATIENCE, openEngine, until } from "../../../../sdk/test/stand-in/run.mjs";
import { startSignalling } from "../../../../sdk/test/stand-in/signalling-server.mjs";

const ffmpeg = (...args) => spawn("ffmpeg", ["-nostdin", "-v", "error", ...args], { stdio: "ignore" });

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

test("the stand-in mini program pushes and plays with ffmpeg and tells everything as JSON lines", { timeout: 2 * PATIENCE }, async () => {
  const dir = mkdtempSync(join(tmpdir(), "parley-test-"));
  const clip = join(dir, "clip.flv");
  await once(ffmpeg("-f", "lavfi", "-i", "testsrc2=size=160x120:rate=15", "-f", "lavfi", "-i", "sine", "-t", "20", "-c:v", "libx264", "-preset", "ultrafast",
    "-tune", "zerolatency", "-g", "15", "-c:a", "aac", clip), "exit");
  const server = await startSignalling({ heartbeatMs: 500, graceMs: 5000 });
  const ports = { mine: await freePort(), theirs: await freePort() };
  server.media = (streamID) => {
    const rtmp = `rtmp://127.0.0.1:${ports[streamID]}/live/${streamID}`;
    return { rtmp, flv: rtmp, wsFlv: rtmp };
  };
  const received = join(dir, "received.flv");
  const sink = ffmpeg("-listen", "1", "-i", `rtmp://127.0.0.1:${ports.mine}/live/mine`, "-c", "copy", "-f", "flv", "-y", received);
  const source = ffmpeg("-re", "-i", clip, "-c", "copy", "-f", "flv", "-listen", "1", `rtmp://127.0.0.1:${ports.theirs}/live/theirs`);
  await new Promise((resolve) => setTimeout(resolve, 700));

  const program = spawn(process.execPath, [new URL("miniprogram.mjs", import.meta.url).pathname], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = [];
  createInterface({ input: program.stdout }).on("line", (line) => lines.push(JSON.parse(line)));
  const send = (command) => program.stdin.write(`${JSON.stringify(command)}\n`);
  const line = (check) => until(() => lines.find(check), check.toString());
  const event = (name, check) => line((each) => each.type === "event" && each.name === name && check(each.args));

  try {
    await line(({ type }) => type === "ready");
    send({ cmd: "open", id: 1, server: server.url, appID: 1, roomID: "room1", userID: "phone", token: "t", userUpdate: true, outDir: dir });
    assert.equal((await line(({ type, id }) => type === "done" && id === 1)).error, undefined);
    await event("roomStateUpdate", ([, state]) => state === "CONNECTED");

    send({ cmd: "push", id: 2, streamID: "mine", file: clip });
    await line(({ type, what, code }) => type === "tag" && what === "push" && code === 1001);
    await line(({ type, what, code }) => type === "tag" && what === "push" && code === 1002);
    server.publish("phone", "mine");
    await event("publisherStateUpdate", ([{ state }]) => state === "PUBLISHING");
    await event("publishQualityUpdate", ([streamID, { video }]) => streamID === "mine" && video.videoBitrate > 0);

    const other = openEngine(server.url);
    await other.login("other");
    await event("roomUserUpdate", ([, type, [user]]) => type === "ADD" && user.userID === "other");
    server.publish("other", "theirs");
    const { file } = await line(({ type, streamID }) => type === "file" && streamID === "theirs");
    await line(({ type, what, code }) => type === "tag" && what === "play" && code === 2004);
    await event("playerStateUpdate", ([{ streamID, state }]) => streamID === "theirs" && state === "PLAYING");
    await event("playQualityUpdate", ([streamID]) => streamID === "theirs");

    send({ cmd: "dropSocket" });
    await event("roomStateChanged", ([, reason]) => reason === "RECONNECTED");

    send({ cmd: "stopPlay", streamID: "theirs" });
    await line(({ type, what, phase }) => type === "ffmpeg" && what === "play" && phase === "exit");
    assert.ok(statSync(file).size > 10000);
    assert.equal(readFileSync(file).subarray(0, 3).toString(), "FLV");

    sink.kill("SIGKILL");
    await line(({ type, what, code }) => type === "tag" && what === "push" && code === -1307);
    await event("publisherStateUpdate", ([{ state, errorCode }]) => state === "PUBLISH_REQUESTING" && errorCode === 1003020);
    await line(({ type, what, code }) => type === "tag" && what === "push" && code === 3004);

    send({ cmd: "stopPush", id: 3 });
    await event("publisherStateUpdate", ([{ state }]) => state === "NO_PUBLISH");
    send({ cmd: "nonsense", id: 4 });
    assert.match((await line(({ id }) => id === 4)).error.message, /unknown command/);
    send({ cmd: "logout" });
    await event("roomStateUpdate", ([, state]) => state === "DISCONNECTED");
    await until(() => !server.stay("phone"));
    assert.deepEqual(lines.filter(({ type }) => type === "fault"), []);
    send({ cmd: "exit" });
    assert.deepEqual(await once(program, "exit"), [0, null]);
    other.engine.destroyEngine();
  } finally {
    for (const process of [program, sink, source]) process.kill("SIGKILL");
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});
