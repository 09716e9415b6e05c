// What a video element plays, as a MediaStream.

const FRAMES = 30;

/**
 * The tracks of a video element, whatever its volume. They change with the element's source: `changed` is told each new one, which takes the
 * place of the one of its kind.
 * @param {HTMLVideoElement} video
 * @param {(track: MediaStreamTrack) => void} changed
 * @returns {() => void} ends it
 */
export function streamOfElement(video, changed) {
  const capture = video.captureStream || /** @type {any} */ (video).mozCaptureStream;
  return capture ? captured(capture.call(video), changed) : drawn(video, changed);
}

function captured(stream, changed) {
  const added = ({ track }) => changed(track);
  stream.addEventListener("addtrack", added);
  for (const track of stream.getTracks()) changed(track);
  return () => {
    stream.removeEventListener("addtrack", added);
    for (const track of stream.getTracks()) track.stop();
  };
}

/** Safari has no capture of elements: the picture is drawn on a canvas, the sound goes through an audio graph. */
function drawn(video, changed) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const audio = new AudioContext();
  audio.resume().catch(() => {});
  const sound = audio.createMediaStreamDestination();
  audio.createMediaElementSource(video).connect(sound);
  const picture = canvas.captureStream(FRAMES);
  let frame = 0;
  const draw = () => {
    if (canvas.width !== video.videoWidth || canvas.height !== video.videoHeight) {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
    }
    context.drawImage(video, 0, 0);
    frame = video.requestVideoFrameCallback(draw);
  };
  frame = video.requestVideoFrameCallback(draw);
  // The graph hears nothing of an element that is muted. Its sound goes into the graph and nowhere else.
  video.muted = false;
  for (const track of [...picture.getTracks(), ...sound.stream.getTracks()]) changed(track);
  return () => {
    video.cancelVideoFrameCallback(frame);
    for (const track of [...picture.getTracks(), ...sound.stream.getTracks()]) track.stop();
    audio.close().catch(() => {});
  };
}
