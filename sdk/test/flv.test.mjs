import assert from "node:assert/strict";
import { test } from "node:test";
import { audioConfig, audioFrame, fileHeader, metadata, videoConfig, videoFrame } from "../src/publisher/flv.js";
import { Rate } from "../src/publisher/rate.js";

const hex = (bytes) => Buffer.from(bytes).toString("hex");

test("tags are those of FLV, byte for byte", () => {
  assert.equal(hex(fileHeader(true, true)), "464c5601050000000900000000");
  assert.equal(hex(fileHeader(false, true)), "464c5601010000000900000000");
  assert.equal(hex(videoConfig(Uint8Array.of(1, 2), 0)), "09000007" + "00000000" + "000000" + "1700000000" + "0102" + "00000012");
  assert.equal(hex(videoFrame(Uint8Array.of(9), true, 0x1234567)), "09000006" + "23456701" + "000000" + "1701000000" + "09" + "00000011");
  assert.equal(hex(videoFrame(Uint8Array.of(9), false, 40.4)).slice(8, 32), "00002800" + "000000" + "2701000000");
  assert.equal(hex(audioConfig(Uint8Array.of(0x11, 0x88), 5)), "08000004" + "00000500" + "000000" + "af00" + "1188" + "0000000f");
  assert.equal(hex(audioFrame(Uint8Array.of(7), -3)), "08000003" + "00000000" + "000000" + "af01" + "07" + "0000000e");
});

test("metadata is a named array and nothing behind it", () => {
  const bytes = metadata({ width: 640 }, 0);
  assert.equal(hex(bytes), "12000025" + "00000000" + "000000" + "02000a" + hex(Buffer.from("onMetaData")) + "08" + "00000001" + "0005" + hex(Buffer.from("width")) +
    "00" + "4084000000000000" + "000009" + "00000030");
});

test("a socket that backs up gets fewer bits, then fewer frames, and slowly all again", () => {
  const rate = new Rate(800_000);
  assert.deepEqual(rate.look(0, 0), { drop: false, stalled: false });
  rate.look(25_000, 100);
  assert.equal(rate.bitrate, 560_000);
  assert.deepEqual(rate.look(40_000, 200), { drop: true, stalled: false });
  assert.equal(rate.bitrate, 560_000, "not twice in a second");
  for (let now = 1_200; now < 9_000; now += 100) rate.look(60_000, now);
  assert.equal(rate.bitrate, 80_000, "there is a least");
  assert.deepEqual(rate.look(60_000, 9_000), { drop: true, stalled: true });
  assert.deepEqual(rate.look(0, 9_100), { drop: false, stalled: false });
  let raised = 0;
  for (let now = 9_100, before = rate.bitrate; rate.bitrate < 800_000; now += 100) {
    rate.look(0, now);
    if (rate.bitrate !== before) raised++;
    before = rate.bitrate;
    assert.ok(now < 200_000);
  }
  assert.ok(raised > 10, "in small steps");
  rate.look(0, 300_000);
  assert.equal(rate.bitrate, 800_000);
});
