import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { answeredAll, clockByHand, allReceived, hurry, openEngine, stateChange, until, waitsOf, named } from "./stand-in/run.mjs";
import { startSignalling } from "./stand-in/signalling-server.mjs";

let server;
let opened;
const open = (timings) => {
  const one = openEngine(server.url, timings);
  opened.push(one);
  return one;
};
/** A engine in the room with its page bound. */
const join = async (userID = "a", timings) => {
  const one = open(timings);
  one.bind();
  await one.login(userID);
  return one;
};
const pushing = async (one, streamID = "s1") => {
  const pusher = one.engine.createPusher();
  await pusher.start(streamID);
  server.publish("a", streamID);
  await until(() => one.states("publisherStateUpdate").at(-1) === "PUBLISHING");
  return pusher;
};
const playing = async (one, streamID = "s1") => {
  await join("b");
  server.publish("b", streamID);
  const player = one.engine.getPlayerInstance(streamID);
  await player.play();
  server.send("a", { type: "playState", roomID: "room1", streamID, state: "PLAYING", code: 0, reason: "" });
  await until(() => one.states("playerStateUpdate").at(-1) === "PLAYING");
  return player;
};
const publishRequests = () => server.received.filter(({ type }) => type === "publish").length;

beforeEach(async () => {
  server = await startSignalling();
  opened = [];
});
afterEach(async () => {
  for (const { engine } of opened) engine.destroyEngine();
  await server.stop();
});

test("statement 36: initContext writes every push attribute, the microphone on, and an empty play list", async () => {
  const one = open();
  one.bind();
  const { pusher, playerList } = one.page.data;
  assert.deepEqual(playerList, []);
  for (const attribute of ["url", "mode", "autopush", "enableCamera", "enableMic", "enableAgc", "enableAns", "enableEarMonitor", "enableAutoFocus",
    "enableZoom", "minBitrate", "maxBitrate", "videoWidth", "videoHeight", "beautyLevel", "whitenessLevel", "videoOrientation", "videoAspect", "frontCamera",
    "enableRemoteMirror", "localMirror", "enableBackgroundMute", "audioQuality", "audioVolumeType", "audioReverbType", "waitingImage", "beautyStyle", "filter"]) {
    assert.notEqual(pusher[attribute], undefined, attribute);
  }
  assert.equal(pusher.enableMic, true);
  assert.equal(pusher.autopush, true);
  assert.equal(pusher.mode, "RTC");
});

test("initContext without a page, or with names that are none, is refused", () => {
  const { engine, page } = open();
  for (const wrong of [undefined, {}, { wxContext: "page" }, { wxContext: page, pushAtr: 7, playAtr: "q" }, { wxContext: page, pushAtr: "", playAtr: "q" }]) {
    assert.throws(() => engine.initContext(wrong), { errorCode: 1100001 });
  }
});

test("initContext takes a page that writes its own tags, and a Vue component", async () => {
  const own = await join();
  own.engine.initContext({ wxContext: own.page });
  assert.equal(own.engine.on("roomStreamUpdate", () => {}), true);
  const pusher = own.engine.createPusher();
  await pusher.start("s1");
  assert.deepEqual(own.calls, [["pusher", "start"]], "the page has the tag, the engine starts it");

  const scoped = open();
  const { page } = open();
  scoped.engine.initContext({ wxContext: { $scope: page }, pushAtr: "pusher", playAtr: "playerList" });
  assert.equal(page.data.pusher.autopush, true, "uni-app: the component's own is its $scope");

  const vue = {};
  open().engine.initContext({ wxContext: vue, pushAtr: "pusher", playAtr: "playerList" });
  assert.deepEqual([vue.pusher.autopush, vue.playerList], [true, []]);
});

test("the tags' attributes are set by the name that published pages use", () => {
  const one = open();
  one.bind();
  one.engine.zegoWechatMini.setPusherAttributes({ minBitrate: 321 });
  assert.equal(one.page.data.pusher.minBitrate, 321);
});

test("a pusher shows a preview before login, and its start needs the login", async () => {
  const one = open();
  one.bind();
  const pusher = one.engine.createPusher();
  pusher.startPreview();
  assert.deepEqual(one.calls, [["pusher", "startPreview"]]);
  await assert.rejects(pusher.start("s1"), { errorCode: 1000002 });
});

