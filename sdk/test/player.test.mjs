// The parts of the browser's player that need no browser.
import assert from "node:assert/strict";
import test from "node:test";
import { AudioTrack } from "../src/player/audio-track.js";
import { AUDIO, FlvTags, VIDEO } from "../src/player/flv-tags.js";
import { TIMESCALE } from "../src/player/fragments.js";
import { LiveDelay } from "../src/player/live-delay.js";
import { VideoTrack } from "../src/player/video-track.js";

const SECOND = TIMESCALE;
const FRAME = SECOND / 25;

function tag(type, ...body) {
  const bytes = new Uint8Array(11 + body.length + 4);
  bytes.set([type, 0, 0, body.length]);
  bytes.set(body, 11);
  new DataView(bytes.buffer).setUint32(11 + body.length, 11 + body.length);
  return bytes;
}

test("tags are the same wherever the stream is cut, and the header tells the tracks", () => {
  const stream = new Uint8Array(Buffer.concat([Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0]), tag(AUDIO, 1, 2, 3), tag(18), tag(VIDEO, 4)]));
  for (let cut = 0; cut <= stream.length; cut++) {
    for (let next = cut; next <= stream.length; next += 5) {
      const seen = [];
      const tags = new FlvTags({ opened: (tracks) => seen.push(tracks), tag: ({ type, bytes }) => seen.push(type, ...new Uint8Array(bytes).subarray(11, -4)) });
      for (const piece of [stream.subarray(0, cut), stream.subarray(cut, next), stream.subarray(next)]) tags.push(piece);
      assert.deepEqual(seen, [{ audio: true, video: true }, AUDIO, 1, 2, 3, 18, VIDEO, 4], `cut at ${cut} and ${next}`);
    }
  }
});

test("what is no FLV is refused", () => {
  assert.throws(() => new FlvTags({}).push(new TextEncoder().encode("<!doctype html>")), /no FLV/);
});

test("a broken stream is refused at once, and not waited for", () => {
  const header = [0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0];
  const after = (...bytes) => new FlvTags({ opened: () => {}, tag: () => {} }).push(new Uint8Array([...header, ...bytes]));
  assert.throws(() => after(VIDEO, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0), /no FLV tag/);
  assert.throws(() => after(0x3c, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0), /no FLV tag/);
  assert.throws(() => new FlvTags({}).push(new Uint8Array([...header.slice(0, 5), 0xff, 0, 0, 9, 0, 0, 0, 0])), /no FLV/);
});

test("a large tag that comes in many pieces is put together once", () => {
  const large = new Uint8Array(15 + 0x200000);
  large.set([VIDEO, 0x20, 0, 0]);
  const seen = [];
  const tags = new FlvTags({ opened: () => {}, tag: ({ bytes }) => seen.push(bytes.byteLength) });
  tags.push(new Uint8Array([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0]));
  const began = performance.now();
  for (let at = 0; at < large.length; at += 500) tags.push(large.subarray(at, at + 500));
  assert.deepEqual(seen, [large.length]);
  assert.ok(performance.now() - began < 1_000, "joining at each of 4000 pieces takes seconds");
});

/** The frames of appended fragments: where each begins and ends. */
function appended() {
  const all = { inits: 0, frames: [] };
  all.append = (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const box = (name, from = 0) => {
      for (let at = from; at < bytes.length - 4; at++) {
        if ([...name].every((letter, i) => bytes[at + i] === letter.charCodeAt(0))) return at + 4;
      }
      return -1;
    };
    if (box("moof") < 0) {
      all.inits++;
      return;
    }
    let at = view.getUint32(box("tfdt") + 4);
    const run = box("trun");
    for (let i = 0; i < view.getUint32(run + 4); i++) {
      const duration = view.getUint32(run + 12 + 16 * i);
      all.frames.push({ at, end: at + duration, size: view.getUint32(run + 16 + 16 * i) });
      at += duration;
    }
  };
  return all;
}

const AVC = { type: "video", id: 1, codec: "avc1.42c00d", timescale: 1000, duration: 0, presentWidth: 320, presentHeight: 240, codecWidth: 320, codecHeight: 240,
  avcc: new Uint8Array(20) };
