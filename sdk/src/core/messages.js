import { Code } from "../api/codes.js";
import { EngineError, LinkError } from "../api/errors.js";
import { utf8Length } from "../api/ids.js";

const LIMIT = 1024;
const MOST_RECIPIENTS = 100;

/** @param {unknown} text */
function requireText(text) {
  if (typeof text !== "string") throw badArgument("message");
  if (text === "") throw new EngineError(Code.MESSAGE_EMPTY, "the message is empty");
  if (utf8Length(text) > LIMIT) throw new EngineError(Code.MESSAGE_TOO_LONG, `the message is longer than ${LIMIT} bytes`);
  return text;
}

/** @param {import("./room.js").Room} room @param {unknown} message @returns {Promise<{errorCode: 0, messageID: number, extendedData: ""}>} */
export async function sendBroadcast(room, message) {
  const { messageID } = await send(room, "sendBroadcast", { text: requireText(message) });
  return { errorCode: 0, messageID, extendedData: "" };
}

/** @param {import("./room.js").Room} room @param {unknown} message @returns {Promise<{errorCode: 0, messageID: string, extendedData: ""}>} */
export async function sendBarrage(room, message) {
  const { messageID } = await send(room, "sendBarrage", { text: requireText(message) });
  return { errorCode: 0, messageID, extendedData: "" };
}

/**
 * @param {import("./room.js").Room} room
 * @param {unknown} message a text, or an object that becomes JSON
 * @param {unknown} toUserIDList none or empty for everybody
 * @returns {Promise<{errorCode: 0, extendedData: string}>} extendedData is JSON `{"absent": [userID]}` where some were not in the room
 */
export async function sendCommand(room, message, toUserIDList) {
  const text = requireText(typeof message === "object" && message !== null ? JSON.stringify(message) : message);
  const toUserIDs = toUserIDList === undefined || toUserIDList === null ? [] : toUserIDList;
  if (!Array.isArray(toUserIDs) || toUserIDs.length > MOST_RECIPIENTS || !toUserIDs.every((each) => typeof each === "string")) throw badArgument("toUserIDList");
  const { absent } = await send(room, "sendCommand", { text, toUserIDs });
  return { errorCode: 0, extendedData: absent.length ? JSON.stringify({ absent }) : "" };
}

/** Once and now: a message that waits for the network, or is said twice, is not what the user meant. */
async function send(room, type, fields) {
  try {
    return await room.requestOnce(type, fields);
  } catch (error) {
    if (error instanceof LinkError) throw new EngineError(Code.MESSAGE_NOT_SENT, `not known to be sent: ${error.msg}`);
    throw error;
  }
}

function badArgument(field) {
  return new EngineError(Code.ARGUMENT_WRONG, `${field} is missing or wrong`, JSON.stringify({ field }));
}
