// The state codes of WeChat's live-pusher and live-player that mean something to the engine. All others are left to the page.

/** @enum {number} */
export const TagCode = Object.freeze({
  PUSH_HANDSHAKE_DONE: 1002,
  PUSH_CAMERA_CLOSED: -1301,
  PUSH_MICROPHONE_CLOSED: -1302,
  PUSH_VIDEO_ENCODING_FAILED: -1303,
  PUSH_AUDIO_ENCODING_FAILED: -1304,
  PUSH_RESOLUTION_UNSUPPORTED: -1305,
  PUSH_SAMPLE_RATE_UNSUPPORTED: -1306,
  PUSH_NETWORK_LOST: -1307,
  PUSH_SCREEN_REFUSED: -1308,
  PUSH_SCREEN_UNSUPPORTED: -1309,
  PUSH_SCREEN_INTERRUPTED: -1310,
  PUSH_MICROPHONE_SILENT: -1311,
  PLAY_FIRST_VIDEO_PACKET: 2003,
  PLAY_BEGAN: 2004,
  PLAY_ENDED: 2006,
  PLAY_VIDEO_DECODING_FAILED: 2101,
  PLAY_AUDIO_DECODING_FAILED: 2102,
  PLAY_NETWORK_LOST: -2301,
  PLAY_ACCELERATED_ADDRESS_FAILED: -2302,
  DNS_FAILED: 3001,
  CONNECT_FAILED: 3002,
  HANDSHAKE_FAILED: 3003,
  CLOSED_BY_SERVER: 3004,
  READ_OR_WRITE_FAILED: 3005,
});

const CONNECTION_FAILURES = [TagCode.DNS_FAILED, TagCode.CONNECT_FAILED, TagCode.HANDSHAKE_FAILED, TagCode.CLOSED_BY_SERVER, TagCode.READ_OR_WRITE_FAILED];

/** The push tag lost its connection, or never got one. Its own reconnecting is not among them: it ends in one of these. */
export const PUSH_BROKE = new Set([TagCode.PUSH_NETWORK_LOST, ...CONNECTION_FAILURES]);

/** The media server accepted the push. Not always reported, so its absence says nothing. */
export const PUSH_CONNECTED = TagCode.PUSH_HANDSHAKE_DONE;

/** The device cannot give or encode picture or sound; a fresh URL would not help. */
export const PUSH_DEVICE_FAILED = new Set([TagCode.PUSH_CAMERA_CLOSED, TagCode.PUSH_MICROPHONE_CLOSED, TagCode.PUSH_VIDEO_ENCODING_FAILED,
  TagCode.PUSH_AUDIO_ENCODING_FAILED, TagCode.PUSH_RESOLUTION_UNSUPPORTED, TagCode.PUSH_SAMPLE_RATE_UNSUPPORTED, TagCode.PUSH_SCREEN_REFUSED,
  TagCode.PUSH_SCREEN_UNSUPPORTED, TagCode.PUSH_SCREEN_INTERRUPTED, TagCode.PUSH_MICROPHONE_SILENT]);

/**
 * With these a push is over whose tag the page drives. The codes of single connections are not among them: the tag tries again by itself,
 * and says PUSH_NETWORK_LOST when it gives up.
 */
export const PAGE_PUSH_ENDED = new Set([TagCode.PUSH_NETWORK_LOST, ...PUSH_DEVICE_FAILED]);

/** Picture or sound arrived. */
export const PLAY_RUNS = new Set([TagCode.PLAY_FIRST_VIDEO_PACKET, TagCode.PLAY_BEGAN]);

/** The play tag lost its connection, or never got one. Its own reconnecting is not among them: it ends in one of these. */
export const PLAY_BROKE = new Set([TagCode.PLAY_NETWORK_LOST, TagCode.PLAY_ACCELERATED_ADDRESS_FAILED, TagCode.PLAY_ENDED, ...CONNECTION_FAILURES]);

/** With these a play is over whose tag the page drives; as for a push. */
export const PAGE_PLAY_ENDED = new Set([TagCode.PLAY_NETWORK_LOST, TagCode.PLAY_ACCELERATED_ADDRESS_FAILED, TagCode.PLAY_ENDED,
  TagCode.PLAY_VIDEO_DECODING_FAILED, TagCode.PLAY_AUDIO_DECODING_FAILED]);

/** Only a pusher sends these, so they find it even when the page passes no streamID. @param {number} code */
export function isPushCode(code) {
  return (code >= 1001 && code < 2000) || (code <= TagCode.PUSH_CAMERA_CLOSED && code >= -1313);
}

/** Only a player sends these. @param {number} code */
export function isPlayCode(code) {
  return (code >= 2001 && code < 3000) || code === TagCode.PLAY_NETWORK_LOST || code === TagCode.PLAY_ACCELERATED_ADDRESS_FAILED;
}
