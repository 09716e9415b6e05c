/**
 * Every attribute of a play tag. `id` names the tag, so that its events say which stream they are about; `streamID` is the key the
 * template lists by; both spellings of autoplay are in use in templates.
 * @param {string} streamID
 */
export function playerDefaults(streamID) {
  return {
    id: streamID,
    streamID,
    url: "",
    mode: "RTC",
    autoPlay: true,
    autoplay: true,
    muteAudio: false,
    muteVideo: false,
    orientation: "vertical",
    objectFit: "contain",
    minCache: 0.2,
    maxCache: 0.8,
    soundMode: "speaker",
    enableRecvMessage: false,
    autoPauseIfNavigate: true,
    autoPauseIfOpenNative: true,
  };
}
