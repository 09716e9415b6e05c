// The engine's reports to the server on the quality of its streams.
import assert from "node:assert/strict";
import { test } from "node:test";
import { QualityReport } from "../src/quality/report.js";

const stats = (videoBitrate, videoFPS, audioBitrate) => ({ video: { videoBitrate, videoFPS }, audio: { audioBitrate } });

function reporting(every = 10_000) {
  const clock = { now: 1_000_000 };
  const sent = [];
  const report = new QualityReport(every, () => clock.now, (roomID, fields) => sent.push({ roomID, ...fields }));
  return { clock, sent, report };
}

test("rates are added up over the window and told in one message for all streams of a room", () => {
  const { clock, sent, report } = reporting();
  for (let second = 0; second <= 10; second += 2) {
    clock.now = 1_000_000 + second * 1000;
    report.note("publish", "room1", "mine", stats(800, 15, 48));
    report.note("play", "room1", "theirs", stats(400, 10, 0));
  }
  assert.deepEqual(sent, [{
    roomID: "room1", windowMs: 10_000,
    streams: [
      { streamID: "mine", direction: "publish", bytes: 1_060_000, frames: 150, audioGapMs: 0, videoGapMs: 0 },
      { streamID: "theirs", direction: "play", bytes: 400_000, frames: 80, audioGapMs: 0, videoGapMs: 0 },
    ],
  }]);
});

test("time without audio or video counts once there was some", () => {
  const { clock, sent, report } = reporting();
  const emitted = [stats(0, 0, 0), stats(0, 0, 0), stats(500, 15, 48), stats(500, 0, 0), stats(500, 0, 48), stats(500, 15, 48)];
  emitted.forEach((each, i) => {
    clock.now = 1_000_000 + i * 2000;
    report.note("play", "room1", "s", each);
  });
  assert.equal(sent.length, 1);
  assert.equal(sent[0].streams[0].videoGapMs, 4000);
  assert.equal(sent[0].streams[0].audioGapMs, 2000);
});

test("a page that slept tells nothing of its sleep", () => {
  const { clock, sent, report } = reporting();
  report.note("play", "room1", "s", stats(500, 15, 48));
  clock.now += 3_600_000;
  report.note("play", "room1", "s", stats(500, 15, 48));
  assert.deepEqual(sent, []);
  for (let i = 1; i <= 5; i++) {
    clock.now += 2000;
    report.note("play", "room1", "s", stats(500, 15, 48));
  }
  assert.equal(sent.length, 1);
  assert.equal(sent[0].windowMs, 10_000);
  assert.equal(sent[0].streams[0].frames, 150);
});

test("rooms are told apart, and one that was left is forgotten", () => {
  const { clock, sent, report } = reporting();
  for (let i = 0; i <= 5; i++) {
    for (const room of ["a", "b"]) report.note("play", room, `s-${room}`, stats(500, 15, 48));
    if (i === 2) report.forget("b");
    clock.now += 2000;
  }
  assert.deepEqual(sent.map(({ roomID, streams }) => [roomID, streams.length]), [["a", 1]]);
});

test("no message has more streams than the server takes, and none is sent where reports are off", () => {
  const { clock, sent, report } = reporting();
  const off = reporting(0);
  for (let i = 0; i <= 5; i++) {
    for (let s = 0; s < 40; s++) {
      report.note("play", "room1", `s${s}`, stats(500, 15, 48));
      off.report.note("play", "room1", `s${s}`, stats(500, 15, 48));
    }
    clock.now += 2000;
    off.clock.now += 2000;
  }
  assert.equal(sent.length, 1);
  assert.equal(sent[0].streams.length, 32);
  assert.deepEqual(off.sent, []);
});
