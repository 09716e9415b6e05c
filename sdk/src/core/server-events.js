// Messages of the server to a room, as events of the engine.

const about = ({ userID, userName }) => ({ userID, userName });

const EVENTS = {
  broadcast: ({ roomID, fromUser, text, sendTime, messageID }) =>
    ["IMRecvBroadcastMessage", roomID, [{ fromUser: about(fromUser), message: text, sendTime, messageID }]],
  barrage: ({ roomID, fromUser, text, sendTime, messageID }) =>
    ["IMRecvBarrageMessage", roomID, [{ fromUser: about(fromUser), message: text, sendTime, messageID }]],
  command: ({ roomID, fromUser, text }) => ["IMRecvCustomCommand", roomID, about(fromUser), text],
  roomExtraInfo: ({ roomID, info }) =>
    ["roomExtraInfoUpdate", roomID, [{ key: info.key, value: info.value, updateUser: about(info.updateUser), updateTime: info.updateTime }]],
  streamExtraInfo: ({ roomID, stream }) =>
    ["streamExtraInfoUpdate", roomID, [{ streamID: stream.streamID, user: about(stream.user), extraInfo: stream.extraInfo }]],
  tokenWillExpire: ({ roomID }) => ["tokenWillExpire", roomID],
  userCount: ({ roomID, count }) => ["roomOnlineUserCountUpdate", roomID, count],
};

/** Names of the events that come of such messages. */
export const SERVER_EVENTS = Object.freeze(["IMRecvBroadcastMessage", "IMRecvBarrageMessage", "IMRecvCustomCommand", "roomExtraInfoUpdate",
  "streamExtraInfoUpdate", "tokenWillExpire", "roomOnlineUserCountUpdate"]);

/** @param {import("./wire.js").ServerMessage} message one of the types above @returns {[string, ...any[]]} event and values */
export function asEvent(message) {
  return EVENTS[message.type](message);
}
