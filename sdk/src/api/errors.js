import { Code } from "./codes.js";

/** Refusals that say nothing about this user or stream: too busy, or a part of the server is not there. Asking again may help. */
export const ASK_AGAIN = new Set([Code.TRY_LATER, Code.SERVER_FAULT, Code.APP_RATE, Code.USER_RATE, Code.EXTRA_INFO_RATE, Code.TOO_MANY]);

/**
 * The error of every rejection. The mini-program engine's documents name the number `errorCode`, its typings name it `code`:
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
  return error instanceof EngineError ? error : new EngineError(Code.ARGUMENT_WRONG, String((error && error.message) || error));
}

/** @param {import("../core/wire.js").ServerMessage} refused @returns {EngineError} */
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
