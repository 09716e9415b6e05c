// A small signalling server for tests: it speaks docs/protocol/signalling.md and keeps everything in memory.
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { PATIENCE } from "./run.mjs";

export async function startSignalling({ heartbeatMs = PATIENCE, graceMs = PATIENCE, port = 0, http = createServer() } = {}) {
  const sockets = new WebSocketServer({ server: http, path: "/parley/signal" });
  const rooms = new Map();
  const received = [];
  const server = {
    received,
    /** Set to refuse: (message) => ({code, refusal, message}) or nothing. */
    refuse: () => undefined,
    /** Set false to make every new connection fail. */
    accepting: true,
    turnedAway: 0,
    silent: false,
    media: (streamID) => ({ rtmp: `rtmp://127.0.0.1:1935/live/${key(streamID)}?ticket=t${++tickets}` , flv: `http://127.0.0.1:1935/live/${key(streamID)}.flv?ticket=t${tickets}`, wsFlv: `ws://127.0.0.1:1935/live/${key(streamID)}.flv?ticket=t${tickets}` }),
    publishMedia(streamID) {
      const { rtmp, wsFlv } = server.media(streamID);
      return { rtmp, wsFlv: wsFlv.replace("/live/", "/publish/") };
    },
    room: (roomID) => rooms.get(roomID),
    /** The user's stay in that room or, without it, in the first one. */
    stay: (userID, roomID) => [...rooms.values()].flatMap((room) => [...room.stays.values()])
      .find((stay) => stay.user.userID === userID && (roomID === undefined || stay.room.roomID === roomID)),
    send: (userID, message) => server.stay(userID).socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    kick(userID, code = 1002055, reason = "KICKED", roomID = undefined) {
      const stay = server.stay(userID, roomID);
      const { socket, room } = stay;
      end(stay, reason);
      socket.send(JSON.stringify({ type: "kickedOut", roomID: room.roomID, code, reason, message: "out" }));
      socket.close(4001);
    },
    drop: (userID) => server.stay(userID).socket.terminate(),
    forget: (userID) => end(server.stay(userID), "CONNECTION_LOST"),
    publish(userID, streamID, extraInfo = "") {
      const stay = server.stay(userID);
      const stream = { streamID, user: stay.user, extraInfo };
      stay.room.streams.set(streamID, stream);
      tell(stay.room, stay, { type: "streamAdded", stream });
      direct(stay, { type: "publishState", roomID: stay.room.roomID, streamID, state: "PUBLISHING", code: 0, reason: "" });
    },
    unpublish(userID, streamID, code = 0, reason = "PUBLISHER_STOPPED") {
      const stay = server.stay(userID);
      const stream = stay.room.streams.get(streamID);
      if (!stay.room.streams.delete(streamID)) return;
      tell(stay.room, stay, { type: "streamRemoved", stream, reason });
      direct(stay, { type: "publishState", roomID: stay.room.roomID, streamID, state: "NO_PUBLISH", code, reason });
    },
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  let tickets = 0;
  let stays = 0;
  let messages = 0;

  sockets.on("connection", (socket) => {
    if (!server.accepting) {
      server.turnedAway++;
      socket.terminate();
      return;
    }
    let stay = null;
    socket.on("message", (data) => {
      const message = JSON.parse(data.toString());
      received.push(message);
      if (server.silent) return;
      const { requestId } = message;
      const answer = (type, fields = {}) => socket.send(JSON.stringify({ type, requestId, ...fields }));
      const refused = server.refuse(message);
      if (refused) {
        answer("refused", { message: "", ...refused });
        return;
      }
      const live = stay && stay.socket === socket && !stay.ended ? stay : null;
      switch (message.type) {
        case "login": {
          const room = rooms.get(message.roomID) || { roomID: message.roomID, seq: 0, stays: new Map(), streams: new Map() };
          rooms.set(message.roomID, room);
          if (server.stay(message.userID, message.roomID)) server.kick(message.userID, 1002050, "REPLACED_BY_LOGIN", message.roomID);
          stay = { room, socket, user: { userID: message.userID, userName: message.userName }, resumeKey: `key${++stays}`, userUpdate: message.userUpdate };
          tell(room, stay, { type: "userAdded", user: stay.user });
          room.stays.set(message.userID, stay);
          answer("loggedIn", contents(stay, false));
          return;
        }
        case "resume": {
          const found = server.stay(message.userID, message.roomID);
          if (!found || found.resumeKey !== message.resumeKey) {
            answer("refused", { code: 1002002, refusal: "STAY_UNKNOWN", message: "log in again" });
            return;
          }
          stay = found;
          stay.socket = socket;
          answer("loggedIn", contents(stay, true));
          return;
        }
        case "heartbeat":
          answer("heartbeatAck", { seq: live ? live.room.seq : 0 });
          return;
        default:
      }
      if (!live) {
        answer("refused", { code: 1002002, refusal: "STAY_UNKNOWN", message: "not logged in" });
        return;
      }
      const { streamID } = message;
      if (message.type === "logout") {
        end(stay, "LOGOUT");
        answer("loggedOut");
        socket.close(1000);
      } else if (message.type === "publish") {
        const other = live.room.streams.get(streamID);
        if (other && other.user.userID !== live.user.userID) answer("refused", { code: 1003028, refusal: "STREAM_ID_IN_USE", message: "in use" });
        else answer("publishGranted", { streamID, ...server.publishMedia(streamID, live.user.userID) });
      } else if (message.type === "unpublish") {
        answer("unpublished", { streamID });
        server.unpublish(live.user.userID, streamID);
      } else if (message.type === "play") {
        const there = live.room.streams.has(streamID);
        if (there || server.earlyPlay) answer("playGranted", { streamID, live: there, ...server.media(streamID) });
        else answer("refused", { code: 1004002, refusal: "STREAM_UNKNOWN", message: "no such stream" });
      } else if (message.type === "sendBroadcast") {
        answer("broadcastSent", { messageID: ++messages });
        tell(live.room, live, { type: "broadcast", messageID: messages, fromUser: live.user, text: message.text, sendTime: Date.now() });
      } else if (message.type === "sendBarrage") {
        answer("barrageSent", { messageID: `b${++messages}` });
        for (const stay of live.room.stays.values()) {
          if (stay !== live) direct(stay, { type: "barrage", roomID: live.room.roomID, messageID: `b${messages}`, fromUser: live.user, text: message.text, sendTime: Date.now() });
        }
      } else if (message.type === "sendCommand") {
        const { toUserIDs } = message;
        answer("commandSent", { absent: toUserIDs.filter((userID) => !live.room.stays.has(userID)) });
        tell(live.room, live, { type: "command", fromUser: live.user, text: message.text, sendTime: Date.now() },
          (stay) => !toUserIDs.length || toUserIDs.includes(stay.user.userID));
      } else if (message.type === "setRoomExtraInfo") {
        live.room.info = { key: message.key, value: message.value, updateUser: live.user, updateTime: Date.now() };
        answer("extraInfoSet");
        tell(live.room, live, { type: "roomExtraInfo", info: live.room.info });
      } else if (message.type === "setStreamExtraInfo") {
        const stream = live.room.streams.get(streamID);
        if (!stream) answer("refused", { code: 1103055, refusal: "PUBLISH_UNKNOWN", message: "not published" });
        else {
          stream.extraInfo = message.extraInfo;
          answer("extraInfoSet");
          tell(live.room, live, { type: "streamExtraInfo", stream });
        }
      } else if (message.type === "renewToken") {
        live.token = message.token;
        answer("tokenRenewed", { tokenExpiresAt: Date.now() + 7200000 });
      } else if (message.type === "qualityReport") answer("qualityReported");
      else answer("error", { message: "unknown type" });
    });
  });

  function contents(stay, resumed) {
    const { room, user, resumeKey } = stay;
    const streams = [...room.streams.values()];
    return {
      roomID: room.roomID, resumed, callID: "c1", resumeKey, seq: room.seq, heartbeatMs, graceMs, tokenExpiresAt: Date.now() + 3600000,
      users: [...room.stays.values()].map((each) => each.user).filter((each) => each.userID !== user.userID),
      streams: streams.filter((each) => each.user.userID !== user.userID),
      ownStreams: streams.filter((each) => each.user.userID === user.userID).map((each) => each.streamID),
      roomExtraInfo: room.info ? [room.info] : [],
    };
  }

  function end(stay, reason) {
    const { room, user } = stay;
    stay.ended = true;
    room.stays.delete(user.userID);
    for (const stream of [...room.streams.values()]) {
      if (stream.user.userID !== user.userID) continue;
      room.streams.delete(stream.streamID);
      tell(room, stay, { type: "streamRemoved", stream, reason });
    }
    tell(room, stay, { type: "userRemoved", user, reason });
  }

  function tell(room, cause, { type, ...fields }, concerns = () => true) {
    const message = { type, roomID: room.roomID, seq: ++room.seq, ...fields };
    for (const stay of room.stays.values()) if (stay !== cause && concerns(stay) && (stay.userUpdate || !type.startsWith("user"))) direct(stay, message);
  }

  function direct(stay, message) {
    if (stay.socket.readyState === 1) stay.socket.send(JSON.stringify(message));
  }

  await new Promise((resolve) => http.listen(port, "127.0.0.1", resolve));
  server.port = http.address().port;
  server.url = `ws://127.0.0.1:${server.port}/parley/signal`;
  return server;
}

function key(streamID) {
  return Buffer.from(streamID).toString("base64url");
}
