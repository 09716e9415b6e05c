// A page that publishes its camera and microphone, in a real browser with fake devices; what arrives is looked at by ffprobe and ffmpeg.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { CHROMIUM, openChromium } from "../stand-in/chromium.mjs";
import { startDebugServer } from "../stand-in/debug-server.mjs";
import { openEngine, until } from "../stand-in/run.mjs";

const skip = CHROMIUM ? false : "no Chromium on this machine (set CHROMIUM_PATH)";
const shots = process.env.SCREENSHOTS;
const link = (more) => ({ appID: 1234567890, roomID: "room1", userID: "a", userName: "Ann 安", token: "04t", ...more });
const folder = mkdtempSync(join(tmpdir(), "parley-publish-"));

let server;
let browser;
let bob;
before(async () => {
  if (skip) return;
  server = await startDebugServer();
  browser = await openChromium({ devices: true });
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  if (skip) return;
  bob.engine.destroyEngine();
  await browser.close();
  await server.stop();
});

/** The streams and packets that ffprobe finds in published bytes, after ffmpeg has decoded all of them without a complaint. */
function probe(bytes) {
  const file = join(folder, `${Math.random()}.flv`);
  writeFileSync(file, bytes);
  const run = (program, ...args) => spawnSync(program, ["-v", "error", ...args], { encoding: "utf8" });
  const decoded = run("ffmpeg", "-xerror", "-i", file, "-vsync", "passthrough", "-enc_time_base", "-1", "-f", "null", "-");
  assert.equal(decoded.stderr, "");
  const { streams, packets } = JSON.parse(run("ffprobe", "-show_streams", "-show_packets", "-of", "json", file).stdout);
  return { streams: Object.fromEntries(streams.map((each) => [each.codec_type, each])), packets };
}

/** The length of the media in published bytes, in seconds: the time of their last whole FLV tag. */
function secondsOf(bytes) {
  let last = 0;
  for (let at = 13; at + 11 <= bytes.length; at += 15 + bytes.readUIntBE(at + 1, 3)) last = bytes.readUIntBE(at + 4, 3);
  return last / 1000;
}

/** The publications of a user so far, the oldest first. */
const publicationsOf = (userID) => server.publications.filter(({ streamID }) => streamID === `${userID}_main`);
const publication = (userID, n = 0) => until(() => publicationsOf(userID)[n]);
const FPS = "document.getElementById('selfFigures').textContent.includes('fps')";

// Each test waits for media to pass: the pages publish beside one another, in rooms of their own.
describe("publishing", { concurrency: true }, () => {
test("camera and microphone arrive as H.264 and AAC with key frames, in step, and the page tells what the server knows", { skip }, async () => {
  bob = openEngine(server.url);
  await bob.login("bob");
  server.publish("bob", "bob_main");
  const page = await browser.open(server.page(link()), { language: "en-US" });
  const sent = await publication("a");
  await page.until("document.getElementById('own').textContent === 'Your stream is on air.'");
  await page.until("document.querySelector('.tile')?.dataset.state === 'PLAYING'");
  await page.until(FPS);
  await until(() => secondsOf(sent.bytes()) > 6, "6 s of media");
  if (shots) await page.screenshot(`${shots}/own.png`);
  const { streams, packets } = probe(sent.bytes());
  const times = (kind, from = packets) => from.filter((each) => each.codec_type === kind).map((each) => Number(each.pts_time));
  assert.equal(streams.video.codec_name, "h264");
  assert.equal(streams.video.profile, "Constrained Baseline");
  assert.equal(streams.video.has_b_frames, 0);
  assert.equal(streams.audio.codec_name, "aac");
  assert.equal(streams.audio.profile, "LC");
  const keys = packets.filter((each) => each.codec_type === "video" && each.flags.startsWith("K")).map((each) => Number(each.pts_time));
  const video = times("video");
  for (const key of keys) assert.ok(!video.some((time) => time >= key + 2.01 && time < keys.find((next) => next > key)), `key frames ${keys}`);
  assert.deepEqual(video, [...video].sort((a, b) => a - b));
  assert.ok(times("video", packets.slice(0, 40)).length && times("audio", packets.slice(0, 40)).length, "players are told of both tracks");
  // A machine that is busy elsewhere makes holes of its own: then the next seconds are looked at.
  let all = packets;
  await until(async () => {
    const [picture, sound] = ["video", "audio"].map((kind) => times(kind, all));
    const last = sound.filter((time) => time > sound.at(-1) - 5);
    if (Math.abs(picture.at(-1) - sound.at(-1)) < 0.5 && last.every((time, i) => !i || time - last[i - 1] < 0.1)) return true;
    const seconds = secondsOf(sent.bytes());
    await until(() => secondsOf(sent.bytes()) > seconds + 1, "another second of media");
    all = probe(sent.bytes()).packets;
    return false;
  }, "picture and sound in step, and sound without a hole");
  await page.eval("document.getElementById('leave').click()");
  await until(() => sent.closed === 1000);
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("a muted camera is black, a muted microphone is silent, and both go on", { skip }, async () => {
  const page = await browser.open(server.page(link({ userID: "m", roomID: "room-m" })), { language: "en-US" });
  const sent = await publication("m");
  await page.until(FPS);
  await page.eval("document.getElementById('muteVideo').click(); document.getElementById('muteAudio').click()");
  assert.equal(await page.eval("document.getElementById('muteVideo').textContent"), "Camera on");
  const file = join(folder, "muted.flv");
  let { length } = sent.bytes();
  await until(async () => {
    await until(() => sent.bytes().length > length + 2_000, "media goes on");
    ({ length } = sent.bytes());
    writeFileSync(file, sent.bytes());
    const filters = spawnSync("ffmpeg", ["-v", "info", "-sseof", "-1.5", "-i", file, "-vf", "blackdetect=d=0.5", "-af", "volumedetect", "-f", "null", "-"], { encoding: "utf8" }).stderr;
    return /black_start/.test(filters) && Number(/max_volume: (-?[\d.]+)/.exec(filters)?.[1]) < -60;
  }, "its last second and a half is black and silent");
  await page.close();
});

test("a lost connection is taken up with a fresh URL; one that the server gave to another is not", { skip }, async () => {
  const page = await browser.open(server.page(link({ userID: "l", roomID: "room-l" })), { language: "en-US" });
  const first = await publication("l");
  await page.until(FPS);
  first.socket.terminate();
  const second = await publication("l", 1);
  await page.until("document.getElementById('log').innerText.includes('1003020')");
  await page.until("document.getElementById('own').textContent === 'Your stream is on air.'");
  await until(() => second.bytes().length > 50_000);
  probe(second.bytes());
  second.replace();
  await page.until("document.getElementById('own').textContent.includes('1003029')");
  // Leaving is told to the server after everything that the page does by itself at such an end.
  await page.eval("document.getElementById('leave').click()");
  await until(() => !server.stay("l"));
  assert.equal(publicationsOf("l").length, 2);
  assert.doesNotMatch(await page.eval("document.getElementById('log').innerText"), /PUBLISH_REQUESTING[^]*1003029/, "the newest is first");
  await page.close();
});

test("a refused publication is tried again with a fresh URL", { skip }, async () => {
  server.refuseMedia = (streamID) => (streamID === "r_main" ? "denied" : undefined);
  const page = await browser.open(server.page(link({ userID: "r", roomID: "room-r" })), { language: "en-US" });
  await page.until("document.getElementById('log').innerText.includes('denied')");
  server.refuseMedia = () => undefined;
  await publication("r");
  await page.until("document.getElementById('own').textContent === 'Your stream is on air.'");
  await page.close();
});
});
