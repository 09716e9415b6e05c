// A first look at what is live and what was: every line comes from the REST interface, with the signed-in person's own rights.

const TEXTS = {
  en: {
    what: "what is live, and what was", signIn: "Sign in", signOut: "Sign out", name: "Name", password: "Password", app: "App",
    live: "Live rooms", calls: "Calls", stays: "Stays", publications: "Published", playbacks: "Watched", room: "Room", users: "Users",
    streams: "Streams", since: "Since", from: "From", to: "To", why: "Why it ended", peak: "Most users", user: "User", stream: "Stream",
    client: "Client", address: "Address", bytes: "Bytes", protocol: "By", none: "none", now: "still on", other: "中文", call: "Call",
  },
  zh: {
    what: "实时与历史通话", signIn: "登录", signOut: "退出", name: "用户名", password: "密码", app: "应用",
    live: "当前房间", calls: "通话记录", stays: "进出记录", publications: "推流", playbacks: "拉流", room: "房间", users: "用户",
    streams: "流", since: "开始于", from: "开始", to: "结束", why: "结束原因", peak: "最多人数", user: "用户", stream: "流",
    client: "客户端", address: "地址", bytes: "字节", protocol: "方式", none: "无", now: "进行中", other: "English", call: "通话",
  },
};
const REFRESH_MS = 3000;
const byId = (id) => document.getElementById(id);

let language = navigator.language.startsWith("zh") ? "zh" : "en";
let token = "";
let timer = 0;
let shownCall = null;

const text = (key) => TEXTS[language][key];

async function rest(path, body) {
  const answer = await fetch(`../api/v1${path}`, {
    method: body ? "POST" : "GET",
    headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw Object.assign(new Error(content.title || answer.statusText), { status: answer.status });
  }
  return content;
}

const time = (instant) => (instant ? new Date(instant).toLocaleString(language === "zh" ? "zh-CN" : "en-GB") : text("now"));
/** An end that nobody saw is an interval, and shown as one. */
const end = (at, latest) => (at && latest && at !== latest ? `${time(at)} – ${time(latest)}` : time(at));

function fill(id, heads, rows, onRow) {
  const table = byId(id);
  table.replaceChildren();
  if (rows.length === 0) {
    const cell = table.insertRow().insertCell();
    cell.className = "none";
    cell.textContent = text("none");
    return;
  }
  const head = table.createTHead().insertRow();
  heads.forEach((key) => {
    const cell = document.createElement("th");
    cell.textContent = text(key);
    head.append(cell);
  });
  const body = table.createTBody();
  rows.forEach((row, index) => {
    const line = body.insertRow();
    row.forEach((value, column) => {
      const cell = line.insertCell();
      if (onRow && column === 0) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = String(value);
        button.addEventListener("click", () => onRow(index));
        cell.append(button);
      } else {
        cell.textContent = String(value ?? "");
      }
    });
  });
}

async function refresh() {
  const app = byId("app").value;
  if (!app) return;
  const rooms = await rest(`/apps/${app}/rooms`);
  const rows = await Promise.all(rooms.slice(0, 50).map(async (room) => {
    const where = `?roomID=${encodeURIComponent(room.roomID)}`;
    const [users, streams] = await Promise.all([rest(`/apps/${app}/users${where}`), rest(`/apps/${app}/streams${where}`)]);
    return [room.roomID, users.map((user) => user.userName).join(", "), streams.map((stream) => stream.streamID).join(", "), time(room.openedAt)];
  }));
  fill("rooms", ["room", "users", "streams", "since"], rows);
  const { calls } = await rest(`/apps/${app}/calls?limit=20`);
  fill("calls", ["room", "from", "to", "why", "peak"],
    calls.map((call) => [call.roomID, time(call.openedAt), end(call.closedAt, call.closedAtMax), call.closeReason ?? "", call.peakUsers]),
    (index) => show(calls[index]));
  if (shownCall) await show(shownCall);
}

async function show(call) {
  shownCall = call;
  const detail = await rest(`/apps/${byId("app").value}/calls/${call.callID}`);
  byId("callCard").hidden = false;
  byId("callTitle").textContent = `${text("call")} ${call.roomID} · ${time(call.openedAt)}`;
  fill("stays", ["user", "client", "address", "from", "to", "why"], detail.stays.map((stay) => [
    `${stay.userName} (${stay.userID})`, stay.clientKind, stay.address, time(stay.joinedAt), end(stay.leftAt, stay.leftAtMax), stay.leaveReason]));
  const media = (lines) => lines.map((line) => [
    line.userID, line.streamID, line.protocol, time(line.startedAt), end(line.endedAt, line.endedAtMax), line.endReason, line.bytes]);
  const heads = ["user", "stream", "protocol", "from", "to", "why", "bytes"];
  fill("publications", heads, media(detail.publications));
  fill("playbacks", heads, media(detail.playbacks));
}

async function tick() {
  try {
    await refresh();
  } catch (error) {
    if (error.status === 401 || error.status === 403) return signOut();
    byId("who").textContent = error.message;
  }
  timer = setTimeout(tick, REFRESH_MS);
}

async function signIn(event) {
  event.preventDefault();
  const form = new FormData(byId("signIn"));
  try {
    ({ accessToken: token } = await rest("/sessions", { username: form.get("username"), password: form.get("password") }));
    byId("signIn").reset();
    byId("refused").textContent = "";
    const apps = await rest("/apps");
    byId("app").replaceChildren(...apps.map((app) => new Option(`${app.name} · ${app.appID}`, app.appID)));
    byId("who").textContent = form.get("username");
    byId("signIn").hidden = true;
    byId("desk").hidden = byId("signOut").hidden = false;
    await tick();
  } catch (error) {
    byId("refused").textContent = error.message;
  }
}

function signOut() {
  clearTimeout(timer);
  token = "";
  shownCall = null;
  byId("who").textContent = "";
  byId("desk").hidden = byId("signOut").hidden = byId("callCard").hidden = true;
  byId("signIn").hidden = false;
}

function speak() {
  document.documentElement.lang = language;
  byId("language").textContent = text("other");
  document.querySelectorAll("[data-text]").forEach((element) => { element.textContent = text(element.dataset.text); });
}

byId("signIn").addEventListener("submit", signIn);
byId("signOut").addEventListener("click", signOut);
byId("app").addEventListener("change", () => { shownCall = null; byId("callCard").hidden = true; });
byId("language").addEventListener("click", () => { language = language === "en" ? "zh" : "en"; speak(); });
speak();
