import { ParleyEngine } from "../sdk/parley-engine.mjs";
import { isSignedIn, signIn, temporaryToken } from "./admin.mjs";
import { copyText, ffmpegCommand } from "./command.mjs";
import { encodesVideo } from "../sdk/parley-publisher.mjs";
import { features } from "./features.mjs";
import { defaultServer, readLink, writeLink } from "./link.mjs";
import { Own } from "./own.mjs";
import { showTexts, switchLanguage, text } from "./texts.mjs";
import { $, Tile, element, log, showRows } from "./view.mjs";

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
  showFeatures();
  if (!call) return;
  showRows($("users"), [[call.userName || call.userID, `${call.userID} · ${text("me")}`], ...[...call.users.values()].map(({ userID, userName }) => [userName, userID])]);
  showRows($("streams"), [...call.streams.values()].map(({ streamID, user }) => [streamID, user.userName]));
  $("nobody").hidden = call.streams.size > 0;
  $("nobody").textContent = text(call.local && !call.push ? "nobodyYet" : "nobody");
  for (const tile of call.tiles.values()) tile.write();
  call.local?.write();
  $("noCamera").hidden = !call.noCamera;
  $("noCamera").textContent = call.noCamera ? `${text("noCamera")}: ${call.noCamera}` : "";
  $("invite").textContent = call.invite.link;
  $("inviteHint").textContent = call.invite.user ? text("linkReady").replace("{user}", call.invite.user) : text("linkOpen");
  $("makeLink").hidden = !isSignedIn() || Boolean(call.invite.user);
  $("encoder").hidden = !call.push && Boolean(call.local);
  $("pushHint").textContent = text(call.push ? "pushOther" : "pushOwn");
  const command = call.pushURL && ffmpegCommand(call.pushURL);
  $("command").textContent = command || text(call.pushURL ? "pushBad" : "pushWaiting");
  $("copy").disabled = !command;
  $("own").hidden = !call.own;
  $("own").textContent = call.own ? `${text(call.own.state)}${call.own.errorCode ? ` (${call.own.errorCode})` : ""}` : "";
}

async function join(wanted) {
  problem = null;
  const one = { ...wanted, users: new Map(), streams: new Map(), tiles: new Map(), pushURL: wanted.push || "", own: null, engine: null, joined: false,
    local: null, noCamera: "", invite: { link: writeLink(place(wanted)), user: "" } };
  try {
    one.engine = new ParleyEngine(Number(wanted.appID), wanted.server);
    call = one;
    listen(one);
    show();
    await one.engine.loginRoom(one.roomID, one.token, { userID: one.userID, userName: one.userName || one.userID }, { userUpdate: true });
    await send(one);
    // Without a camera and a second user's device the page gets a URL for an encoder of its own.
    if (!one.push && !one.local && call === one) one.pushURL = (await one.engine.startPublishingStream(`${one.userID}_main`)).url;
  } catch (error) {
    log("error", error.code ?? "", error.message);
    // An end by an event was told by it; a call that the user left is no problem.
    if (call === one || !one.engine) problem = { what: "failed", code: error.code ?? 0, message: error.msg || error.message };
    if (call === one && !one.joined) {
      one.engine.destroyEngine();
      call = null;
    }
  }
  show();
}

/** From this browser's camera and microphone, as far as there are any and the user wants them used. */
async function send(one) {
  if (!one.video && !one.audio) return;
  const video = one.video && (await encodesVideo().catch(() => false));
  if (!video && !one.audio) {
    one.noCamera = text("without_video");
    return;
  }
  try {
    const stream = await openDevices({ ...one, video });
    if (call !== one) {
      one.engine.destroyStream(stream);
      return;
    }
    one.local = new Own(one.engine, stream, `${one.userID}_main`, one.userName || one.userID, (error) => {
      problem = { what: "noCamera", code: error.code ?? 0, message: error.message };
      show();
    });
    show();
    await one.local.publish();
  } catch (error) {
    log("error", error.code ?? "", error.message);
    one.noCamera = error.message;
    one.local?.stop();
    one.local = null;
  }
}

