import { ParleyEngine } from "../sdk/parley-engine.mjs";
import { copyText, ffmpegCommand } from "./command.mjs";
import { defaultServer, readLink } from "./link.mjs";
import { showTexts, switchLanguage, text } from "./texts.mjs";
import { $, Tile, log, showRows } from "./view.mjs";

const EVENTS = ["roomStateChanged", "roomUserUpdate", "roomStreamUpdate", "publisherStateUpdate", "playerStateUpdate"];
const form = $("join");

/** The call under way, or null. */
let call = null;
let roomState = "DISCONNECTED";
let problem = null;

function show() {
  showTexts();
  $("language").textContent = text("other");
  $("state").textContent = text(roomState);
  $("state").dataset.state = roomState;
  $("where").textContent = call ? `${call.roomID} · ${call.userName || call.userID}` : "";
  form.hidden = Boolean(call);
  $("leave").hidden = $("call").hidden = $("people").hidden = !call;
  $("problem").hidden = !problem;
  $("problem").textContent = problem ? `${text(problem.what)}: ${problem.message} (${problem.code})` : "";
  if (!call) return;
  showRows($("users"), [[call.userName || call.userID, `${call.userID} · ${text("me")}`], ...[...call.users.values()].map(({ userID, userName }) => [userName, userID])]);
  showRows($("streams"), [...call.streams.values()].map(({ streamID, user }) => [streamID, user.userName]));
  $("nobody").hidden = call.streams.size > 0;
  for (const tile of call.tiles.values()) tile.write();
  $("pushHint").textContent = text(call.push ? "pushOther" : "pushOwn");
  const command = call.pushURL && ffmpegCommand(call.pushURL);
  $("command").textContent = command || text(call.pushURL ? "pushBad" : "pushWaiting");
  $("copy").disabled = !command;
  $("own").hidden = !call.own;
  $("own").textContent = call.own ? `${text(call.own.state)}${call.own.errorCode ? ` (${call.own.errorCode})` : ""}` : "";
}

async function join(wanted) {
  problem = null;
  const one = { ...wanted, users: new Map(), streams: new Map(), tiles: new Map(), pushURL: wanted.push || "", own: null, engine: null, joined: false };
  try {
    one.engine = new ParleyEngine(Number(wanted.appID), wanted.server);
    call = one;
    listen(one);
    show();
    await one.engine.loginRoom(one.roomID, one.token, { userID: one.userID, userName: one.userName || one.userID }, { userUpdate: true });
    // Without a second user's device the page gets a URL for an encoder of its own.
    if (!one.push) one.pushURL = (await one.engine.startPublishingStream(`${one.userID}_main`)).url;
  } catch (error) {
    log("error", error.code ?? "", error.message);
    // What ended by an event was told by it; what the user left is no problem.
    if (call === one || !one.engine) problem = { what: "failed", code: error.code ?? 0, message: error.msg || error.message };
    if (call === one && !one.joined) {
      one.engine.destroyEngine();
      call = null;
    }
  }
  show();
}

function listen(one) {
  const { engine } = one;
  for (const event of EVENTS) engine.on(event, (...values) => log(event, ...values));
  engine.on("roomStateUpdate", (roomID, state, errorCode, extendedData) => {
    roomState = state;
    if (state === "CONNECTED") one.joined = true;
    if (state === "DISCONNECTED") {
      if (errorCode) problem = { what: one.joined ? "ended" : "failed", code: errorCode, message: parse(extendedData).message || "" };
      for (const streamID of [...one.tiles.keys()]) removeTile(one, streamID);
      call = null;
      engine.destroyEngine();
    }
    show();
  });
  engine.on("roomUserUpdate", (roomID, type, users) => {
    for (const user of users) type === "ADD" ? one.users.set(user.userID, user) : one.users.delete(user.userID);
    show();
  });
  engine.on("roomStreamUpdate", (roomID, type, streams) => {
    for (const stream of streams) type === "ADD" ? addTile(one, stream) : removeTile(one, stream.streamID);
    show();
  });
  engine.on("playerStateUpdate", (state) => one.tiles.get(state.streamID)?.tell(state));
  engine.on("publisherStateUpdate", (state) => {
    one.own = state;
    show();
  });
}

function addTile(one, stream) {
  removeTile(one, stream.streamID);
  const tile = new Tile(stream);
  one.streams.set(stream.streamID, stream);
  one.tiles.set(stream.streamID, tile);
  $("tiles").append(tile.element);
  one.engine.getPlayerInstance(stream.streamID).play({ video: tile.video });
}

function removeTile(one, streamID) {
  one.streams.delete(streamID);
  const tile = one.tiles.get(streamID);
  if (!tile) return;
  one.tiles.delete(streamID);
  one.engine.getPlayerInstance(streamID)?.stop();
  tile.element.remove();
}

function parse(json) {
  try {
    return JSON.parse(json) || {};
  } catch {
    return {};
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  join(Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()])));
});
$("leave").addEventListener("click", () => call?.engine.logoutRoom());
$("language").addEventListener("click", () => {
  switchLanguage();
  show();
});
$("copy").addEventListener("click", async () => {
  if (!(await copyText($("command")))) return;
  $("copy").textContent = text("copied");
  setTimeout(() => { $("copy").textContent = text("copy"); }, 1500);
});
// Closing the tab is a goodbye: the others need not wait out the grace time.
window.addEventListener("pagehide", () => call?.engine.logoutRoom());

function start() {
  const wanted = { server: defaultServer(), ...readLink(location.hash) };
  for (const [name, value] of Object.entries(wanted)) form.elements[name].value = value;
  if (["appID", "roomID", "userID", "token"].every((name) => wanted[name])) join(wanted);
  else show();
}

// Another debug link in the same tab is another call.
window.addEventListener("hashchange", () => {
  call?.engine.logoutRoom();
  start();
});
start();
