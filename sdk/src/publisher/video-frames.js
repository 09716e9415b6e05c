// Frames of a video track, as they come.

/**
 * @param {MediaStreamTrack} track
 * @param {(frame: VideoFrame) => void} onFrame closes the frame
 * @returns {() => void} ends it
 */
export function videoFrames(track, onFrame) {
  return typeof MediaStreamTrackProcessor === "undefined" ? throughElement(track, onFrame) : throughProcessor(track, onFrame);
}

function throughProcessor(track, onFrame) {
  // One frame in hand and none in a queue: a late frame is worth nothing.
  const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable.getReader();
  let over = false;
  (async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      if (over) value.close();
      else onFrame(value);
    }
  })().catch(() => {});
  return () => {
    over = true;
    reader.cancel().catch(() => {});
  };
}

/** For browsers without MediaStreamTrackProcessor on the page. Stands still while the page is hidden. */
function throughElement(track, onFrame) {
  const video = document.createElement("video");
  video.muted = video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  video.play().catch(() => {});
  let over = false;
  const next = () => {
    if (over) return;
    onFrame(new VideoFrame(video, { timestamp: Math.round(performance.now() * 1000) }));
    video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
  return () => {
    over = true;
    video.srcObject = null;
  };
}
