import FLVDemuxer from "mpegts.js/src/demux/flv-demuxer.js";
import Log from "mpegts.js/src/utils/logger.js";
import { AUDIO } from "./flv-tags.js";

// It warns of a change of format, which is nothing to warn of. What it cannot read it reports as an error.
Log.ENABLE_VERBOSE = Log.ENABLE_DEBUG = Log.ENABLE_INFO = Log.ENABLE_WARN = false;

const FILE_HEADER = 9;

/**
 * Reads the tags of one track with mpegts.js's demuxer. There is one for each track, because a demuxer for both says nothing of one before it
 * knows the other.
 */
export class TrackDemuxer {
  /**
   * @param {number} type the track's tags
   * @param {{described: (meta: object) => void, frame: (frame: Frame) => void, failed: (cause: string) => void}} to `described` is called
   *   before the first frame and at each change of format
   * @typedef {{dts: number, cts: number, isKey: boolean, units: Uint8Array[], size: number}} Frame times in milliseconds
   */
  constructor(type, to) {
    const isAudio = type === AUDIO;
    const demuxer = new FLVDemuxer({ dataOffset: FILE_HEADER, hasAudioTrack: isAudio, hasVideoTrack: !isAudio }, {});
    demuxer.onError = (kind, info) => to.failed(`MediaError: ${kind} ${info}`);
    demuxer.onMediaInfo = () => {};
    demuxer.onTrackMetadata = (kind, meta) => to.described({ ...meta });
    demuxer.onDataAvailable = (audio, video) => {
      for (const sample of audio.samples.splice(0)) to.frame({ dts: sample.dts, cts: 0, isKey: true, units: [sample.unit], size: sample.length });
      for (const sample of video.samples.splice(0)) {
        to.frame({ dts: sample.dts, cts: sample.cts, isKey: Boolean(sample.isKeyframe), units: sample.units.map(({ data }) => data), size: sample.length });
      }
      audio.length = video.length = 0;
    };
    this._demuxer = demuxer;
    // The back pointer between the file header and the first tag.
    this._at = FILE_HEADER + demuxer.parseChunks(new ArrayBuffer(4), FILE_HEADER);
  }

  /** @param {ArrayBuffer} bytes one whole tag */
  push(bytes) {
    this._at += this._demuxer.parseChunks(bytes, this._at);
  }

  /** Gives the demuxer's memory back. */
  close() {
    this._demuxer.destroy();
  }
}
