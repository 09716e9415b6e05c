// onMetaData as the browser's player reads it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readMetadata } from "../src/player/script-data.js";
import { metadata } from "../src/publisher/flv.js";

/** The body of an FLV tag. */
const bodyOf = (tag) => tag.subarray(11, tag.length - 4);

test("what the publisher writes is read", () => {
  const values = { width: 640, framerate: 15, cameraMuted: 1, microphoneMuted: 0 };
  assert.deepEqual(readMetadata(bodyOf(metadata(values, 1_000))), values);
});

test("texts, dates and nothing are passed over, and an end mark may be missing", () => {
  const text = (value) => [0, value.length, ...Buffer.from(value)];
  const body = Uint8Array.from([2, ...text("onMetaData"), 3, ...text("encoder"), 2, ...text("obs"), ...text("made"), 11, ...Array(10).fill(0),
    ...text("none"), 5, ...text("stereo"), 1, 1, ...text("width"), 0, 0x40, 0x84, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(readMetadata(body), { stereo: true, width: 640 });
});

test("what is cut short, nested or something else gives nothing wrong", () => {
  const whole = bodyOf(metadata({ width: 640, height: 360 }, 0));
  for (let length = 0; length < whole.length; length++) {
    const found = readMetadata(whole.subarray(0, length));
    for (const [name, value] of Object.entries(found || {})) assert.equal(value, { width: 640, height: 360 }[name]);
  }
  assert.equal(readMetadata(Uint8Array.of(2, 0, 1, 120)), null);
  assert.equal(readMetadata(Uint8Array.of(8, 255, 255, 255, 255)), null);
});
