import { Code } from "../api/codes.js";
import { EngineError } from "../api/errors.js";
import { requireExtraInfo, requireStreamID, utf8Length } from "../api/ids.js";

/** @param {import("./room.js").Room} room @param {unknown} key @param {unknown} value */
export async function setRoomInfo(room, key, value) {
  if (typeof key !== "string" || key === "") throw new EngineError(Code.ROOM_INFO_KEY_EMPTY, "key must be a text that is not empty");
  if (utf8Length(key) > 10) throw new EngineError(Code.ROOM_INFO_KEY_TOO_LONG, "key is longer than 10 bytes");
  if (typeof value !== "string") throw new EngineError(Code.ARGUMENT_WRONG, "value must be a text", JSON.stringify({ field: "value" }));
  if (utf8Length(value) > 128) throw new EngineError(Code.ROOM_INFO_VALUE_TOO_LONG, "value is longer than 128 bytes");
  await room.request("setRoomExtraInfo", { key, value });
  return { errorCode: 0, extendedData: "" };
}

/**
 * Describes a push of the own user: at once where it runs, else as soon as it does. A push that is interrupted keeps it.
 * @param {import("./streams.js").Streams} streams @param {unknown} streamID @param {unknown} extraInfo
 */
export async function setStreamInfo(streams, streamID, extraInfo) {
  requireStreamID(streamID);
  if (extraInfo === undefined || extraInfo === null) throw new EngineError(Code.EXTRA_INFO_MISSING, "extraInfo must be a text; it may be empty");
  requireExtraInfo(extraInfo);
  const run = streams.pushes.get(streamID);
  if (!run || !run.active) throw new EngineError(Code.PUBLISH_UNKNOWN, `not publishing ${streamID}`);
  run.describe(extraInfo);
  await run.whenRunning();
  await streams.request("setStreamExtraInfo", { streamID, extraInfo, roomID: run.roomID });
  return { errorCode: 0, extendedData: "" };
}
