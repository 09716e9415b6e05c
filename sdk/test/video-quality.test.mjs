import assert from "node:assert/strict";
import test from "node:test";
import { watchQuality } from "../src/player/video-quality.js";

/** A video element's counters, and the clock, moved by hand. */
function stage(t, { byKind = true } = {}) {
  t.mock.timers.enable({ apis: ["setInterval"] });
  let now = 0;
  const quality = { totalVideoFrames: 0, droppedVideoFrames: 0 };
  const video = Object.assign(new EventTarget(), { paused: false, videoWidth: 640, videoHeight: 360, getVideoPlaybackQuality: () => quality });
  if (byKind) Object.assign(video, { webkitVideoDecodedByteCount: 0, webkitAudioDecodedByteCount: 0 });
  const emitted = [];
  let received = 0;
  const end = watchQuality(video, () => received, (stats) => emitted.push(stats), () => now);
  const pass = ({ frames = 0, dropped = 0, videoBytes = 0, audioBytes = 0 }) => {
    quality.totalVideoFrames += frames + dropped;
    quality.droppedVideoFrames += dropped;
    received += videoBytes + audioBytes;
    if (byKind) {
      video.webkitVideoDecodedByteCount += videoBytes;
      video.webkitAudioDecodedByteCount += audioBytes;
    }
    now += 2_000;
    t.mock.timers.tick(2_000);
  };
  return { video, emitted, pass, end };
}

test("what a video element shows is told as a mini program's tag tells it", (t) => {
  const { emitted, pass, end } = stage(t);
  pass({});
  pass({ frames: 30, dropped: 1, videoBytes: 125_000, audioBytes: 12_000 });
  assert.deepEqual(emitted, [{
    video: { videoBitrate: 500, videoFPS: 15, videoWidth: 640, videoHeight: 360, videoDroppedFPS: 0.5 }, audio: { audioBitrate: 48 },
  }]);
  end();
  pass({ frames: 30 });
  assert.equal(emitted.length, 1);
});

test("a browser that does not count by kind tells everything that came as picture, and of sound nothing", (t) => {
  const { emitted, pass, end } = stage(t, { byKind: false });
  pass({});
  pass({ frames: 30, videoBytes: 125_000 });
  assert.equal(emitted[0].video.videoBitrate, 500);
  assert.equal(emitted[0].audio.audioBitrate, 0);
  end();
});

test("a paused element is not told of, nor the time before it went on", (t) => {
  const { video, emitted, pass, end } = stage(t);
  pass({});
  video.paused = true;
  pass({});
  video.paused = false;
  pass({});
  assert.deepEqual(emitted, []);
  pass({ frames: 30 });
  assert.equal(emitted[0].video.videoFPS, 15);
  end();
});

test("counters that begin anew tell nothing of the time between", (t) => {
  const { video, emitted, pass, end } = stage(t);
  pass({ frames: 30, videoBytes: 1_000 });
  video.webkitVideoDecodedByteCount = 0;
  pass({});
  assert.deepEqual(emitted, []);
  end();
});

test("nor do those of another source that has come further meanwhile, and after that all is told", (t) => {
  const { video, emitted, pass } = stage(t);
  pass({ frames: 30, videoBytes: 1_000 });
  video.dispatchEvent(new Event("emptied"));
  pass({ frames: 300, videoBytes: 1_000_000 });
  assert.deepEqual(emitted, []);
  pass({ frames: 30, videoBytes: 125_000 });
  assert.equal(emitted[0].video.videoFPS, 15);
});
