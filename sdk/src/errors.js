/** Error codes the engine itself raises. Codes raised by the server pass through unchanged. */
export const Code = Object.freeze({
  OK: 0,
  NOT_LOGGED_IN: 1000002,
  STREAM_ID_TOO_LONG: 1000014,
  STREAM_ID_EMPTY: 1000015,
  STREAM_ID_ILLEGAL: 1000016,
  NETWORK_BROKEN: 1000017,
  ALREADY_LOGGED_IN: 1002001,
  ROOM_NOT_LOGGED_IN: 1002002,
  USER_ID_EMPTY: 1002005,
  USER_ID_ILLEGAL: 1002006,
  USER_ID_TOO_LONG: 1002007,
  USER_NAME_ILLEGAL: 1002009,
  USER_NAME_TOO_LONG: 1002010,
  ROOM_ID_EMPTY: 1002011,
  ROOM_ID_ILLEGAL: 1002012,
  ROOM_ID_TOO_LONG: 1002013,
  ROOM_INFO_KEY_EMPTY: 1002014,
  ROOM_INFO_KEY_TOO_LONG: 1002015,
  ROOM_INFO_VALUE_TOO_LONG: 1002016,
  MULTI_ROOM_OTHER_USER: 1002018,
  LOGIN_NETWORK: 1002030,
  LOGIN_TIMEOUT: 1002031,
  TOO_MANY_ROOMS: 1002037,
  KICKED_BY_OTHER_LOGIN: 1002050,
  RECONNECT_GAVE_UP: 1002053,
  KICKED_BY_SERVER: 1002055,
  TOKEN_MISSING: 1002067,
  KICKED_LOGGED_IN_ELSEWHERE: 1002086,
  PUBLISH_INTERRUPTED: 1003020,
  PUBLISH_RETRY_OVER: 1003021,
  PUBLISH_LINK_BROKEN: 1003029,
  CDN_REFUSED: 1003040,
  EXTRA_INFO_MISSING: 1003050,
  EXTRA_INFO_TOO_LONG: 1003051,
  STREAM_UNKNOWN: 1004002,
  PLAY_INTERRUPTED: 1004020,
  MIX_REFUSED: 1005099,
  MESSAGE_EMPTY: 1009001,
  MESSAGE_TOO_LONG: 1009002,
  MESSAGE_NOT_SENT: 1009010,
  BAD_ARGUMENT: 1100001,
  REQUEST_TIMEOUT: 1100002,
  SOCKET_CLOSED: 1100003,
  ENGINE_UNUSABLE: 1101000,
  BAD_SERVER_MESSAGE: 1102013,
  PUBLISH_DEVICE: 1103021,
  PUBLISH_UNKNOWN: 1103055,
  ALREADY_PUBLISHING: 1103056,
  PLAY_FAILED: 1104039,
});

/** Refusals that say nothing about this user or stream: too busy, or a part of the server is not there. Asking again may help. */
export const ASK_AGAIN = new Set([1100002, 1100999, 1002071, 1002072, 1002073, 1102022]);

/**
 * What every rejection carries. The mini-program engine's documents name the number `errorCode`, its typings name it `code`:
 * pages written against either find it.
 */
export class EngineError extends Error {
  /**
   * @param {number} code
   * @param {string} message text for people
   * @param {string} [extendedData] details for programs, JSON or empty
   */
  constructor(code, message, extendedData = "") {
    super(message);
    this.name = "EngineError";
    this.code = code;
    this.errorCode = code;
    this.msg = message;
    this.extendedData = extendedData;
  }
}

/** The signalling connection broke or stayed silent: the same request may succeed on the next connection. */
export class LinkError extends EngineError {}

/** @param {unknown} error @returns {EngineError} */
export function asEngineError(error) {
  return error instanceof EngineError ? error : new EngineError(Code.BAD_ARGUMENT, String((error && error.message) || error));
}

/** @param {import("./core/wire.js").ServerMessage} refused @returns {EngineError} */
export function refusalError(refused) {
  return new EngineError(refused.code, refused.message, JSON.stringify({ refusal: refused.refusal, message: refused.message }));
}

/**
 * A promise that pages may drop: the failure was told by an event as well, so an unobserved rejection is no fault of the page.
 * @template T @param {Promise<T>} promise @returns {Promise<T>}
 */
export function droppable(promise) {
  promise.catch(() => {});
  return promise;
}