const AAC = { type: "audio", id: 2, codec: "mp4a.40.2", originalCodec: "mp4a.40.2", timescale: 1000, duration: 0, audioSampleRate: 48_000, channelCount: 1,
  config: [0x11, 0x88], refSampleDuration: 1024 / 48 };
const picture = (isKey, size) => ({ dts: 0, cts: 0, isKey, units: [new Uint8Array(size)], size });
const sound = { dts: 0, cts: 0, isKey: true, units: [new Uint8Array(50)], size: 50 };

/** A hole is where a browser stops; a place that is reached before its time is none. */
function assertWithoutHole(frames) {
  frames.slice(1).forEach(({ at }, i) => assert.ok(at <= frames[i].end && at > frames[i].at, `${at} after ${frames[i].at} to ${frames[i].end}`));
}

test("a format that changes after a pause leaves no hole between the pictures, however long it was", () => {
  for (const pause of [FRAME, 0.14 * SECOND, 3 * SECOND]) {
    const { frames, append } = appended();
    const track = new VideoTrack(append, 0);
    track.describe(AVC);
    for (let i = 0; i < 5; i++) track.add(i * FRAME, picture(i === 0, 10));
    track.describe({ ...AVC, presentWidth: 240, presentHeight: 320 });
    track.add(5 * FRAME, picture(false, 11));
    track.add(4 * FRAME + pause, picture(true, 12));
    track.add(5 * FRAME + pause, picture(false, 13));
    assert.deepEqual(frames.map(({ size }) => size), [10, 10, 10, 10, 10, 12, 13], "what the new format cannot decode is left out");
    assertWithoutHole(frames);
    assert.equal(frames.at(-1).at, 5 * FRAME + pause, "and after that each has its own time");
  }
});

