// The timeline of a call: everybody in it, what they published and watched, how it went, who was refused, what administrators did.
// A slider shows the state at any moment. Names come from strangers: text only, never markup.

import { make } from "./chart.mjs";
import { clock, moment, say, texts } from "./console.mjs";

const data = JSON.parse(document.getElementById("timeline-data").textContent);
const byId = (id) => document.getElementById(id);
const ms = (instant) => (instant ? Date.parse(instant) : null);

const LEFT = 190, WIDTH = 1200, STAY = 16, LANE = 26, WATCH = 10, GAP = 8, TOP = 26;
/** A share of a step without sound or picture from which people notice. */
const TROUBLE = 0.05;
const DAY = 86_400_000;

const word = (prefix, name) => texts[`${prefix}.${name}`] ?? name;

function groupByUser({ stays, publications, playbacks }) {
  const users = new Map();
  const of = (userID) => {
    if (!users.has(userID)) {
      users.set(userID, { userID, stays: [], publications: [], playbacks: [] });
    }
    return users.get(userID);
  };
  stays.forEach((each) => of(each.userID).stays.push(each));
  publications.forEach((each) => of(each.userID).publications.push(each));
  playbacks.forEach((each) => of(each.userID).playbacks.push(each));
  return [...users.values()];
}

function draw() {
  const from = ms(data.from), to = Math.max(ms(data.to), from + 1000);
  const x = (t) => LEFT + ((WIDTH - LEFT - 6) * (Math.min(Math.max(t, from), to) - from)) / (to - from);
  // Publications and playbacks are numbered each for themselves.
  const quality = lanes(data.quality, (point) => `${point.side} ${point.mediaID}`);
  const fastest = Math.max(1, ...data.quality.map((point) => point.kbps));
  const users = groupByUser(data.detail);
  const svg = make("svg", { role: "img", "aria-label": say("timeline.label", users.length) });
  let y = TOP;
  const bar = (start, end, top, height, name, title) => {
    const left = x(start), rect = make("rect", { class: name, x: left, y: top, width: Math.max(1.5, x(end ?? to) - left), height, rx: 3 });
    rect.append(make("title", {}, title));
    svg.append(rect);
  };
  const span = (a, b) => `${moment(a)} – ${b ? moment(b) : say("now")}`;
  for (const user of users) {
    label(svg, "who", 4, y, 12, user.userID);
    for (const stay of user.stays) {
      bar(ms(stay.joinedAt), ms(stay.leftAt), y, STAY, "fill1", `${stay.userID} ${stay.userName}\n${span(stay.joinedAt, stay.leftAt)}\n${word("client", stay.clientKind)} ${stay.address}\n${stay.leaveReason ? word("reason", stay.leaveReason) : ""}`);
    }
    y += STAY + 3;
    for (const [streamID, parts] of lanes(user.publications, (each) => each.streamID)) {
      label(svg, "what", 16, y, 15, `▲ ${streamID}`);
      for (const part of parts) {
        bar(ms(part.startedAt), ms(part.endedAt), y, LANE - 3, "fill2 soft", `▲ ${streamID}\n${span(part.startedAt, part.endedAt)}\n${part.endReason ? word("reason", part.endReason) : ""}`);
        lines(svg, quality.get(`PUBLISH ${part.id}`) ?? [], x, y, fastest);
      }
      y += LANE;
    }
    if (user.playbacks.length) {
      svg.append(make("text", { class: "what", x: 16, y: y + 9 }, `▼ ${say("watched", new Set(user.playbacks.map((each) => each.streamID)).size)}`));
      const streams = [...lanes(user.playbacks, (each) => each.streamID)];
      const height = Math.max(2, Math.min(WATCH, (WATCH * 3) / streams.length));
      for (const [streamID, parts] of streams) {
        for (const part of parts) {
          bar(ms(part.startedAt), ms(part.endedAt), y, height - 0.5, "fill3", `▼ ${streamID}\n${span(part.startedAt, part.endedAt)}\n${part.endReason ? word("reason", part.endReason) : ""}`);
          troubles(svg, quality.get(`PLAY ${part.id}`) ?? [], x, y, height - 0.5);
        }
        y += height;
      }
    }
    y += GAP;
    svg.append(make("line", { class: "axis", x1: 0, x2: WIDTH, y1: y - GAP / 2, y2: y - GAP / 2 }));
  }
  for (const entry of data.entries) {
    const mark = make("line", { class: entry.refusal ? "mark bad" : "mark", x1: x(ms(entry.at)), x2: x(ms(entry.at)), y1: TOP - 8, y2: y });
    mark.append(make("title", {}, `${moment(entry.at)} ${word("action", entry.action)} ${entry.refusal ? word("refusal", entry.refusal) : entry.actor} ${entry.userID && entry.userID !== entry.actor ? entry.userID : ""}`));
    svg.append(mark);
  }
  for (let i = 0; i <= 6; i++) {
    const t = from + ((to - from) * i) / 6;
    svg.append(make("text", { x: Math.min(x(t), WIDTH - 30), y: 12, "text-anchor": i === 0 ? "start" : "middle" }, to - from > DAY ? moment(t, false) : clock(t, to - from < 600_000)));
  }
  svg.append(make("line", { id: "cursor", class: "cursor", y1: 14, y2: y }));
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${y + 4}`);
  svg.setAttribute("class", "timeline");
  byId("timeline").replaceChildren(svg);
  const show = () => {
    const t = from + ((to - from) * byId("slider").valueAsNumber) / byId("slider").max;
    byId("cursor").setAttribute("x1", x(t));
    byId("cursor").setAttribute("x2", x(t));
    byId("moment").textContent = moment(t);
    then(t);
  };
  // Second by second however long the call was.
  byId("slider").max = Math.max(1000, Math.ceil((to - from) / 1000));
  byId("slider").value = byId("slider").max;
  byId("slider").addEventListener("input", show);
  show();
}

/** A name left of the lanes; what does not fit is in its title. */
function label(svg, kind, x, y, base, name) {
  const frame = make("svg", { x, y, width: LEFT - x - 4, height: LANE, class: "label" });
  const text = make("text", { class: kind, x: 0, y: base }, name);
  text.append(make("title", {}, name));
  frame.append(text);
  svg.append(frame);
}

function lanes(all, key) {
  const map = new Map();
  all.forEach((each) => {
    const name = key(each);
    if (!map.has(name)) {
      map.set(name, []);
    }
    map.get(name).push(each);
  });
  return map;
}

/** Bitrate and frame rate of a publication, as the relay saw it. */
function lines(svg, points, x, y, fastest) {
  const relay = points.filter((point) => point.source === "RELAY");
  const seen = relay.length ? relay : points;
  const step = data.stepSeconds * 500;
  const polyline = (value, name) => svg.append(make("polyline", { class: name, points: seen.map((point) => `${x(ms(point.at) + step)},${y + LANE - 5 - (LANE - 9) * Math.min(1, value(point))}`).join(" ") }));
  polyline((point) => point.kbps / fastest, "line2");
  polyline((point) => point.fps / 30, "line3");
  troubles(svg, points, x, y, LANE - 3);
}

function troubles(svg, points, x, y, height) {
  for (const point of points) {
    if (point.audioGapShare > TROUBLE || point.videoGapShare > TROUBLE) {
      const rect = make("rect", { class: "fillbad", x: x(ms(point.at)), y: y + height - 3, width: Math.max(2, x(ms(point.at) + data.stepSeconds * 1000) - x(ms(point.at))), height: 3 });
      rect.append(make("title", {}, `${moment(point.at)} · ${say("gaps", Math.round(100 * point.audioGapShare), Math.round(100 * point.videoGapShare))}`));
      svg.append(rect);
    }
  }
}

/** The state at a moment. */
function then(t) {
  const at = (start, end) => ms(start) <= t && (end === undefined || end === null || ms(end) > t);
  const { stays, publications, playbacks } = data.detail;
  const inside = stays.filter((each) => at(each.joinedAt, each.leftAt));
  const list = document.createElement("ul");
  for (const stay of inside) {
    const item = document.createElement("li");
    const name = document.createElement("b");
    name.textContent = stay.userID;
    const called = document.createElement("span");
    called.className = "soft";
    called.textContent = stay.userName && stay.userName !== stay.userID ? ` ${stay.userName}` : "";
    const published = publications.filter((each) => each.stayID === stay.stayID && at(each.startedAt, each.endedAt)).map((each) => each.streamID);
    const watched = playbacks.filter((each) => each.stayID === stay.stayID && at(each.startedAt, each.endedAt)).map((each) => each.streamID);
    item.append(name, called, published.length ? ` ▲ ${published.join(", ")}` : "", watched.length ? ` ▼ ${watched.join(", ")}` : "");
    list.append(item);
  }
  byId("then").replaceChildren(inside.length ? list : say("nobody"));
}

function events() {
  const { stays, publications, playbacks } = data.detail;
  const all = [
    ...stays.flatMap((each) => [{ at: each.joinedAt, what: say("joined"), user: each.userID, detail: `${word("client", each.clientKind)} ${each.address}` },
      ...(each.leftAt ? [{ at: each.leftAt, what: say("left"), user: each.userID, detail: word("reason", each.leaveReason) }] : [])]),
    ...publications.flatMap((each) => [{ at: each.startedAt, what: say("published"), user: each.userID, stream: each.streamID, detail: each.protocol },
      ...(each.endedAt ? [{ at: each.endedAt, what: say("publishEnded"), user: each.userID, stream: each.streamID, detail: word("reason", each.endReason) }] : [])]),
    ...playbacks.flatMap((each) => [{ at: each.startedAt, what: say("watches"), user: each.userID, stream: each.streamID, detail: each.protocol },
      ...(each.endedAt ? [{ at: each.endedAt, what: say("watchEnded"), user: each.userID, stream: each.streamID, detail: word("reason", each.endReason) }] : [])]),
    ...data.entries.map((each) => ({ at: each.at, what: word("action", each.action), user: each.userID ?? "", stream: each.streamID, bad: Boolean(each.refusal),
      detail: each.refusal ? word("refusal", each.refusal) + (each.times > 1 ? ` × ${each.times} – ${moment(each.lastAt)}` : "") : `${each.actor} · ${each.detail?.reason ?? ""}` })),
  ].sort((a, b) => ms(a.at) - ms(b.at));
  byId("events").tBodies[0].replaceChildren(...all.map((each) => {
    const tr = document.createElement("tr");
    for (const [text, name] of [[moment(each.at), "time"], [each.what, ""], [each.user, ""], [each.stream ?? "", "mono"], [each.detail ?? "", ""]]) {
      const td = document.createElement("td");
      td.className = name;
      td.textContent = text;
      tr.append(td);
    }
    if (each.bad) {
      tr.children[1].replaceChildren(Object.assign(document.createElement("span"), { className: "pill bad", textContent: each.what }));
    }
    return tr;
  }));
}

/** Says that there is more than a page can hold, and where the rest is. */
function more() {
  if (!data.entriesUntil) {
    return;
  }
  const note = document.createElement("p");
  note.className = "notice warn";
  note.id = "more";
  const link = document.createElement("a");
  const query = new URLSearchParams({ app: new URLSearchParams(location.search).get("app") ?? "", room: data.detail.call.roomID, from: data.entriesUntil, to: data.to });
  link.href = `refused?${query}`;
  link.textContent = say("more.link");
  note.append(`${say("more", data.entries.length, moment(data.entriesUntil))} `, link);
  byId("events").closest("section").append(note);
}

draw();
events();
more();