/** A machine may have a microphone and no camera, or a camera and no microphone. */
async function openDevices({ engine, audio, video }) {
  let failure;
  for (const each of [{ audio, video }, { audio, video: false }, { audio: false, video }]) {
    if (!each.audio && !each.video) continue;
    try {
      return await engine.createStream({ camera: each });
    } catch (error) {
      failure ??= error;
      // Whoever said no need not be asked for less.
      if (!error.message.startsWith("NotFoundError")) break;
    }
  }
  throw failure;
}

function listen(one) {
  const { engine } = one;
  engine.on("publishQualityUpdate", (streamID, stats) => one.local?.tell(stats));
  for (const event of EVENTS) engine.on(event, (...values) => log(event, ...values));
  engine.on("roomStateUpdate", (roomID, state, errorCode, extendedData) => {
    roomState = state;
    if (state === "CONNECTED") one.joined = true;
    if (state === "DISCONNECTED") {
      if (errorCode) problem = { what: one.joined ? "ended" : "failed", code: errorCode, message: parse(extendedData).message || "" };
      for (const streamID of [...one.tiles.keys()]) removeTile(one, streamID);
      one.local?.stop();
      one.local = null;
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
  join(formValues());
});

function formValues() {
  const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
  return { ...values, ...chosenDevices() };
}

const chosenDevices = () => ({ audio: form.elements.audio.checked, video: form.elements.video.checked });

$("makeToken").addEventListener("click", () => asAdministrator(async () => {
  if (!isSignedIn()) await signIn($("adminUser").value.trim(), $("adminPassword").value);
  const { appID, roomID, userID } = formValues();
  form.elements.token.value = await temporaryToken(appID, roomID, userID);
}));
$("makeLink").addEventListener("click", () => asAdministrator(async () => {
  const { appID, roomID } = call;
  const userID = `guest-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`;
  call.invite = { link: writeLink({ ...place(call), userID, token: await temporaryToken(appID, roomID, userID) }), user: userID };
}));

async function asAdministrator(act) {
  problem = null;
  try {
    await act();
  } catch (error) {
    problem = { what: "noToken", code: error.code ?? 0, message: error.message };
  }
  show();
}

/** The values of a link to the room; the server beside the page need not be named. */
const place = ({ appID, roomID, server }) => ({ appID, roomID, server: server === defaultServer() ? "" : server });

let found = [];
function showFeatures() {
  $("features").replaceChildren(...found.map(({ name, state }) => {
    const without = state === "yes" ? "" : text(state === "partly" ? `partly_${name}` : `without_${name}`);
    const row = element("li", {}, element("b", { textContent: text(state) }), text(`feature_${name}`), element("small", { textContent: without }));
    row.dataset.state = state;
    return row;
  }));
}
features().then((all) => {
  found = all;
  showFeatures();
});
setInterval(() => {
  if (call) for (const tile of call.tiles.values()) tile.measure();
}, 1000);
$("leave").addEventListener("click", () => call?.engine.logoutRoom());
$("language").addEventListener("click", () => {
  switchLanguage();
  show();
});
for (const [button, source] of [["copy", "command"], ["copyInvite", "invite"]]) {
  $(button).addEventListener("click", async () => {
    if (!(await copyText($(source)))) return;
    $(button).textContent = text("copied");
    setTimeout(() => { $(button).textContent = text("copy"); }, 1500);
  });
}
// Closing the tab is a goodbye: the others need not wait out the grace time.
window.addEventListener("pagehide", () => call?.engine.logoutRoom());

function start() {
  const wanted = { server: defaultServer(), ...readLink(location.hash) };
  for (const [name, value] of Object.entries(wanted)) form.elements[name].value = value;
  if (["appID", "roomID", "userID", "token"].every((name) => wanted[name])) join({ ...wanted, ...chosenDevices() });
  else show();
}

// Another debug link in the same tab is another call.
window.addEventListener("hashchange", () => {
  call?.engine.logoutRoom();
  start();
});
start();
