// Quality in the documented fields, by what tags and elements tell.
import assert from "node:assert/strict";
import { test } from "node:test";
import { StreamQuality } from "../src/quality/stream-quality.js";
import { levelOf } from "../src/web/sound-levels.js";

const open = { audio: false, video: false };
const told = (videoFPS, audioBitrate, more = {}) => ({ video: { videoBitrate: videoFPS * 50, videoFPS, videoDroppedFPS: 0, ...more.video }, audio: { audioBitrate }, ...more.stats });

test("what is missing lowers the grade, and its time is added up", () => {
  const quality = new StreamQuality("play");
  quality.note(told(15, 48), open, 1_000);
  assert.equal(quality.grade, 0);
  const still = quality.note(told(0, 48), open, 3_000);
  assert.equal(still.video.videoQuality, 3);
  assert.equal(still.video.videoCumulativeBreakTime, 2_000);
  assert.equal(still.audio.audioCumulativeBreakTime, 0);
  const nothing = quality.note(told(0, 0), open, 5_000);
  assert.equal(nothing.video.videoQuality, 4);
  assert.equal(nothing.video.videoCumulativeBreakTime, 4_000);
  assert.equal(nothing.audio.audioCumulativeBreakTime, 2_000);
  assert.equal(nothing.audio.audioCumulativeBreakRate, 0.5);
  const again = quality.note(told(15, 48), open, 7_000);
  assert.equal(again.video.videoQuality, 0);
  assert.equal(again.video.videoFramesDecoded, 30);
  // A page that slept knows nothing of the time between.
  assert.equal(quality.note(told(0, 0), open, 60_000).video.videoCumulativeBreakTime, 4_000);
});

test("a stream that never had a picture is not bad for want of one", () => {
  const quality = new StreamQuality("play");
  quality.note(told(0, 48), open, 0);
  assert.equal(quality.note(told(0, 48), open, 2_000).audio.audioQuality, 0);
  assert.equal(quality.note(told(0, 0), open, 4_000).audio.audioQuality, 4);
});

test("frames that are left out lower the grade", () => {
  const grade = (dropped) => new StreamQuality("play").note(told(10, 48, { video: { videoDroppedFPS: dropped } }), open, 0).video.videoQuality;
  assert.deepEqual([0, 1, 5, 20].map(grade), [0, 1, 2, 3]);
});

test("the backlog of what is published is its grade, and a muted device is said", () => {
  const grade = (waitingBytes) => new StreamQuality("publish").note(told(15, 50, { stats: { waitingBytes } }), { audio: true, video: false }, 0);
  // 800 kbit/s: 100 bytes a millisecond.
  assert.deepEqual([0, 10_000, 20_000, 60_000, 200_000, 400_000].map((bytes) => grade(bytes).video.videoQuality), [0, 0, 1, 2, 3, 4]);
  assert.equal(grade(0).audio.muteState, "1");
  assert.equal(grade(0).video.muteState, "0");
});

test("loudness is 0 at -60 dB and less, 100 at full scale", () => {
  assert.deepEqual([0, 0.001, 0.0316, 1, 2].map(levelOf), [0, 0, 50, 100, 100]);
});
