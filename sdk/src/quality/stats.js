/**
 * A stream's rates by a tag's net status: the shape of publishQualityUpdate and playQualityUpdate in a mini program. The tag's other
 * numbers have no meaning for a plain RTMP URL.
 * @param {unknown} event the tag's bindnetstatus event, whole
 * @returns {{video: {videoBitrate: number, videoFPS: number, videoWidth?: number, videoHeight?: number}, audio: {audioBitrate: number}} | null}
 */
export function streamStats(event) {
  const info = event && event.detail && event.detail.info;
  if (!info || typeof info !== "object") return null;
  const video = { videoBitrate: number(info.videoBitrate), videoFPS: number(info.videoFPS) };
  if (info.videoWidth !== undefined) video.videoWidth = number(info.videoWidth);
  if (info.videoHeight !== undefined) video.videoHeight = number(info.videoHeight);
  return { video, audio: { audioBitrate: number(info.audioBitrate) } };
}

function number(value) {
  const converted = Number(value);
  return Number.isFinite(converted) ? converted : 0;
}
