// The first screen: drawn anew from each board that the server pushes. Ids come from strangers: text only, never markup.

import { ask, tell } from "./action-dialog.mjs";
import { chart, legend } from "./chart.mjs";
import { clock, moment, rest, say } from "./console.mjs";
import * as lists from "./live-lists.mjs";

const byId = (id) => document.getElementById(id);
const { app, operator } = byId("live").dataset;
const mayAct = operator === "true";
const before = new Map();
let frozen = false;
let player = null;

function cell(content, name = "") {
  const td = document.createElement("td");
  td.className = name;
  td.append(...[content].flat());
  return td;
}

function link(text, href) {
  const a = document.createElement("a");
  a.href = href;
  a.textContent = text;
  return a;
}

function button(text, name, action) {
  const each = document.createElement("button");
  each.type = "button";
  each.textContent = text;
  each.className = name;
  each.addEventListener("click", action);
  return each;
}

function row(...cells) {
  const tr = document.createElement("tr");
  tr.append(...cells);
  return tr;
}

const page = (name, key, value) => `${name}?app=${app}&${key}=${encodeURIComponent(value)}`;
const time = (instant) => clock(instant, false);

async function showPeople(roomID) {
  const dialog = byId("people");
  byId("people-title").textContent = roomID;
  const users = await rest("GET", `/apps/${app}/users?roomID=${encodeURIComponent(roomID)}`);
  dialog.querySelector("tbody").replaceChildren(...users.map((user) => row(
    cell(link(user.userID, page("users", "user", user.userID))),
    cell(user.userName === user.userID ? "" : user.userName),
    cell(moment(user.joinedAt), "time"),
    cell(mayAct ? button(say("kick"), "danger", () => {
      dialog.close();
      ask(say("sure.kick", user.userID, roomID), true, (reason, stayOutSeconds) =>
        rest("POST", `/apps/${app}/kicks`, { roomID, userID: user.userID, reason, stayOutSeconds }));
    }) : ""))));
  dialog.showModal();
}

async function preview(streamID) {
  const dialog = byId("preview");
  const video = dialog.querySelector("video");
  byId("preview-title").textContent = streamID;
  byId("preview-hint").textContent = "";
  dialog.onclose = () => {
    player?.destroy();
    player = null;
  };
  try {
    // Fetched when somebody wants to look: the first screen comes without waiting for it.
    const { attachFlv } = await import("../sdk/parley-player.mjs");
    const urls = await rest("POST", `/apps/${app}/previews`, { streamID });
    dialog.showModal();
    if (!window.MediaSource && !window.ManagedMediaSource) {
      byId("preview-hint").textContent = say("noPlayer", urls.flv);
      return;
    }
    player = await attachFlv(video, urls.wsFlv);
    // Closed while it was asked for.
    if (!dialog.open) {
      player.destroy();
      player = null;
    }
  } catch (problem) {
    tell(problem.message);
  }
}

const stop = (streamID) => ask(say("sure.stop", streamID), false, (reason) =>
  rest("POST", `/apps/${app}/stream-stops`, { streamID, reason }));
const close = (roomID) => ask(say("sure.close", roomID), true, (reason, stayOutSeconds) =>
  rest("POST", `/apps/${app}/room-closures`, { roomID, reason, stayOutSeconds }));

function drawRooms(rooms) {
  byId("rooms").tBodies[0].replaceChildren(...rooms.map((room) => row(
    cell(link(room.roomID, page("call", "id", room.callID))),
    cell(String(room.users), "num"), cell(String(room.streams), "num"), cell(String(room.players), "num"),
    cell(moment(room.openedAt), "time"),
    cell([button(say("people"), "", () => showPeople(room.roomID)), " ",
      ...(mayAct ? [button(say("close"), "danger", () => close(room.roomID))] : [])]))));
  if (rooms.length === 0) {
    const empty = cell(say("noRooms"), "empty");
    empty.colSpan = 6;
    byId("rooms").tBodies[0].append(row(empty));
  }
}

function kbps(stream, at) {
  const last = before.get(stream.streamID);
  before.set(stream.streamID, { bytes: stream.bytes ?? 0, at });
  return last && at > last.at && stream.bytes >= last.bytes ? Math.round((stream.bytes - last.bytes) * 8 / (at - last.at)) : null;
}

function trouble(stream) {
  return stream.trouble ? say(stream.trouble, Math.round((stream.silentMs ?? 0) / 1000)) : "";
}

