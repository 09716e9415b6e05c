import { Code } from "./codes.js";
import { EngineError } from "./errors.js";

// The alphabet of the protocol. Both apostrophes are in it: documents of this API print the typographic one, keyboards send the other.
const ID = /^[0-9A-Za-z~!@#$%^&*()_+=\-`;'’,.<>/\\]*$/;
const STREAM_ID = /^[0-9A-Za-z~!@$%^&*()_+=\-`;'’,.<>/\\]*$/;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * Length in UTF-8 bytes. Not TextEncoder: old WeChat base libraries have none.
 * @param {string} text
 */
export function utf8Length(text) {
  let bytes = 0;
  for (const character of text) {
    const point = /** @type {number} */ (character.codePointAt(0));
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

function requireId(value, name, alphabet, limit, empty, illegal, tooLong) {
  if (typeof value !== "string" || value === "") throw new EngineError(empty, `${name} must be a text that is not empty`);
  // Length first: a huge text is not searched for its first wrong character.
  if (utf8Length(value) > limit) throw new EngineError(tooLong, `${name} is longer than ${limit} bytes`);
  if (!alphabet.test(value)) throw new EngineError(illegal, `${name} has a character that is not allowed`);
}

/** @param {unknown} value */
export function requireRoomID(value) {
  requireId(value, "roomID", ID, 128, Code.ROOM_ID_EMPTY, Code.ROOM_ID_ILLEGAL, Code.ROOM_ID_TOO_LONG);
}

/** @param {unknown} value */
export function requireUserID(value) {
  requireId(value, "userID", ID, 64, Code.USER_ID_EMPTY, Code.USER_ID_ILLEGAL, Code.USER_ID_TOO_LONG);
}

/** @param {unknown} value */
export function requireUserName(value) {
  if (typeof value !== "string" || CONTROL.test(value)) throw new EngineError(Code.USER_NAME_ILLEGAL, "userName must be a text without control characters");
  if (utf8Length(value) > 256) throw new EngineError(Code.USER_NAME_TOO_LONG, "userName is longer than 256 bytes");
}

/** @param {unknown} value */
export function requireStreamID(value) {
  requireId(value, "streamID", STREAM_ID, 256, Code.STREAM_ID_EMPTY, Code.STREAM_ID_ILLEGAL, Code.STREAM_ID_TOO_LONG);
}

/** @param {unknown} value */
export function requireToken(value) {
  if (typeof value !== "string" || value === "") throw new EngineError(Code.TOKEN_MISSING, "token must be a text that is not empty");
}

/** @param {unknown} value */
export function requireExtraInfo(value) {
  if (typeof value !== "string") throw new EngineError(Code.ARGUMENT_WRONG, "extraInfo must be a text");
  if (utf8Length(value) > 128) throw new EngineError(Code.EXTRA_INFO_TOO_LONG, "extraInfo is longer than 128 bytes");
}
