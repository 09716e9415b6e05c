import MP4 from "mpegts.js/src/remux/mp4-generator.js";

/** Of all media times here, a second. A tenth of a millisecond: a group of pictures can be passed over in no visible time. */
export const TIMESCALE = 10_000;

MP4.init();

/** The beginning of a track in fragmented MP4. @param {object} meta a track as mpegts.js describes it */
export function initSegment(meta) {
  return meta.codec === "mp3" ? null : MP4.generateInitSegment({ ...meta, timescale: TIMESCALE, duration: 0 });
}

/** @param {object} meta */
export function mimeType(meta) {
  // Only MPEG audio is not in MP4: browsers take it as it is.
  return meta.codec === "mp3" ? "audio/mpeg" : `${meta.type}/mp4;codecs=${meta.codec}`;
}

/**
 * Frames in fragmented MP4.
 * @param {object} meta
 * @param {number} number of the fragment
 * @param {{at: number, duration: number, shownAfter: number, isKey: boolean, units: Uint8Array[], size: number}[]} frames in their order of decoding,
 *   without a gap
 */
export function mediaSegment(meta, number, frames) {
  const size = frames.reduce((sum, frame) => sum + frame.size, 0);
  if (meta.codec === "mp3") return join(new Uint8Array(size), 0, frames);
  const samples = frames.map(({ duration, shownAfter, isKey, size: bytes }) => ({
    duration, size: bytes, cts: shownAfter, flags: { isLeading: 0, dependsOn: isKey ? 2 : 1, isDependedOn: isKey ? 1 : 0, hasRedundancy: 0, isNonSync: isKey ? 0 : 1 },
  }));
  const moof = MP4.moof({ id: meta.id, sequenceNumber: number, samples }, frames[0].at);
  const bytes = new Uint8Array(moof.length + 8 + size);
  bytes.set(moof);
  new DataView(bytes.buffer).setUint32(moof.length, 8 + size);
  bytes.set(MP4.types.mdat, moof.length + 4);
  return join(bytes, moof.length + 8, frames);
}

function join(bytes, begin, frames) {
  let at = begin;
  for (const { units } of frames) {
    for (const unit of units) {
      bytes.set(unit, at);
      at += unit.length;
    }
  }
  return bytes;
}
