// The frames given to the browser's encoder, with stand-ins for its classes.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { VideoEncoding } from "../src/publisher/video-encoding.js";

const before = { VideoEncoder: globalThis.VideoEncoder, VideoFrame: globalThis.VideoFrame };
let encoded;
beforeEach(() => {
  encoded = [];
  globalThis.VideoFrame = class {
    constructor(_, { timestamp }) {
      this.timestamp = timestamp;
    }
    close() {}
  };
  globalThis.VideoEncoder = class {
    encodeQueueSize = 0;
    configure() {}
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
