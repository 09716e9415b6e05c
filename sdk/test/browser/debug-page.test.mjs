// The debug page in a real browser, playing a real stream, under the content security policy of the server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CHROMIUM, openChromium } from "../stand-in/chromium.mjs";
import { startDebugServer } from "../stand-in/debug-server.mjs";
import { openEngine, until } from "../stand-in/run.mjs";

const skip = CHROMIUM ? false : "no Chromium on this machine (set CHROMIUM_PATH)";
const shots = process.env.SCREENSHOTS;
const link = (more) => ({ appID: 1234567890, roomID: "room1", userID: "a", userName: "Ann 安", token: "04ab+/==", ...more });
const FRAMES = "document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames > 20";

let server;
let browser;
let bob;
before(async () => {
  if (skip) return;
  server = await startDebugServer();
  browser = await openChromium();
});
after(async () => {
  if (skip) return;
  bob.engine.destroyEngine();
  await browser.close();
  await server.stop();
});

test("statements 75 and 76: a full link joins by itself, plays the other's stream, and shows people, events and the command", { skip }, async () => {
  bob = openEngine(server.url);
  await bob.login("bob");
  server.publish("bob", "bob_main");
  const page = await browser.open(server.page(link({ push: "rtmp://127.0.0.1:1935/live/k?ticket=a.b-c_d" })), { language: "en-US" });
  await page.until(FRAMES);
  assert.equal(server.stay("a").user.userName, "Ann 安");
  assert.equal(server.received.find(({ userID }) => userID === "a").token, "04ab+/==");
  assert.equal(await page.eval("document.querySelector('.tile .name').textContent"), "BOB");
  assert.match(await page.eval("document.getElementById('users').innerText"), /Ann 安[^]*BOB/);
  assert.match(await page.eval("document.getElementById('log').innerText"), /roomStreamUpdate room1 ADD/);
  assert.equal(await page.eval("document.getElementById('command').textContent"),
    'ffmpeg -re -f lavfi -i testsrc2=size=640x360:rate=15 -f lavfi -i sine=frequency=440:sample_rate=44100 -c:v libx264 -preset veryfast -tune zerolatency ' +
    '-profile:v baseline -pix_fmt yuv420p -g 30 -b:v 800k -c:a aac -b:a 48k -f flv "rtmp://127.0.0.1:1935/live/k?ticket=a.b-c_d"');
  await page.until("document.getElementById('state').textContent === 'connected'");
  await page.until("document.querySelector('video').webkitAudioDecodedByteCount > 0");
  await page.until("document.querySelector('.tile').dataset.state === 'PLAYING'");
  if (shots) await page.screenshot(`${shots}/call.png`);
  for (const viewer of server.viewers) viewer.terminate();
  await page.until("document.getElementById('log').innerText.includes('1004020')");
  await page.until("document.querySelector('.tile').dataset.state === 'PLAYING'");
  await page.until(FRAMES);
  await page.until("document.querySelector('video').buffered.length && document.querySelector('video').buffered.end(0) - document.querySelector('video').currentTime < 1");
  server.unpublish("bob", "bob_main");
  await page.until("!document.querySelector('.tile')");
  await page.eval("document.getElementById('leave').click()");
  await until(() => !server.stay("a"));
  await page.until("!document.getElementById('join').hidden");
  assert.deepEqual(page.complaints.filter((each) => !each.includes("WebSocket connection")), []);
  await page.close();
});

test("without a second device the page asks for its own push URL, in Chinese, on a phone, in the dark", { skip }, async () => {
  const page = await browser.open(server.page(link({ userID: "p" })), { language: "zh-CN", width: 390, height: 844, dark: true });
  await page.until("document.getElementById('command').textContent.includes('rtmp://')");
  assert.match(await page.eval("document.body.innerText"), /已连接/);
  assert.equal(await page.eval("document.documentElement.scrollWidth <= innerWidth"), true);
  await page.until("document.getElementById('own').textContent.includes('等待')");
  server.publish("p", "p_main");
  await page.until("document.getElementById('own').textContent.includes('正在推送')");
  if (shots) await page.screenshot(`${shots}/phone.png`);
  server.kick("p");
  await page.until("document.getElementById('problem').textContent.includes('1002055')");
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("an incomplete link shows the form, filled as far as it goes; a refusal is shown there", { skip }, async () => {
  const page = await browser.open(server.page({ appID: 1234567890, roomID: "room#1 %" }));
  await page.until("!document.getElementById('join').hidden");
  assert.equal(await page.eval("document.querySelector('[name=roomID]').value"), "room#1 %");
  assert.equal(await page.eval("document.querySelector('[name=server]').value"), server.url);
  if (shots) await page.screenshot(`${shots}/form.png`);
  await page.eval("Object.assign(document.querySelector('[name=roomID]'), {value: 'room1'}); document.querySelector('[name=userID]').value = 'f'; document.querySelector('[name=token]').value = 't'");
  await page.eval("document.querySelector('[name=roomID]').value = '房间'; document.querySelector('#join button').click()");
  await page.until("document.getElementById('problem').textContent.includes('1002012') && !document.getElementById('join').hidden");
  await page.eval("document.querySelector('[name=roomID]').value = 'room1'");
  server.refuse = ({ type }) => (type === "login" ? { code: 1102018, refusal: "TOKEN_EXPIRED", message: "The token has expired." } : undefined);
  await page.eval("document.querySelector('#join button').click()");
  await page.until("document.getElementById('problem').textContent === 'Could not join: The token has expired. (1102018)'");
  assert.equal(await page.eval("document.getElementById('join').hidden"), false);
  if (shots) await page.screenshot(`${shots}/refused.png`);
  server.refuse = () => undefined;
  await page.eval("document.querySelector('#join button').click()");
  await page.until("document.getElementById('join').hidden && document.getElementById('problem').hidden");
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("a push URL that is no address never becomes part of a command", { skip }, async () => {
  for (const push of ['rtmp://h/k" ; touch x "', "rtmp://h/$(id)", "rtmp://h/`id`", "http://h/k", "rtmp://h/k\nid"]) {
    const page = await browser.open(server.page(link({ userID: "x", push })));
    await page.until("document.getElementById('state').dataset.state === 'CONNECTED'");
    assert.equal(await page.eval("document.getElementById('command').textContent.startsWith('ffmpeg')"), false, push);
    await page.close();
    await until(() => !server.stay("x"));
  }
});
