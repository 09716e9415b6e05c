// The web engine in a real browser: an agent's page as they are written for the vendor's, and what such pages do one by one.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { CHROMIUM, openChromium } from "../stand-in/chromium.mjs";
import { startDebugServer } from "../stand-in/debug-server.mjs";
import { openEngine, until } from "../stand-in/run.mjs";

const skip = CHROMIUM ? false : "no Chromium on this machine (set CHROMIUM_PATH)";
const shots = process.env.SCREENSHOTS;
const folder = mkdtempSync(join(tmpdir(), "parley-web-"));
const AGENT = readFileSync(new URL("../pages/agent.mjs", import.meta.url), "utf8")
  .replace(/import (\{.*?\}) from "zego-express-engine-webrtc"/, 'const $1 = await import("/parley/sdk/parley-engine.mjs")').replace("export class", "globalThis.AgentSeat = class");

let server;
let browser;
const others = [];
before(async () => {
  if (skip) return;
  server = await startDebugServer();
  browser = await openChromium({ devices: true });
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  if (skip) return;
  for (const { engine } of others) engine.destroyEngine();
  await browser.close();
  await server.stop();
});

/** An empty page of the server with the engine in it; `before` runs first. */
async function open(first = "", file = "empty.html") {
  const page = await browser.open(`http://127.0.0.1:${server.port}/parley/sdk/${file}`);
  await page.until("document.readyState === 'complete'");
  await page.eval(`(async () => {
    ${first};
    ({ ZegoExpressEngine: globalThis.Engine, EngineError: globalThis.EngineError } = await import("/parley/sdk/parley-engine.mjs"));
    globalThis.told = [];
    globalThis.enter = async (roomID, userID) => {
      globalThis.zg = new Engine(1234567890, "${server.url}");
      for (const event of ["publisherStateUpdate", "playerStateUpdate"]) zg.on(event, ({ streamID, state, errorCode }) => told.push(\`\${streamID} \${state} \${errorCode}\`));
      for (const event of ["playerVideoTrackUpdate", "playerAudioTrackUpdate"]) zg.on(event, (streamID, track) => told.push(\`\${streamID} \${track.kind} track\`));
      await zg.loginRoom(roomID, "04t", { userID, userName: userID });
    };
  })()`);
  return page;
}

/** Another user of the room who publishes a stream that ffmpeg makes. */
async function publisher(roomID, userID, streamID) {
  const one = openEngine(server.url);
  others.push(one);
  await one.engine.loginRoom(roomID, "04t", { userID, userName: userID });
  server.publish(userID, streamID);
  return one;
}

const publication = (streamID) => until(() => server.publications.find((each) => each.streamID === streamID), `${streamID} is published`);

/** Times of the tags of a kind in published bytes, in milliseconds. */
function times(bytes, kind) {
  const found = [];
  for (let at = 13; at + 11 <= bytes.length; at += 15 + bytes.readUIntBE(at + 1, 3)) if (bytes[at] === kind) found.push(bytes.readUIntBE(at + 4, 3));
  return found;
}

/** The loudest moment of a part of what was published, in dB. */
function loudness(sent, ...part) {
  const file = join(folder, `${sent.streamID}.flv`);
  writeFileSync(file, sent.bytes());
  const { stderr } = spawnSync("ffmpeg", ["-v", "info", ...part, "-i", file, "-af", "volumedetect", "-f", "null", "-"], { encoding: "utf8" });
  return Number(/max_volume: (-?[\d.]+)/.exec(stderr)?.[1] ?? NaN);
}

