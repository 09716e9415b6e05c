// The signalling messages: what the engine writes and what it accepts. docs/protocol/signalling.md is the contract.

/** @typedef {{type: string, requestId?: number, [field: string]: any}} ServerMessage */

/** Builders of everything a client sends. Fields stand in the order of the protocol's examples. */
export const Request = Object.freeze({
  login: (requestId, { appID, roomID, token, userID, userName, userUpdate, maxMemberCount, client }) => ({
    type: "login", requestId, appID, roomID, token, userID, userName, userUpdate, maxMemberCount, client,
  }),
  resume: (requestId, { appID, roomID, userID, resumeKey, userUpdate, seq }) => ({
    type: "resume", requestId, appID, roomID, userID, resumeKey, userUpdate, seq,
  }),
  logout: (requestId) => ({ type: "logout", requestId }),
  heartbeat: (requestId) => ({ type: "heartbeat", requestId }),
  // An empty extraInfo is left out: it is the protocol's default.
  publish: (requestId, { streamID, extraInfo }) => ({ type: "publish", requestId, streamID, ...(extraInfo ? { extraInfo } : {}) }),
  unpublish: (requestId, { streamID }) => ({ type: "unpublish", requestId, streamID }),
  play: (requestId, { streamID }) => ({ type: "play", requestId, streamID }),
  sendBroadcast: (requestId, { text }) => ({ type: "sendBroadcast", requestId, text }),
  sendBarrage: (requestId, { text }) => ({ type: "sendBarrage", requestId, text }),
  sendCommand: (requestId, { text, toUserIDs }) => ({ type: "sendCommand", requestId, text, toUserIDs }),
  setRoomExtraInfo: (requestId, { key, value }) => ({ type: "setRoomExtraInfo", requestId, key, value }),
  setStreamExtraInfo: (requestId, { streamID, extraInfo }) => ({ type: "setStreamExtraInfo", requestId, streamID, extraInfo }),
  renewToken: (requestId, { token }) => ({ type: "renewToken", requestId, token }),
  qualityReport: (requestId, { windowMs, streams }) => ({ type: "qualityReport", requestId, windowMs, streams }),
});

/** The answer each request must get, unless it is refused. */
export const ANSWER = Object.freeze({
  login: "loggedIn",
  resume: "loggedIn",
  logout: "loggedOut",
  heartbeat: "heartbeatAck",
  publish: "publishGranted",
  unpublish: "unpublished",
  play: "playGranted",
  sendBroadcast: "broadcastSent",
  sendBarrage: "barrageSent",
  sendCommand: "commandSent",
  setRoomExtraInfo: "extraInfoSet",
  setStreamExtraInfo: "extraInfoSet",
  renewToken: "tokenRenewed",
  qualityReport: "qualityReported",
});

const text = (value) => typeof value === "string";
const whole = (value) => Number.isSafeInteger(value) && value >= 0;
const number = (value) => Number.isSafeInteger(value);
const yesNo = (value) => typeof value === "boolean";
const object = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const user = (value) => object(value) && text(value.userID) && text(value.userName);
const stream = (value) => object(value) && text(value.streamID) && user(value.user) && text(value.extraInfo);
const listOf = (kind) => (value) => Array.isArray(value) && value.every(kind);
const oneOf = (...values) => (value) => values.includes(value);

const info = (value) => object(value) && text(value.key) && text(value.value) && user(value.updateUser) && whole(value.updateTime);

const contents = { seq: whole, users: listOf(user), streams: listOf(stream), ownStreams: listOf(text), roomExtraInfo: listOf(info) };

const SHAPES = {
  loggedIn: {
    requestId: whole, roomID: text, resumed: yesNo, callID: text, resumeKey: text, heartbeatMs: whole, graceMs: whole,
    tokenExpiresAt: whole, ...contents,
  },
  loggedOut: { requestId: whole },
  heartbeatAck: { requestId: whole, seq: whole },
  publishGranted: { requestId: whole, streamID: text, rtmp: text, wsFlv: text },
  unpublished: { requestId: whole, streamID: text },
  playGranted: { requestId: whole, streamID: text, live: yesNo, rtmp: text, flv: text, wsFlv: text },
  refused: { requestId: whole, code: number, refusal: text, message: text },
  error: { requestId: whole, message: text },
  userAdded: { roomID: text, seq: whole, user },
  userRemoved: { roomID: text, seq: whole, user, reason: text },
  streamAdded: { roomID: text, seq: whole, stream },
  streamRemoved: { roomID: text, seq: whole, stream, reason: text },
  snapshot: { roomID: text, ...contents },
  publishState: { roomID: text, streamID: text, state: oneOf("PUBLISHING", "NO_PUBLISH"), code: number, reason: text },
  playState: { roomID: text, streamID: text, state: oneOf("PLAYING", "NO_PLAY"), code: number, reason: text },
  broadcastSent: { requestId: whole, messageID: whole },
  barrageSent: { requestId: whole, messageID: text },
  commandSent: { requestId: whole, absent: listOf(text) },
  extraInfoSet: { requestId: whole },
  qualityReported: { requestId: whole },
  tokenRenewed: { requestId: whole, tokenExpiresAt: whole },
  broadcast: { roomID: text, seq: whole, messageID: whole, fromUser: user, text, sendTime: whole },
  barrage: { roomID: text, messageID: text, fromUser: user, text, sendTime: whole },
  command: { roomID: text, seq: whole, fromUser: user, text, sendTime: whole },
  roomExtraInfo: { roomID: text, seq: whole, info },
  streamExtraInfo: { roomID: text, seq: whole, stream },
  tokenWillExpire: { roomID: text, tokenExpiresAt: whole },
  userCount: { roomID: text, count: whole },
  kickedOut: { roomID: text, code: number, reason: text, message: text },
};

/** Names of all messages a server may send. */
export const SERVER_TYPES = Object.freeze(Object.keys(SHAPES));

/**
 * @param {unknown} frame what the socket delivered
 * @returns {ServerMessage | null} null for anything that is not a message of this protocol: it is ignored, as a newer server may know
 *   more messages, and a broken one must not break the page
 */
export function read(frame) {
  if (typeof frame !== "string") return null;
  let message;
  try {
    message = JSON.parse(frame);
  } catch {
    return null;
  }
  if (!object(message) || !Object.prototype.hasOwnProperty.call(SHAPES, message.type)) return null;
  const shape = SHAPES[message.type];
  for (const field of Object.keys(shape)) {
    if (!Object.prototype.hasOwnProperty.call(message, field) || !shape[field](message[field])) return null;
  }
  return message;
}
