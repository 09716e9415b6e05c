// The player in a real browser, with streams that no encoder should send.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocketServer } from "ws";
import { CHROMIUM, openChromium } from "../stand-in/chromium.mjs";
import { startDebugServer } from "../stand-in/debug-server.mjs";

const skip = CHROMIUM ? false : "no Chromium on this machine (set CHROMIUM_PATH)";
const HEADER = 13;

let server;
let browser;
let media;
/** What is sent to whom: (tag, time) => the tag's time, or undefined to leave it out. */
const clocks = new Map();
before(async () => {
  if (skip) return;
  const film = spawnSync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=15", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100",
    "-t", "30", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", "15", "-c:a", "aac", "-f", "flv", "pipe:1"],
  { maxBuffer: 1 << 26 }).stdout;
  server = await startDebugServer();
  browser = await openChromium();
  media = createServer();
  new WebSocketServer({ server: media }).on("connection", async (socket, { url }) => {
    socket.on("error", () => {});
    const clock = clocks.get(url.slice(1));
    const began = performance.now();
    socket.send(film.subarray(0, HEADER));
    for (let at = HEADER, end = 0; at + 11 < film.length && socket.readyState === socket.OPEN; at = end) {
      end = at + 15 + film.readUIntBE(at + 1, 3);
      const tag = Buffer.from(film.subarray(at, end));
      const time = tag.readUIntBE(4, 3);
      const wait = time - (performance.now() - began);
      if (wait > 2) await sleep(wait);
      const told = clock(time);
      tag.writeUIntBE(told & 0xffffff, 4, 3);
      tag[7] = told >>> 24;
      socket.send(tag);
    }
    socket.close();
  });
  await new Promise((resolve) => media.listen(0, "127.0.0.1", resolve));
});
after(async () => {
  if (skip) return;
  await browser.close();
  await server.stop();
  media.closeAllConnections();
  media.close();
});

/** A page that plays with times made by `clock`. */
async function play(name, clock) {
  clocks.set(name, clock);
  const page = await browser.open(`http://127.0.0.1:${server.port}/parley/sdk/empty.html`);
  await page.until("document.readyState === 'complete'");
  await page.eval(`(async () => {
    globalThis.video = document.createElement("video");
    globalThis.broken = [];
    document.body.append(video);
    const { attachFlv } = await import("/parley/sdk/parley-player.mjs");
    globalThis.player = await attachFlv(video, "ws://127.0.0.1:${media.address().port}/${name}", { broke: (cause) => broken.push(cause) });
  })()`);
  return page;
}

/** Until pictures and sound go on, and the page is near the live edge. */
const goesOn = (page) => page.until(`(() => {
  const { totalVideoFrames } = video.getVideoPlaybackQuality();
  const late = video.buffered.length ? video.buffered.end(video.buffered.length - 1) - video.currentTime : 9;
  globalThis.seen ??= [];
  seen.push([totalVideoFrames, video.webkitAudioDecodedByteCount]);
  const [frames, bytes] = seen.at(-10) || [Infinity, Infinity];
  return totalVideoFrames > frames && video.webkitAudioDecodedByteCount > bytes && late < 1;
})()`);

describe("the player", { concurrency: true }, () => {
  for (const [name, step] of [["back", -3_600_000], ["ahead", 3_600_000], ["far", 2_000_000_000]]) {
    test(`times that step ${name} are another clock, on which it goes on`, { skip }, async () => {
      const begin = step < 0 ? -step : 0;
      const page = await play(name, (time) => time + begin + (time < 3_000 ? 0 : step));
      await page.until("video.currentTime > 2");
      await page.until("video.currentTime < 2");
      await page.eval("globalThis.seen = []");
      await goesOn(page);
      assert.deepEqual(await page.eval("broken"), []);
      assert.deepEqual(page.complaints, []);
      await page.close();
    });
  }
});
