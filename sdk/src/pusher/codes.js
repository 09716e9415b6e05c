// live-pusher state codes that mean something to the engine. All others are left to the page.

/** The tag lost its connection, or never got one. 1102, the tag's own reconnecting, is not among them: it ends in one of these. */
export const PUSH_BROKE = new Set([-1307, 3001, 3002, 3003, 3004, 3005]);

/** The media server accepted the push. Not always reported, so its absence says nothing. */
export const PUSH_CONNECTED = 1002;

/** The device cannot give or encode picture or sound; a fresh URL would not help. */
export const PUSH_DEVICE_FAILED = new Set([-1301, -1302, -1303, -1304, -1305, -1306]);

/** Only a pusher sends these, so they find it even when the page passes no streamID. @param {number} code */
export function isPushCode(code) {
  return (code >= 1001 && code < 2000) || (code <= -1301 && code >= -1313);
}
