// Quality in the documented fields of a page: what a connection over TCP cannot know, such as lost packets, is 0 or absent.

/** The documented grades; unknown is -1. */
const [EXCELLENT, GOOD, MIDDLE, POOR, DEAD] = [0, 1, 2, 3, 4];
/** Backlog of what is published, in milliseconds, up to which each grade holds. */
const BACKLOG = [[100, EXCELLENT], [300, GOOD], [800, MIDDLE], [3_000, POOR]];
/** Share of frames that were left out, up to which each grade holds. */
const LEFT_OUT = [[0.05, EXCELLENT], [0.15, GOOD], [0.4, MIDDLE]];
/** Two readings that are further apart say nothing about the time between, in milliseconds. */
const LONGEST_STEP = 10_000;

const upTo = (grades, value, beyond) => (grades.find(([most]) => value <= most) || [0, beyond])[1];

/** Adds up what is told of one stream. */
export class StreamQuality {
  /** @param {"publish" | "play"} direction */
  constructor(direction) {
    this._direction = direction;
    this._at = 0;
    this._seen = { audio: false, video: false };
    this._sums = { framesDecoded: 0, framesDropped: 0, videoTime: 0, videoBreak: 0, audioTime: 0, audioBreak: 0 };
    /** The newest figures; null before the first. */
    this.stats = null;
    this.grade = -1;
  }

  /**
   * @param {{video: {videoBitrate: number, videoFPS: number, videoWidth?: number, videoHeight?: number, videoDroppedFPS?: number,
   *   videoTargetBitrate?: number}, audio: {audioBitrate: number}, waitingBytes?: number}} stats kbit/s and frames a second
   * @param {{audio: boolean, video: boolean}} muted here
   * @param {number} now milliseconds
   */
  note(stats, muted, now) {
    const { video, audio } = stats;
    const passed = this._at && now - this._at <= LONGEST_STEP ? now - this._at : 0;
    this._at = now;
    this._add(video, audio, passed);
    this._seen = { audio: this._seen.audio || audio.audioBitrate > 0, video: this._seen.video || video.videoFPS > 0 };
    this.grade = this._direction === "publish" ? this._publishGrade(stats) : this._playGrade(video, audio);
    const { framesDecoded, framesDropped, videoTime, videoBreak, audioTime, audioBreak } = this._sums;
    this.stats = {
      ...stats,
      video: {
        ...video, frameWidth: video.videoWidth || 0, frameHeight: video.videoHeight || 0, videoTransferFPS: video.videoFPS, videoRenderFPS: video.videoFPS,
        videoQuality: this.grade, muteState: muted.video ? "1" : "0", googCodecName: "H264", videoPacketsLost: 0, videoPacketsLostRate: 0,
        videoFramesDecoded: Math.round(framesDecoded), videoFramesDropped: Math.round(framesDropped),
        videoCumulativeDecodeTime: videoTime, videoCumulativeBreakTime: videoBreak, videoCumulativeBreakRate: share(videoBreak, videoTime),
      },
      audio: {
        ...audio, audioCodec: "AAC", googCodecName: "AAC", audioQuality: this.grade, muteState: muted.audio ? "1" : "0", audioPacketsLost: 0,
        audioPacketsLostRate: 0, audioFPS: 0, audioLevel: 0, audioJitter: 0, audioSamplingRate: 0, audioSendLevel: 0,
        audioCumulativeDecodeTime: audioTime, audioCumulativeBreakTime: audioBreak, audioCumulativeBreakRate: share(audioBreak, audioTime),
      },
      peerToPeerDelay: undefined, peerToPeerPacketLostRate: undefined,
    };
    return this.stats;
  }

  _add({ videoFPS, videoDroppedFPS = 0 }, { audioBitrate }, passed) {
    const { _sums: sums, _seen: seen } = this;
    sums.framesDecoded += (videoFPS * passed) / 1000;
    sums.framesDropped += (videoDroppedFPS * passed) / 1000;
    if (seen.video) sums.videoTime += passed;
    if (seen.video && !videoFPS) sums.videoBreak += passed;
    if (seen.audio) sums.audioTime += passed;
    if (seen.audio && !audioBitrate) sums.audioBreak += passed;
  }

  /** A mini program's tag does not tell of its backlog: there only what goes out counts. */
  _publishGrade({ video, audio, waitingBytes }) {
    if (waitingBytes === undefined) return this._playGrade(video, audio);
    const kbits = Math.max(1, (video.videoTargetBitrate || video.videoBitrate) + audio.audioBitrate);
    return upTo(BACKLOG, (waitingBytes * 8) / kbits, DEAD);
  }

  _playGrade({ videoFPS, videoDroppedFPS = 0 }, { audioBitrate }) {
    const silent = this._seen.audio && !audioBitrate;
    const still = this._seen.video && !videoFPS;
    if (silent && (still || !this._seen.video)) return DEAD;
    if (silent || still) return this._seen.audio ? POOR : DEAD;
    return upTo(LEFT_OUT, share(videoDroppedFPS, videoFPS + videoDroppedFPS), POOR);
  }
}

const share = (part, whole) => (whole ? part / whole : 0);