describe("the web engine", { concurrency: true }, () => {
test("an agent's page joins, publishes, sees, hears, mutes, changes the camera and leaves", { skip }, async () => {
  await publisher("agents", "bob", "bob_main");
  const page = await open();
  await page.eval(`(async () => {
    ${AGENT};
    document.body.innerHTML = "<main id=place></main>";
    globalThis.seat = new AgentSeat(1234567890, "${server.url}", document.getElementById("place"));
    await seat.enter("agents", "04t", "ann");
    globalThis.asked = await seat.publish("ann_cam");
  })()`);
  assert.equal(await page.eval("asked"), true);
  await page.until("document.querySelector('#remote-bob_main video')?.videoWidth === 640 && document.querySelector('#own video')?.videoWidth > 0");
  await page.until("seat.levels.some(({ streamID, type, soundLevel }) => streamID === 'bob_main' && type === 'pull' && soundLevel > 20)");
  await page.until("seat.quality.get('bob_main')?.video.videoFPS > 0");
  const stats = await page.eval("seat.quality.get('bob_main')");
  assert.equal(stats.video.frameWidth, 640);
  assert.equal(stats.video.frameHeight, 360);
  assert.equal(await page.eval("seat.remote.get('bob_main').view.getVideoWidth()"), 640);
  assert.match(await page.eval("seat.remote.get('bob_main').view.takeStreamSnapshot()"), /^data:image\/png;base64,.{1000}/);
  if (shots) await page.screenshot(`${shots}/agent.png`);
  await page.eval("seat.mute(true, true)");
  await page.eval("seat.nextCamera()");
  await page.until("seat.log.includes('publish PUBLISHING 0')");
  await page.eval("seat.leave()");
  await page.until("seat.log.includes('room LOGOUT 0')");
  assert.deepEqual(await page.eval("[...document.querySelectorAll('video')].filter(({ id }) => id.startsWith('remote')).length"), 0);
  assert.equal((await publication("ann_cam")).closed, 1000);
  assert.deepEqual(page.complaints, []);
  await page.close();
});

for (const [name, first] of [["captured from the element", ""], ["drawn, in a browser without captureStream", "delete HTMLMediaElement.prototype.captureStream"]]) {
  test(`what is played is a MediaStream, ${name}, and stays the same over a lost connection`, { skip }, async () => {
    const roomID = `streams-${first.length}`;
    await publisher(roomID, `cy${first.length}`, `cy${first.length}`);
    const page = await open(first);
    const id = `cy${first.length}`;
    await page.eval(`(async () => {
      await enter("${roomID}", "ann");
      globalThis.stream = await zg.startPlayingStream("${id}");
      globalThis.out = document.createElement("video");
      Object.assign(out, { muted: true, srcObject: stream });
      document.body.append(out);
      await out.play();
      globalThis.shown = () => out.getVideoPlaybackQuality().totalVideoFrames;
      zg.on("soundLevelUpdate", (levels) => { globalThis.level = levels[0]?.soundLevel; });
      zg.setSoundLevelDelegate(true, 500);
    })()`);
    assert.equal(await page.eval("stream instanceof MediaStream"), true);
    assert.deepEqual((await page.eval("stream.getTracks().map(({ kind }) => kind)")).sort(), ["audio", "video"]);
    await page.until("shown() > 20 && level > 20");
    assert.equal(await page.eval(`zg.startPlayingStream("${id}").then((again) => again === stream)`), true);
    for (const viewer of server.viewers) if (viewer.path.includes(Buffer.from(id).toString("base64url"))) viewer.terminate();
    await page.until(`told.includes("${id} PLAY_REQUESTING 1004020")`);
    await page.until(`told.at(-1) === "${id} PLAYING 0" || told.lastIndexOf("${id} PLAYING 0") > told.indexOf("${id} PLAY_REQUESTING 1004020")`);
    const before = await page.eval("shown()");
    await page.until(`shown() > ${before} + 20 && level > 20`);
    assert.equal(await page.eval("stream.getTracks().length"), 2);
    assert.equal(await page.eval(`zg.mutePlayStreamAudio("${id}", true)`), true);
    await page.until("level === 0");
    assert.equal(await page.eval(`zg.mutePlayStreamAudio("nobody", true)`), false);
    await page.eval(`zg.stopPlayingStream("${id}")`);
    assert.deepEqual(await page.eval("stream.getTracks().filter(({ readyState }) => readyState === 'live').length"), 0);
    await page.close();
  });
}

test("sound alone is a stream without a picture, and the other way round", { skip }, async () => {
  await publisher("halves", "dan", "dan");
  const page = await open();
  await page.eval(`enter("halves", "ann")`);
  assert.deepEqual(await page.eval(`zg.startPlayingStream("dan", { video: false }).then((stream) => stream.getTracks().map(({ kind }) => kind))`), ["audio"]);
  await page.eval(`zg.stopPlayingStream("dan")`);
  assert.deepEqual(await page.eval(`zg.startPlayingStream("dan", { audio: false }).then((stream) => stream.getTracks().map(({ kind }) => kind))`), ["video"]);
  await page.close();
});

test("what cannot be published is false, and told with its code", { skip }, async () => {
  const page = await open();
  await page.eval(`globalThis.zg = new Engine(1234567890, "${server.url}"); zg.on("publisherStateUpdate", ({ state, errorCode }) => told.push(state + " " + errorCode))`);
  await page.eval("globalThis.canvas = document.createElement('canvas'); canvas.getContext('2d'); globalThis.local = canvas.captureStream()");
  assert.equal(await page.eval(`zg.startPublishingStream("x", local)`), false);
  await page.eval(`zg.loginRoom("wrong", "04t", { userID: "eve" })`);
  assert.equal(await page.eval(`zg.startPublishingStream("x", "no stream")`), false);
  assert.equal(await page.eval(`zg.startPublishingStream("a b", local)`), false);
  assert.equal(await page.eval(`zg.startPublishingStream("x", local)`), true);
  assert.equal(await page.eval(`zg.startPublishingStream("x", local)`), false);
  const told = await page.eval("told");
  assert.deepEqual(told.filter((each) => each.startsWith("NO_PUBLISH")), ["NO_PUBLISH 1000002", "NO_PUBLISH 1000018", "NO_PUBLISH 1000016", "NO_PUBLISH 1103056"]);
  assert.match(await page.eval(`zg.startPublishingStream("y", { extraInfo: "" }).then(({ url }) => url)`), /^rtmp:/);
  assert.equal(await page.eval(`zg.startPlayingStream("a b").then(() => 0, ({ errorCode }) => errorCode)`), 1000016);
  await page.close();
});

test("tracks come and go, and the bitrate changes, while a stream is published", { skip }, async () => {
  const page = await open();
  await page.eval(`(async () => {
    await enter("tracks", "fay");
    globalThis.local = await zg.createZegoStream({ camera: { video: true, audio: true } });
    zg.startPublishingStream("fay", local);
  })()`);
  const sent = await publication("fay");
  const grows = async (kind, least = 10) => {
    const known = times(sent.bytes(), kind).length;
    await until(() => times(sent.bytes(), kind).length > known + least, `more tags of kind ${kind}`);
  };
  await grows(9);
  await grows(8);
  assert.equal(await page.eval("local.stopCaptureVideo()"), true);
  await until(() => times(sent.bytes(), 8).at(-1) - times(sent.bytes(), 9).at(-1) > 500, "the sound goes on without the picture");
  await page.eval("local.startCaptureCamera({ quality: 1 })");
  await grows(9);
  await page.eval("local.stopCaptureAudio()");
  await until(() => times(sent.bytes(), 9).at(-1) - times(sent.bytes(), 8).at(-1) > 500, "the picture goes on without the sound");
  await page.eval("zg.setVideoConfig(local, { maxBitrate: 200, frameRate: 5 })");
  await page.until("zg.getPublishingStreamQuality('fay')?.video.videoTargetBitrate === 200");
  const file = join(folder, "tracks.flv");
  writeFileSync(file, sent.bytes());
  const decoded = spawnSync("ffmpeg", ["-v", "error", "-i", file, "-vsync", "passthrough", "-enc_time_base", "-1", "-f", "null", "-"], { encoding: "utf8" });
  assert.equal(decoded.stderr, "");
  await page.close();
});

/** What the page's own lines put around the browser's calls: devices that open slowly, or not at all, and that are counted. */
const COUNTED_DEVICES = `
  globalThis.opened = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    if (globalThis.refused && wanted.audio && !wanted.video) throw new DOMException("refused", "NotAllowedError");
    const given = await ask(wanted);
    opened.push(...given.getTracks());
    await new Promise((resolve) => setTimeout(resolve, 100));
    return given;
  };
  globalThis.live = () => opened.filter(({ readyState }) => readyState === "live").length;
  globalThis.codeOf = (promise) => promise.then(() => 0, ({ errorCode }) => errorCode)`;

test("a device that opens after its stream or its engine is gone is let go of, and so is one whose neighbour is refused", { skip }, async () => {
  const page = await open(COUNTED_DEVICES);
  await page.eval(`enter("devices", "hal")`);
  await page.eval("refused = true");
  assert.equal(await page.eval("codeOf(zg.createZegoStream())"), 1103021);
  assert.equal(await page.eval("live()"), 0, "the microphone was refused");
  await page.eval("refused = false");
  assert.equal(await page.eval(`(async () => {
    const local = await zg.createZegoStream({ autoCapture: false });
    const opening = codeOf(local.startCaptureCamera());
    zg.destroyStream(local);
    return opening;
  })()`), 1000018);
  assert.equal(await page.eval("live()"), 0, "the stream was destroyed");
  assert.equal(await page.eval(`(async () => {
    const local = await zg.createZegoStream({ camera: { video: true, audio: false } });
    const { deviceId } = local.getVideoTracks()[0].getSettings();
    await Promise.all([zg.useVideoDevice(local, deviceId), zg.useVideoDevice(local, deviceId)]);
    return local.getVideoTracks().length;
  })()`), 1);
  assert.equal(await page.eval("live()"), 1, "of two changes of the camera at once one is left");
  assert.deepEqual(await page.eval(`(async () => {
    const opening = [codeOf(zg.createStream()), codeOf(zg.createZegoStream())];
    zg.destroyEngine();
    return Promise.all(opening);
  })()`), [1000018, 1000018]);
  assert.equal(await page.eval("live()"), 0, "the engine was destroyed");
  await page.close();
});

test("what is muted before it is published is published muted, and the microphone and the stream are muted for themselves", { skip }, async () => {
  const page = await open();
  await page.eval(`(async () => {
    await enter("muted", "ida");
    globalThis.local = await zg.createStream({ camera: { video: true, audio: true } });
    await zg.mutePublishStreamAudio(local, true);
    await zg.mutePublishStreamVideo(local, true);
    zg.startPublishingStream("ida", local);
  })()`);
  await publication("ida");
  await page.until("zg.getPublishingStreamQuality('ida')?.video.muteState === '1' && zg.getPublishingStreamQuality('ida').audio.muteState === '1'");
  await page.eval("zg.muteMicrophone(true); zg.muteMicrophone(false); zg.mutePublishStreamVideo(local, false)");
  await page.until("zg.getPublishingStreamQuality('ida').video.muteState === '0'");
  assert.equal(await page.eval("zg.getPublishingStreamQuality('ida').audio.muteState"), "1", "the stream is muted, whatever the microphone is");
  await page.eval("zg.muteMicrophone(true); zg.mutePublishStreamAudio(local, false); zg.setVideoConfig(local, { maxBitrate: 200 })");
  await page.until("zg.getPublishingStreamQuality('ida').video.videoTargetBitrate === 200");
  assert.equal(await page.eval("zg.getPublishingStreamQuality('ida').audio.muteState"), "1", "and the microphone, whatever the stream is");
  await page.eval("zg.muteMicrophone(false)");
  await page.until("zg.getPublishingStreamQuality('ida').audio.muteState === '0'");
  await page.close();
});

test("how loud a stream goes out is said before it is published, and changed afterwards", { skip }, async () => {
  const page = await open();
  await page.eval(`(async () => {
    await enter("loudness", "kim");
    const context = new AudioContext();
    const tone = context.createMediaStreamDestination();
    const generator = new OscillatorNode(context, { frequency: 700 });
    generator.connect(tone);
    generator.start();
    globalThis.local = await zg.createStream({ custom: { source: tone.stream } });
    await zg.setCaptureVolume(local, 0);
    zg.startPublishingStream("kim", local);
  })()`);
  const sent = await publication("kim");
  await until(() => times(sent.bytes(), 8).length > 60);
  assert.ok(loudness(sent, "-t", "1") < -60, "silent from the beginning");
  await page.eval("zg.setCaptureVolume(local, 100)");
  await until(() => loudness(sent, "-sseof", "-0.7") > -20, "the tone is heard");
  await page.close();
});

test("a stream that is given up while it starts is rejected once, and nobody has to look", { skip }, async () => {
  await publisher("given-up", "joe", "joe");
  const page = await open("globalThis.unhandled = []; addEventListener('unhandledrejection', ({ reason }) => unhandled.push(String(reason)))");
  await page.eval(`enter("given-up", "ann")`);
  assert.equal(await page.eval(`(() => {
    const starting = zg.startPlayingStream("joe");
    zg.stopPlayingStream("joe");
    return starting.then(() => 0, ({ errorCode }) => errorCode);
  })()`), 1004020);
  await page.eval(`zg.startPlayingStream("joe"); zg.stopPlayingStream("joe")`);
  assert.deepEqual(await page.eval(`Promise.all([zg.startPlayingStream("joe"), zg.startPlayingStream("joe")]).then(([one, other]) => [one === other, one.getTracks().length])`),
    [true, 2]);
  await page.eval(`zg.stopPlayingStream("joe"); zg.startPlayingStream("joe"); zg.logoutRoom("given-up")`);
  await page.until(`told.at(-1) === "joe NO_PLAY 0"`);
  await page.eval("new Promise((resolve) => setTimeout(resolve, 100))");
  assert.deepEqual(await page.eval("unhandled"), []);
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("a stream that the page plays by itself is handed over, and a view that was hidden leaves nothing behind", { skip }, async () => {
  await publisher("handed-over", "kim", "kim");
  const page = await open();
  await page.eval(`(async () => {
    document.body.innerHTML = "<main id=one></main><main id=two></main>";
    await enter("handed-over", "ann");
    const own = document.createElement("video");
    own.muted = true;
    await zg.getPlayerInstance("kim").play({ video: own });
    globalThis.stream = await zg.startPlayingStream("kim");
    const first = zg.createRemoteStreamView(stream);
    first.play("one");
    first.setVideoMuted(true);
    first.stop();
    zg.createRemoteStreamView(stream).play("two");
  })()`);
  assert.equal(await page.eval("stream.getTracks().length"), 2);
  await page.until("document.querySelector('#two video').videoWidth === 640");
  assert.equal(await page.eval("document.querySelector('#two video').style.visibility"), "");
  await page.close();
});

test("sound is published by a page whose bundler left the worklet's file behind", { skip }, async () => {
  const page = await open(`const add = AudioWorklet.prototype.addModule;
    globalThis.added = [];
    AudioWorklet.prototype.addModule = function (url) {
      added.push(new URL(url).protocol);
      return url.startsWith("http") ? Promise.reject(new DOMException("404", "AbortError")) : add.call(this, url);
    }`, "foreign.html");
  await page.eval(`(async () => {
    await enter("bundled", "lea");
    zg.startPublishingStream("lea", await zg.createStream({ camera: { video: false, audio: true } }));
  })()`);
  const sent = await publication("lea");
  await until(() => times(sent.bytes(), 8).length > 10, "sound came");
  assert.deepEqual(await page.eval("added"), ["http:", "blob:"]);
  await page.close();
});

test("the sound of an element is mixed into what is published", { skip }, async () => {
  const page = await open();
  // A microphone that is off, and a tone in an element of the page.
  await page.eval(`(async () => {
    await enter("mixing", "gil");
    const context = new AudioContext();
    const silence = context.createMediaStreamDestination();
    const tone = context.createMediaStreamDestination();
    const generator = new OscillatorNode(context, { frequency: 700 });
    generator.connect(tone);
    generator.start();
    globalThis.media = new Audio();
    media.srcObject = tone.stream;
    media.muted = true;
    await media.play();
    globalThis.local = await zg.createStream({ custom: { source: silence.stream } });
    zg.startPublishingStream("gil", local);
  })()`);
  const sent = await publication("gil");
  await until(() => times(sent.bytes(), 8).length > 60);
  assert.equal(await page.eval("zg.startMixingAudio('gil', [media])"), true);
  await until(() => loudness(sent, "-sseof", "-0.7") > -20, "the tone is heard");
  assert.equal(await page.eval("zg.stopMixingAudio('gil')"), true);
  await until(() => loudness(sent, "-sseof", "-0.7") < -60, "it is silent again");
  await page.close();
});
});