function drawStreams(streams, at) {
  byId("streams").tBodies[0].replaceChildren(...streams.map((stream) => {
    const pill = document.createElement("span");
    pill.className = `pill ${stream.trouble ? "bad" : stream.silentMs === undefined ? "" : "good"}`;
    pill.textContent = trouble(stream) || (stream.silentMs === undefined ? say("elsewhere") : say("good"));
    const tr = row(
      cell(link(stream.streamID, page("streams", "stream", stream.streamID)), "mono"),
      cell(stream.roomID), cell(link(stream.userID, page("users", "user", stream.userID))),
      cell(String(kbps(stream, at) ?? "–"), "num"), cell(pill), cell(moment(stream.startedAt), "time"),
      cell(mayAct ? [button(say("preview"), "preview", () => preview(stream.streamID)), " ",
        button(say("stop"), "danger", () => stop(stream.streamID))] : ""));
    tr.dataset.stream = stream.streamID;
    return tr;
  }));
  if (streams.length === 0) {
    const empty = cell(say("noStreams"), "empty");
    empty.colSpan = 7;
    byId("streams").tBodies[0].append(row(empty));
  }
}

function drawCharts(minutes) {
  const labels = minutes.map((minute) => time(minute.at));
  const inside = [{ name: say("users"), values: minutes.map((m) => m.users), kind: "line", colour: 1 },
    { name: say("streams"), values: minutes.map((m) => m.streams), kind: "line", colour: 2 }];
  const doors = [{ name: say("logins"), values: minutes.map((m) => m.logins), kind: "bar", colour: 1 },
    { name: say("refused"), values: minutes.map((m) => m.refused), kind: "bar", colour: "bad" }];
  byId("chart-users").replaceChildren(chart(labels, inside, inside.map((s) => s.name).join(", ")), legend(inside));
  byId("chart-logins").replaceChildren(chart(labels, doors, doors.map((s) => s.name).join(", ")), legend(doors));
}

function drawAttention(troubled) {
  byId("attention").replaceChildren(...(troubled.length ? troubled.map((stream) => {
    const item = document.createElement("li");
    item.append(link(stream.streamID, page("streams", "stream", stream.streamID)), ` · ${stream.roomID} · ${trouble(stream)}`);
    return item;
  }) : [Object.assign(document.createElement("li"), { textContent: byId("none").textContent })]));
}

function draw(board) {
  const last = board.minutes.at(-1);
  byId("n-rooms").textContent = board.counts.rooms;
  byId("n-users").textContent = board.counts.users;
  byId("n-streams").textContent = board.counts.streams;
  byId("n-plays").textContent = board.counts.players;
  byId("n-logins").textContent = last.logins;
  byId("n-refused").textContent = last.refused;
  byId("n-refused").parentElement.classList.toggle("bad", last.refused > 0);
  byId("age").dateTime = board.at;
  byId("age").textContent = moment(board.at);
  drawCharts(board.minutes);
  drawAttention(board.troubled);
  drawRooms(board.rooms.rows);
  drawStreams(board.streams.rows, Date.parse(board.at));
  lists.more("rooms", board.rooms.next);
  lists.more("streams", board.streams.next);
  byId("live").dataset.at = board.at;
}

let socket = null;

function connect() {
  const mine = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${location.pathname.replace(/[^/]*$/, "")}live-feed?app=${app}${lists.query()}`);
  socket = mine;
  mine.addEventListener("message", (event) => {
    // Buttons must not move away under a finger: nothing is drawn while a dialog is open.
    if (mine === socket && !frozen && !document.querySelector("dialog[open]")) {
      draw(JSON.parse(event.data));
    }
  });
  mine.addEventListener("open", () => tell(""));
  mine.addEventListener("close", (event) => {
    if (mine !== socket) {
      return;
    }
    if (event.code === 1008) {
      location.reload();
    } else if (event.code === 1003) {
      lists.forget();
      connect();
    } else {
      tell(say("lost"));
      setTimeout(() => mine === socket && connect(), 2000);
    }
  });
}

function freeze(on) {
  frozen = on;
  byId("freeze").setAttribute("aria-pressed", String(frozen));
  byId("freeze").textContent = say(frozen ? "resume" : "freeze");
}

byId("none").hidden = true;
byId("freeze").addEventListener("click", () => freeze(!frozen));
lists.begin(() => {
  const old = socket;
  freeze(false);
  connect();
  old?.close();
});
if (app !== "0") {
  connect();
}
