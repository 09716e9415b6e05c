// Shapes of the lists that go out with room events.

/** Why a stream ended, by the server's end reason. Numbers are those of the mini-program engine. */
const DELETE_CODES = {
  PUBLISHER_STOPPED: 1,
  UNPUBLISHED: 1,
  TAKEN_OVER: 1,
  LOGOUT: 1,
  MEDIA_TIMEOUT: 2,
  REPLACED_BY_LOGIN: 3,
  KICKED: 4,
  CONNECTION_LOST: 5,
  MEDIA_CONNECTION_LOST: 5,
  PROTOCOL_ERROR: 5,
  DEVICE_DISCONNECTED: 5,
  NODE_LOST: 5,
  NODE_STOPPED: 5,
  // The publisher left the room, whichever way.
  STAY_ENDED: 5,
  // Not heard while the own link was down.
  UNKNOWN: 5,
};
const REMOVED_BY_SERVER = 6;

/** @param {{userID: string, userName: string}[]} users */
export function userList(users) {
  return users.map(({ userID, userName }) => ({ userID, userName }));
}

/** @param {{streamID: string, user: {userID: string, userName: string}, extraInfo: string}[]} streams */
export function streamList(streams) {
  // The URL fields belong to the API's shape and stay empty: playing needs a ticket, which `play` brings.
  return streams.map(({ streamID, user, extraInfo }) => ({
    streamID,
    user: { userID: user.userID, userName: user.userName },
    extraInfo,
    urlsFLV: "", urlsRTMP: "", urlsHLS: "", urlsHttpsFLV: "", urlsHttpsHLS: "",
  }));
}

/** @param {{streamID: string}[]} streams @param {string} reason the server's */
export function deleteReasons(streams, reason) {
  const code = DELETE_CODES[reason] || REMOVED_BY_SERVER;
  return JSON.stringify({ stream_delete_reason: streams.map(({ streamID }) => ({ streamID, code, reason })) });
}
