// The frames given to the browser's encoder, with stand-ins for its classes.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { VideoEncoding } from "../src/publisher/video-encoding.js";

const before = { VideoEncoder: globalThis.VideoEncoder, VideoFrame: globalThis.VideoFrame };
let encoded;
let configured;
beforeEach(() => {
  encoded = [];
  configured = [];
  globalThis.VideoFrame = class {
    constructor(_, { timestamp }) {
      this.timestamp = timestamp;
    }
    close() {}
  };
  globalThis.VideoEncoder = class {
    encodeQueueSize = 0;
    configure({ codec }) {
      configured.push(codec);
    }
    encode({ timestamp }, { keyFrame }) {
      encoded.push([timestamp / 1000, keyFrame]);
    }
  };
});
afterEach(() => Object.assign(globalThis, before));

test("no two frames have the same millisecond, and a key frame that was wanted is not lost with the frame left out", () => {
  const encoding = new VideoEncoding({ frameRate: 15, send() {}, sized() {}, failed: assert.fail });
  const frame = { displayWidth: 640, displayHeight: 360 };
  const taken = [0, 0.4, 66.5, 66.9, 67.6].map((time) => encoding.encode(frame, time, 800_000));
  assert.deepEqual(taken, [true, false, true, false, true]);
  encoding.wantKey = true;
  assert.deepEqual([encoding.encode(frame, 68, 800_000), encoding.encode(frame, 133, 800_000)], [false, true]);
  assert.deepEqual(encoded, [[0, true], [66.5, false], [67.6, false], [133, true]]);
});

test("the level has room for the picture: an encoder refuses a larger one, as of a shared screen", () => {
  const encoding = new VideoEncoding({ frameRate: 15, send() {}, sized() {}, failed: assert.fail });
  [[640, 360], [1280, 720], [720, 1280], [1920, 1080], [2560, 1440], [3840, 2160]].forEach(([displayWidth, displayHeight], i) => {
    encoding.encode({ displayWidth, displayHeight }, 1_000 * i, 800_000);
  });
  assert.deepEqual(configured.map((codec) => codec.slice(-2)), ["1f", "1f", "1f", "28", "33", "33"]);
});