test("an experimental call that the engine does not know says so", async () => {
  await assert.rejects(open().engine.callExperimentalAPI({ method: "setX", params: {} }), ({ errorCode, msg }) => errorCode === 1100001 && /"setX"/.test(msg));
});

test("statement 41: createPusher gives nothing before initContext", async () => {
  const one = open();
  assert.equal(one.engine.createPusher(), null);
  one.bind();
  assert.equal(one.engine.getPusherInstance(), null);
  await one.login();
  const pusher = one.engine.createPusher({ minBitrate: 300, url: "mine" });
  assert.equal(one.engine.getPusherInstance(), pusher);
  assert.equal(one.engine.createPusher(), pusher, "a page has one push tag");
  assert.equal(one.page.data.pusher.minBitrate, 300);
  assert.equal(one.page.data.pusher.url, "", "the url is the engine's");
  const unbound = open();
  await unbound.login("b");
  assert.equal(unbound.engine.createPusher(), null);
});

test("statements 42, 43, 62: start gets a URL, shows the tag, starts it when rendered, and the server's word makes it PUBLISHING", async () => {
  const one = await join();
  const pusher = one.engine.createPusher();
  const started = pusher.start("s1", { extraInfo: "camera" });
  assert.deepEqual(one.states("publisherStateUpdate"), ["PUBLISH_REQUESTING"]);
  await started;
  const { type, streamID, extraInfo } = server.received.find((message) => message.type === "publish");
  assert.deepEqual([type, streamID, extraInfo], ["publish", "s1", "camera"]);
  assert.match(one.page.data.pusher.url, /^rtmp:\/\//);
  assert.equal(one.page.data.pusher.id, "s1");
  assert.deepEqual(one.calls, [["pusher", "start"]]);
  for (const code of [1001, 1003, 1005, 1007, 1008]) one.engine.updatePlayerState("s1", stateChange(code));
  assert.deepEqual(one.states("publisherStateUpdate"), ["PUBLISH_REQUESTING"]);
  server.publish("a", "s1");
  await until(() => one.states("publisherStateUpdate").length === 2);
  assert.deepEqual(one.of("publisherStateUpdate").at(-1)[0], { streamID: "s1", state: "PUBLISHING", errorCode: 0, extendedData: "" });
});

test("statement 44: a streamID another user publishes fails with 1003028 and the tag never shows", async () => {
  const one = await join();
  await join("b");
  server.publish("b", "s1");
  await assert.rejects(one.engine.createPusher().start("s1"), { errorCode: 1003028 });
  assert.deepEqual(one.states("publisherStateUpdate"), ["PUBLISH_REQUESTING", "NO_PUBLISH 1003028"]);
  assert.equal(one.page.data.pusher.url, "");
});

test("statement 46: a bad streamID is refused by start with its code and told by NO_PUBLISH", async () => {
  const one = await join();
  const pusher = one.engine.createPusher();
  for (const [streamID, code] of [["s".repeat(257), 1000014], ["", 1000015], ["流", 1000016], ["a#b", 1000016], ["a b", 1000016]]) {
    await assert.rejects(pusher.start(streamID), { errorCode: code });
    assert.deepEqual(one.of("publisherStateUpdate").at(-1)[0], { streamID, state: "NO_PUBLISH", errorCode: code, extendedData: "" });
  }
  assert.equal(publishRequests(), 0);
});

test("statement 45: a streamID with every allowed character reaches the server and comes back unchanged", async () => {
  const wild = "09azAZ~!@$%^&*()_+=-`;’',.<>/\\";
  const one = await join();
  await pushing(one, wild);
  assert.equal(server.received.find(({ type }) => type === "publish").streamID, wild);
  const b = await join("b");
  await until(() => b.of("roomStreamUpdate").length);
  const [, , [item]] = b.of("roomStreamUpdate")[0];
  assert.equal(item.streamID, wild);
  await b.engine.getPlayerInstance(item.streamID).play();
  assert.equal(b.page.data.playerList[0].id, wild);
});

test("a promise of start that the page drops is no unhandled rejection", async () => {
  const one = await join();
  one.engine.createPusher().start("流");
  one.engine.getPlayerInstance("unknown").play();
  await until(() => one.states("playerStateUpdate").at(-1) === "NO_PLAY 1004002");
});

test("after a failed push another stream can start, and the tag's events find it", async () => {
  const one = await join();
  await join("b");
  server.publish("b", "taken");
  const pusher = one.engine.createPusher();
  await assert.rejects(pusher.start("taken"), { errorCode: 1003028 });
  await pushing(one, "mine");
  one.engine.updatePlayerState("", stateChange(-1307));
  assert.equal(one.of("publisherStateUpdate").at(-1)[0].streamID, "mine");
  assert.equal(one.states("publisherStateUpdate").at(-1), "PUBLISH_REQUESTING 1003020");
});

test("a page has one push: a second start is refused and leaves the first alone", async () => {
  const one = await join();
  const pusher = await pushing(one);
  await assert.rejects(pusher.start("s2"), { errorCode: 1103056 });
  assert.equal(one.states("publisherStateUpdate").at(-1), "PUBLISHING");
});

test("statement 71: stop ends the push for all, clears the url and tells NO_PUBLISH", async () => {
  const one = await join();
  const b = await join("b");
  const pusher = await pushing(one);
  pusher.stop();
  assert.equal(one.page.data.pusher.url, "");
  assert.deepEqual(one.calls.at(-1), ["pusher", "stop"]);
  assert.deepEqual(one.of("publisherStateUpdate").at(-1)[0], { streamID: "s1", state: "NO_PUBLISH", errorCode: 0, extendedData: "" });
  await until(() => b.of("roomStreamUpdate").at(-1)?.[1] === "DELETE");
  await allReceived(server, one);
  assert.deepEqual(one.states("publisherStateUpdate"), ["PUBLISH_REQUESTING", "PUBLISHING", "NO_PUBLISH"]);
  pusher.stop();
  await pusher.start("s1");
  server.publish("a", "s1");
  await until(() => one.states("publisherStateUpdate").at(-1) === "PUBLISHING");
});

test("a stop while the URL is on its way leaves no tag behind and withdraws the stream", async () => {
  const one = await join();
  const pusher = one.engine.createPusher();
  const started = pusher.start("s1");
  pusher.stop();
  await assert.rejects(started);
  await until(() => server.received.some(({ type }) => type === "unpublish"));
  assert.equal(one.page.data.pusher.url, "");
  assert.deepEqual(one.states("publisherStateUpdate"), ["PUBLISH_REQUESTING", "NO_PUBLISH"]);
});

test("statement 63: a lost push connection gets a fresh URL; PUBLISH_REQUESTING carries the error meanwhile", async () => {
  for (const code of [-1307, 3004, 3002]) {
    const one = await join();
    await pushing(one);
    const first = one.page.data.pusher.url;
    one.engine.updatePlayerState("s1", stateChange(code));
    one.engine.updatePlayerState("s1", stateChange(code));
    assert.deepEqual(one.states("publisherStateUpdate").at(-1), "PUBLISH_REQUESTING 1003020");
    assert.equal(JSON.parse(one.of("publisherStateUpdate").at(-1)[0].extendedData).wxCode, code);
    assert.equal(one.page.data.pusher.url, "");
    await until(() => one.page.data.pusher.url);
    assert.notEqual(one.page.data.pusher.url, first);
    server.publish("a", "s1");
    await until(() => one.states("publisherStateUpdate").at(-1) === "PUBLISHING");
    one.engine.destroyEngine();
    await until(() => !server.stay("a"));
  }
});

test("statement 64: an interruption that only the server sees restarts the push as well", async () => {
  const one = await join();
  await pushing(one);
  const before = publishRequests();
  server.unpublish("a", "s1", 1003029, "CONNECTION_LOST");
  await until(() => one.states("publisherStateUpdate").at(-1) === "PUBLISH_REQUESTING 1003020");
  await until(() => publishRequests() === before + 1 && one.page.data.pusher.url);
  server.publish("a", "s1");
  await until(() => one.states("publisherStateUpdate").at(-1) === "PUBLISHING");
});

test("a restarted push that the server takes for the one before is running once the tag is connected", async () => {
  const one = await join();
  await pushing(one);
  one.engine.updatePlayerState("s1", stateChange(-1307));
  await until(() => one.page.data.pusher.url);
  server.send("a", { type: "publishState", roomID: "room1", streamID: "s1", state: "NO_PUBLISH", code: 0, reason: "TAKEN_OVER" });
  one.engine.updatePlayerState("s1", stateChange(1002));
  assert.equal(one.states("publisherStateUpdate").at(-1), "PUBLISHING");
  server.send("a", { type: "publishState", roomID: "room1", streamID: "s1", state: "NO_PUBLISH", code: 0, reason: "TAKEN_OVER" });
  await allReceived(server, one);
  assert.equal(one.states("publisherStateUpdate").at(-1), "PUBLISHING");
});

test("a busy server is asked again before a start fails", async () => {
  const one = await join();
  const refusals = [{ code: 1100002, refusal: "TRY_LATER" }, { code: 1102022, refusal: "TOO_MANY" }];
  server.refuse = ({ type }) => (type === "publish" ? refusals.shift() : undefined);
  await one.engine.createPusher().start("s1");
  assert.equal(publishRequests(), 3);
  assert.deepEqual(one.states("publisherStateUpdate"), ["PUBLISH_REQUESTING"]);
  server.refuse = ({ type }) => (type === "play" ? { code: 1100002, refusal: "TRY_LATER" } : undefined);
  await join("b");
  server.publish("b", "s2");
  await assert.rejects(one.engine.getPlayerInstance("s2").play(), { errorCode: 1100002 });
});

test("playing everything in a full room does not ask faster than the server lets it", async () => {
  const one = await join();
  await join("b");
  const numbers = Array.from({ length: 40 }, (_, index) => `s${index}`);
  for (const streamID of numbers) server.publish("b", streamID);
  const clock = clockByHand(one);
  const waits = waitsOf(one);
  const received = server.received.length;
  const played = Promise.all(numbers.map((streamID) => one.engine.getPlayerInstance(streamID).play()));
  // The clock stands still, so what is asked of the host is when each is asked.
  const laterOnes = () => waits.asked.filter((delay) => delay > 0 && delay < 60_000);
  const atOnce = () => server.received.slice(received).filter(({ type }) => type === "play").length;
  await until(() => atOnce() + laterOnes().length === 40);
  const later = laterOnes();
  let over = false;
  played.then(() => (over = true));
  await until(() => {
    clock.move(10);
    return over;
  });
  const times = [...Array(40 - later.length).fill(0), ...later];
  assert.equal(server.received.slice(received).filter(({ type }) => type === "play").length, 40);
  assert.ok(later.length >= 12, `${later}`);
  for (const time of times) assert.ok(times.filter((each) => each >= time && each < time + 1000).length <= 28, `${times}`);
  assert.deepEqual(one.page.data.playerList.map(({ id }) => id), numbers);
});

test("a push that never comes back ends in NO_PUBLISH 1003021 after its tries", async () => {
  const one = await join("a");
  await pushing(one);
  hurry(one, { mediaStart: 50 });
  one.engine.updatePlayerState("s1", stateChange(-1307));
  await until(() => one.states("publisherStateUpdate").at(-1) === "NO_PUBLISH 1003021");
  assert.equal(publishRequests(), 1 + 3);
  assert.equal(one.page.data.pusher.url, "");
  assert.deepEqual(one.states("publisherStateUpdate"), ["PUBLISH_REQUESTING", "PUBLISHING", "PUBLISH_REQUESTING 1003020", "NO_PUBLISH 1003021"]);
});

test("when the server forbids the push there is no retry", async () => {
  const one = await join();
  const waits = waitsOf(one);
  await pushing(one);
  server.unpublish("a", "s1", 1003025, "STREAM_FORBIDDEN");
  await until(() => one.states("publisherStateUpdate").at(-1) === "NO_PUBLISH 1003025");
  assert.deepEqual([...waits.running.values()], [], "nothing is to follow");
  await answeredAll(one);
  assert.equal(publishRequests(), 1);
});

test("a camera that cannot open fails a starting push, but not a running one", async () => {
  const one = await join();
  const pusher = one.engine.createPusher();
  await pusher.start("s1");
  one.engine.updatePlayerState("s1", stateChange(-1301));
  assert.equal(one.states("publisherStateUpdate").at(-1), "NO_PUBLISH 1103021");
  await pushing(one);
  one.engine.updatePlayerState("s1", stateChange(-1302));
  assert.equal(one.states("publisherStateUpdate").at(-1), "PUBLISHING");
});

test("statements 61 and 67: events find their stream when the page passes no streamID, or the wrong one", async () => {
  const one = await join();
  await pushing(one, "mine");
  await playing(one, "theirs");
  one.engine.updatePlayerState(undefined, stateChange(-2301, "theirs"));
  assert.equal(one.states("playerStateUpdate").at(-1), "PLAY_REQUESTING 1004020");
  assert.equal(one.states("publisherStateUpdate").at(-1), "PUBLISHING");
  one.engine.updatePlayerState(undefined, stateChange(-1307));
  assert.equal(one.states("publisherStateUpdate").at(-1), "PUBLISH_REQUESTING 1003020");
  for (const hostile of [undefined, null, {}, { detail: null }, { detail: { code: "x" } }, 7]) {
    one.engine.updatePlayerState("mine", hostile);
    one.engine.updatePlayerNetStatus("mine", hostile);
    one.engine.updateAudioVolumeNotify("mine", hostile);
  }
});

test("statements 47, 49, 50, 68: play gets a URL, adds an entry that names the stream, starts the tag, and tells its states", async () => {
  const one = await join();
  const player = await playing(one, "s2");
  assert.equal(one.engine.getPlayerInstance("s2"), player);
  const [entry] = one.page.data.playerList;
  assert.match(entry.url, /^rtmp:\/\//);
  for (const [key, value] of Object.entries({ id: "s2", streamID: "s2", autoplay: true, autoPlay: true, muteAudio: false, muteVideo: false, mode: "RTC" })) {
    assert.equal(entry[key], value, key);
  }
  for (const key of ["orientation", "objectFit", "minCache", "maxCache", "soundMode", "enableRecvMessage", "autoPauseIfNavigate", "autoPauseIfOpenNative"]) {
    assert.notEqual(entry[key], undefined, key);
  }
  assert.deepEqual(one.calls, [["s2", "play"]]);
  assert.deepEqual(one.states("playerStateUpdate"), ["PLAY_REQUESTING", "PLAYING"]);
  assert.deepEqual(one.engine.getPlayerList("s2"), one.page.data.playerList);
  assert.deepEqual(one.engine.getPlayerList("other"), []);
});

test("statement 68: the tag's 2004 is proof of playing too", async () => {
  const one = await join();
  await join("b");
  server.publish("b", "s1");
  await one.engine.getPlayerInstance("s1").play();
  one.engine.updatePlayerState("s1", stateChange(2001, "s1"));
  assert.deepEqual(one.states("playerStateUpdate"), ["PLAY_REQUESTING"]);
  one.engine.updatePlayerState("s1", stateChange(2004, "s1"));
  assert.deepEqual(one.states("playerStateUpdate"), ["PLAY_REQUESTING", "PLAYING"]);
});

test("statements 48 and 72: stop removes the entry and leaves the stream to the others", async () => {
  const one = await join();
  const player = await playing(one, "s2");
  player.stop();
  await until(() => one.page.data.playerList.length === 0);
  assert.equal(one.states("playerStateUpdate").at(-1), "NO_PLAY");
  assert.deepEqual(one.calls.at(-1), ["s2", "stop"]);
  assert.ok(server.room("room1").streams.has("s2"));
  player.stop();
  assert.equal(one.states("playerStateUpdate").length, 3);
  await player.play();
  assert.equal(one.page.data.playerList.length, 1);
});

test("play twice asks once", async () => {
  const one = await join();
  const player = await playing(one, "s2");
  await player.play();
  assert.equal(server.received.filter(({ type }) => type === "play").length, 1);
});

test("an unknown stream fails with 1004002, and stop works after the failure", async () => {
  const one = await join();
  const player = one.engine.getPlayerInstance("nothing");
  await assert.rejects(player.play(), { errorCode: 1004002 });
  assert.deepEqual(one.states("playerStateUpdate"), ["PLAY_REQUESTING", "NO_PLAY 1004002"]);
  player.stop();
});

test("a lost play gets a fresh URL while the stream lives, and ends when it does not", async () => {
  const one = await join();
  await playing(one, "s2");
  const first = one.page.data.playerList[0].url;
  one.engine.updatePlayerState("s2", stateChange(-2301, "s2"));
  assert.equal(one.states("playerStateUpdate").at(-1), "PLAY_REQUESTING 1004020");
  await until(() => one.page.data.playerList[0].url && one.page.data.playerList[0].url !== first);
  one.engine.updatePlayerState("s2", stateChange(2004, "s2"));
  server.unpublish("b", "s2");
  one.engine.updatePlayerState("s2", stateChange(-2301, "s2"));
  await until(() => one.states("playerStateUpdate").at(-1) === "NO_PLAY 1004002");
});

test("play before initContext waits for the page", async () => {
  const one = open();
  await one.login("a");
  await join("b");
  server.publish("b", "s1");
  let over = false;
  const played = one.engine.getPlayerInstance("s1").play().then(() => (over = true));
  await answeredAll(one);
  assert.equal(over, false);
  one.bind();
  await played;
  assert.equal(one.page.data.playerList.length, 1);
});

test("several players each have their entry, in order", async () => {
  const one = await join();
  await join("b");
  for (const streamID of ["s1", "s2", "s3"]) {
    server.publish("b", streamID);
    await one.engine.getPlayerInstance(streamID).play();
  }
  assert.deepEqual(one.page.data.playerList.map(({ id }) => id), ["s1", "s2", "s3"]);
  one.engine.getPlayerInstance("s2").stop();
  assert.deepEqual(one.page.data.playerList.map(({ id }) => id), ["s1", "s3"]);
});

test("statements 66 and 70: net status becomes quality events of the documented shape", async () => {
  const one = await join();
  await pushing(one, "mine");
  await playing(one, "theirs");
  const event = (id) => ({ currentTarget: { id }, detail: { info: { videoBitrate: 812, audioBitrate: "48", videoFPS: 15, videoGOP: 2, netSpeed: 900, netJitter: 3, videoWidth: 360, videoHeight: 640 } } });
  const stats = { video: { videoBitrate: 812, videoFPS: 15, videoWidth: 360, videoHeight: 640 }, audio: { audioBitrate: 48 } };
  one.engine.updatePlayerNetStatus("mine", event(""));
  assert.deepEqual(named(one.of("publishQualityUpdate"), [["mine", stats]]), [["mine", stats]]);
  one.engine.updatePlayerNetStatus(undefined, event("theirs"));
  assert.deepEqual(named(one.of("playQualityUpdate"), [["theirs", stats]]), [["theirs", stats]]);
  const [[, { video, audio }]] = one.of("playQualityUpdate");
  assert.deepEqual([video.frameWidth, video.frameHeight, video.videoQuality, video.muteState, audio.audioCodec], [360, 640, 0, "0", "AAC"]);
  one.engine.updatePlayerNetStatus("strange", event("stranger"));
  assert.equal(one.of("playQualityUpdate").length, 1);
});

test("the server is told now and then how the streams are doing", async () => {
  const one = await join("a", { qualityReport: 300 });
  const clock = clockByHand(one);
  await join("b");
  await pushing(one, "mine");
  const event = { detail: { info: { videoBitrate: 800, audioBitrate: 48, videoFPS: 15 } } };
  const reports = () => server.received.filter(({ type }) => type === "qualityReport");
  await until(() => {
    one.engine.updatePlayerNetStatus("mine", event);
    clock.move(100);
    return reports().length;
  });
  const [{ windowMs, streams: [stream] }] = reports();
  assert.ok(windowMs >= 300, `${windowMs}`);
  assert.equal(stream.streamID, "mine");
  assert.equal(stream.direction, "publish");
  assert.ok(stream.bytes > 0 && Number.isSafeInteger(stream.bytes));
});

test("a stream that an administrator stopped ends with the words of the administrator", async () => {
  const one = await join("a");
  await pushing(one, "mine");
  server.send("a", { type: "publishState", roomID: "room1", streamID: "mine", state: "NO_PUBLISH", code: 1003025, reason: "STREAM_STOPPED", message: "shows passers-by" });
  await until(() => one.states("publisherStateUpdate").at(-1) === "NO_PUBLISH 1003025");
  const last = one.of("publisherStateUpdate").at(-1)[0];
  assert.deepEqual(JSON.parse(last.extendedData), { reason: "STREAM_STOPPED", message: "shows passers-by" });
});

test("attributes and mutes reach the page at once", async () => {
  const one = await join();
  await pushing(one, "mine");
  await playing(one, "theirs");
  const { data } = one.page;
  one.engine.mutePublishStreamAudio(true);
  one.engine.mutePublishStreamVideo(true);
  assert.deepEqual([data.pusher.enableMic, data.pusher.enableCamera], [false, false]);
  one.engine.setPusherAttributes({ enableMic: true, beautyLevel: 5 });
  assert.deepEqual([data.pusher.enableMic, data.pusher.beautyLevel], [true, 5]);
  one.engine.mutePlayStreamAudio("theirs", true);
  one.engine.mutePlayStreamVideo("theirs", true);
  one.engine.setPlayerAttributes("theirs", { objectFit: "fillCrop", autoPlay: false, id: "x" });
  const [entry] = data.playerList;
  assert.deepEqual([entry.muteAudio, entry.muteVideo, entry.objectFit, entry.autoplay, entry.id], [true, true, "fillCrop", false, "theirs"]);
  assert.match(data.pusher.url, /^rtmp/);
});

test("instance calls go to the WeChat context, or fail as WeChat does while there is none", async () => {
  const one = await join();
  const pusher = one.engine.createPusher();
  let failed = 0;
  pusher.switchCamera({ fail: () => failed++, complete: () => failed++ });
  pusher.pause();
  assert.equal(failed, 2);
  await pushing(one);
  for (const call of ["pause", "resume", "switchCamera", "snapshot", "toggleTorch"]) {
    pusher[call]({});
    assert.deepEqual(one.calls.at(-1), ["pusher", call]);
  }
  const player = await playing(one, "s2");
  for (const call of ["pause", "resume", "mute", "requestFullScreen", "snapshot"]) {
    player[call]({});
    assert.deepEqual(one.calls.at(-1), ["s2", call]);
  }
});

test("logout stops every push and play and empties the page", async () => {
  const one = await join();
  await pushing(one, "mine");
  await playing(one, "theirs");
  one.engine.logoutRoom("room1");
  assert.equal(one.states("publisherStateUpdate").at(-1), "NO_PUBLISH");
  assert.equal(one.states("playerStateUpdate").at(-1), "NO_PLAY");
  assert.equal(one.page.data.pusher.url, "");
  assert.deepEqual(one.page.data.playerList, []);
  assert.equal(one.emitted.at(-1)[0], "roomStateUpdate");
  await assert.rejects(one.engine.createPusher().start("mine"), { errorCode: 1000002 });
});

test("a kick stops them with its code", async () => {
  const one = await join();
  await pushing(one, "mine");
  server.kick("a");
  await until(() => one.states("publisherStateUpdate").at(-1) === "NO_PUBLISH 1002055");
});

test("signalling that drops and resumes leaves a running push and play alone", async () => {
  const one = await join();
  await pushing(one, "mine");
  await playing(one, "theirs");
  const before = one.emitted.length;
  server.drop("a");
  await until(() => one.of("roomStateChanged").at(-1)[1] === "RECONNECTED");
  await answeredAll(one);
  assert.deepEqual(one.emitted.slice(before).map(([event]) => event), ["roomStateChanged", "roomStateUpdate", "roomStateChanged", "roomStateUpdate"]);
});

test("a push that died while signalling was away is restarted after the resume", async () => {
  const one = await join();
  await pushing(one, "mine");
  server.drop("a");
  server.unpublish("a", "mine", 1003029, "CONNECTION_LOST");
  await until(() => one.states("publisherStateUpdate").at(-1) === "PUBLISH_REQUESTING 1003020");
  await until(() => publishRequests() === 2);
});

test("after a new login everything that ran gets a fresh URL", async () => {
  const one = await join();
  await pushing(one, "mine");
  await playing(one, "theirs");
  const urls = [one.page.data.pusher.url, one.page.data.playerList[0].url];
  const { socket } = server.stay("a");
  server.forget("a");
  socket.terminate();
  await until(() => one.of("roomStateChanged").at(-1)[1] === "RECONNECTED");
  await until(() => publishRequests() === 2 && one.page.data.pusher.url && one.page.data.playerList[0].url);
  assert.ok(!urls.includes(one.page.data.pusher.url));
  assert.ok(!urls.includes(one.page.data.playerList[0].url));
});

test("a start while signalling is away waits for the connection; a stop is told to the server afterwards", async () => {
  const one = await join();
  server.drop("a");
  await until(() => one.of("roomStateChanged").at(-1)[1] === "RECONNECTING");
  const pusher = one.engine.createPusher();
  const started = pusher.start("s1");
  assert.equal(publishRequests(), 0);
  await started;
  server.publish("a", "s1");
  server.drop("a");
  await until(() => one.of("roomStateChanged").at(-1)[1] === "RECONNECTING");
  pusher.stop();
  await until(() => server.received.some(({ type }) => type === "unpublish"));
});

test("startPublishingStream and startPlayingStream give URLs for tags the page drives itself", async () => {
  const one = await join();
  await assert.rejects(open().engine.startPublishingStream("s1"), { errorCode: 1000002 });
  await assert.rejects(one.engine.startPublishingStream("a b"), { errorCode: 1000016 });
  const { streamID, url } = await one.engine.startPublishingStream("s1", { extraInfo: "x" });
  assert.equal(streamID, "s1");
  assert.match(url, /^rtmp:/);
  server.publish("a", "s1");
  await until(() => one.states("publisherStateUpdate").at(-1) === "PUBLISHING");
  server.unpublish("a", "s1", 1003029, "CONNECTION_LOST");
  await until(() => one.states("publisherStateUpdate").at(-1) === "NO_PUBLISH 1003029");
  server.publish("a", "s1");
  await until(() => one.states("publisherStateUpdate").at(-1) === "PUBLISHING", "the encoder came back with the same URL");
  assert.equal(one.engine.stopPublishingStream("s1"), true);
  assert.equal(one.engine.stopPublishingStream("s1"), false);
  await join("b");
  server.publish("b", "s2");
  const played = await one.engine.startPlayingStream("s2");
  assert.match(played.url, /^rtmp:/, "a mini program plays rtmp");
  one.engine.stopPlayingStream("s2");
  assert.deepEqual(one.states("playerStateUpdate"), ["PLAY_REQUESTING", "NO_PLAY"]);
  assert.deepEqual(one.calls, []);
});

test("binding another page stops what ran on the page before", async () => {
  const one = await join();
  await pushing(one, "mine");
  one.bind();
  assert.equal(one.states("publisherStateUpdate").at(-1), "PUBLISHING", "the same page again changes nothing");
  const other = { data: {}, setData: (values, done) => done && done() };
  one.engine.initContext({ wxContext: other, pushAtr: "p", playAtr: "q" });
  assert.equal(one.states("publisherStateUpdate").at(-1), "NO_PUBLISH");
});

test("checkSystemRequirements tells what is missing", async () => {
  const one = open();
  assert.deepEqual(await one.engine.checkSystemRequirements(), { code: 0, msg: "" });
  one.wx.getSetting = ({ success }) => success({ authSetting: { "scope.camera": false } });
  assert.equal((await one.engine.checkSystemRequirements()).code, 10002);
  one.wx.canIUse = () => false;
  assert.equal((await one.engine.checkSystemRequirements()).code, 10001);
});

test("where the app lets players come early, a play waits for its stream and has a fresh URL when that comes", async () => {
  server.earlyPlay = true;
  const one = await join("a");
  const b = await join("b");
  const clock = clockByHand(one);
  const player = one.engine.getPlayerInstance("late");
  await player.play();
  const before = one.page.data.playerList[0].url;
  // The server lets a player go after a while: that is no failure yet.
  one.engine.updatePlayerState("late", stateChange(-2301, "late"));
  clock.move(600_000);
  assert.deepEqual(one.states("playerStateUpdate"), ["PLAY_REQUESTING"]);
  server.publish("b", "late");
  await until(() => one.page.data.playerList[0].url && one.page.data.playerList[0].url !== before, "a fresh URL");
  one.engine.updatePlayerState("late", stateChange(2003, "late"));
  assert.deepEqual(one.states("playerStateUpdate"), ["PLAY_REQUESTING", "PLAYING"]);
  b.engine.logoutRoom();
});

test("where the app lets players come early, a tag of the page's keeps its URL, and plays when the stream comes", async () => {
  server.earlyPlay = true;
  const one = await join("a");
  const b = await join("b");
  await one.engine.startPlayingStream("late");
  server.publish("b", "late");
  await until(() => one.of("roomStreamUpdate").length);
  one.engine.updatePlayerState("late", stateChange(2003, "late"));
  assert.deepEqual(one.states("playerStateUpdate"), ["PLAY_REQUESTING", "PLAYING"]);
  assert.equal(server.received.filter(({ type }) => type === "play").length, 1);
  b.engine.logoutRoom();
});

test("a play before its stream is refused where the app does not let players come early", async () => {
  const one = await join("a");
  await assert.rejects(one.engine.startPlayingStream("late"), { errorCode: 1004002 });
});