test("the last picture is held as long as there is none, by decoding its group once more in no time", () => {
  const { frames, append } = appended();
  const track = new VideoTrack(append, 0);
  track.describe(AVC);
  for (let i = 0; i < 10; i++) track.add(i * FRAME, picture(i === 0, 10 + i));
  for (let head = 13 * FRAME; head < 10 * SECOND; head += 0.02 * SECOND) {
    assert.equal(track.fill(head), true);
    assert.ok(frames.at(-1).end > head, "held");
  }
  track.add(10 * SECOND, picture(true, 99));
  assertWithoutHole(frames);
  const held = frames.slice(10, 20);
  assert.deepEqual(held.map(({ size }) => size), [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  assert.ok(held.at(-1).at - held[0].at < SECOND / 200, "not seen");
  assert.ok(frames.length < 10 + 10 * 10, "not more often than needed");
  assert.ok(frames.at(-1).at - 10 * SECOND < 0.41 * SECOND, "and back soon");
});

test("a picture that depends on too many others, or on none that came, is not held", () => {
  const track = new VideoTrack(appended().append, 0);
  track.describe(AVC);
  assert.equal(track.fill(5 * SECOND), false);
  for (let i = 0; i < 400; i++) track.add(i * FRAME, picture(i === 0, 1));
  assert.equal(track.fill(30 * SECOND), false);
});

test("times that are far apart are not filled with silence", () => {
  const { frames, append } = appended();
  const track = new AudioTrack(append, 0);
  track.describe(AAC);
  track.add(0, sound);
  track.add(3_600 * SECOND, sound);
  assert.equal(track.fill(9_000 * SECOND), false);
  assert.equal(frames.length, 2);
});

test("missing sound is silence, without a hole, and sound that comes late after all is left out", () => {
  const { frames, append } = appended();
  const track = new AudioTrack(append, 0);
  track.describe(AAC);
  const at = (i) => (i * 1024 * SECOND) / 48_000;
  for (let i = 0; i < 10; i++) track.add(Math.round(at(i)), sound);
  assert.equal(track.fill(at(30) + 1), true);
  track.add(at(20), sound);
  for (let i = 50; i < 60; i++) track.add(at(i), sound);
  frames.slice(1).forEach(({ at: begin }, i) => assert.equal(begin, frames[i].end));
  assert.equal(frames.filter(({ size }) => size === 50).length, 20);
  assert.ok(Math.abs(frames.at(-1).end - at(60)) <= 1);
});

test("sound that comes back is where it belongs, and not where the silence ended", () => {
  const { frames, append } = appended();
  const track = new AudioTrack(append, 0);
  track.describe(AAC);
  track.add(0, sound);
  track.fill(SECOND);
  const back = 1.03 * SECOND;
  track.add(back - 0.06 * SECOND, sound);
  track.add(back, sound);
  assert.equal(frames.at(-1).at, back);
  assert.ok(frames.at(-1).at - frames.at(-2).end < 0.0214 * SECOND, "less than a frame is no hole to a browser");
});

test("sound in a format that has no silence cannot be filled", () => {
  const track = new AudioTrack(appended().append, 0);
  track.describe({ ...AAC, codec: "flac", flacHeader: new Uint8Array(34), bitDepth: 16 });
  assert.equal(track.fill(SECOND), false);
});

const MARGIN = 0.12;

/** Plays a stream whose frames come as `late` says; tells by how much playback is behind the newest frame, by and by. */
function play(seconds, late, delay = new LiveDelay(new Map([[AUDIO, MARGIN]])), { from = 0, behind = 0.3 } = {}) {
  let position = from - behind;
  const seen = [];
  for (let now = from; now < from + seconds; now += 0.02) {
    delay.arrived(AUDIO, now - late(now), now);
    const { rate, jump } = delay.advise(position, now);
    position += 0.02 * rate + jump;
    seen.push({ now, behind: now - position, rate, jump });
  }
  return seen;
}

const near = (value, wanted, by = 0.03) => assert.ok(Math.abs(value - wanted) < by, `${value} is not near ${wanted}`);

test("the delay shrinks to what the browser needs where frames come in time", () => {
  const seen = play(20, () => 0.04);
  near(seen.at(-1).behind, 0.04 + MARGIN);
  assert.ok(seen.every(({ rate, jump }) => rate >= 0.97 && rate <= 1.5 && !jump));
  assert.equal(seen.at(-1).rate, 1);
});

test("the delay grows with jitter, and shrinks again when that is over", () => {
  const delay = new LiveDelay(new Map([[AUDIO, MARGIN]]));
  const jitter = (now) => 0.04 + 0.06 * (Math.round(now * 50) % 7 === 0);
  const growing = play(20, jitter, delay, { behind: 0.16 });
  near(growing.at(-1).behind, 0.1 + MARGIN);
  const shrinking = play(20, () => 0.04, delay, { from: 20, behind: growing.at(-1).behind });
  near(shrinking.at(-1).behind, 0.04 + MARGIN);
});

test("for one cut of the network nobody waits from then on", () => {
  const seen = play(10, (now) => (now > 5 && now < 5.1 ? 0.8 : 0.04), undefined, { behind: 0.16 });
  near(seen.at(-1).behind, 0.04 + MARGIN);
});

test("who is far behind jumps", () => {
  const seen = play(5, () => 0.04, undefined, { behind: 8 });
  assert.ok(seen[0].jump > 7);
  near(seen.at(-1).behind, 0.04 + MARGIN);
});

test("after a stall there is more margin, unless nothing was sent, and it shrinks by and by", () => {
  const delay = new LiveDelay(new Map([[AUDIO, MARGIN]]));
  delay.stalled(0);
  near(play(10, () => 0.04, delay).at(-1).behind, 0.04 + MARGIN + 0.05);
  near(play(30, () => 0.04, delay, { from: 60 }).at(-1).behind, 0.04 + MARGIN);
  delay.stalled(100);
  delay.excuse(100.3);
  near(play(10, () => 0.04, delay, { from: 101 }).at(-1).behind, 0.04 + MARGIN);
});

test("the track that comes latest decides, and how much earlier the other one comes is known", () => {
  const delay = new LiveDelay(new Map([[AUDIO, 0.12], [VIDEO, 0.04]]));
  for (let now = 0; now < 10; now += 0.02) {
    delay.arrived(AUDIO, now - 0.1, now);
    delay.arrived(VIDEO, now - 0.02, now);
  }
  near(delay.ahead(VIDEO, AUDIO, 10), 0.16, 0.005);
  assert.equal(delay.advise(10 - 0.22, 10).rate, 1);
  assert.equal(delay.ahead(VIDEO, AUDIO, 30), 0, "unknown when nothing comes");
});
