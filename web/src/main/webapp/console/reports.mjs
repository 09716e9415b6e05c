// The chart above a report's table, from the table's own numbers.

import { chart, legend } from "./chart.mjs";
import { say, texts } from "./console.mjs";

const { kind, columns, rows } = JSON.parse(document.getElementById("report-data").textContent);
const column = (key) => columns.findIndex((each) => each.key === key);
const values = (key) => rows.map((row) => row[column(key)] ?? 0);
const label = (key) => texts[`column.${key}`] ?? key;

/** A row's name below its bar: reasons in words, and nothing so long that it hides its neighbours. */
function name(by, value) {
  const words = by === "reason" ? texts[`${kind === "REFUSALS" ? "refusal" : "reason"}.${value}`] ?? value : value;
  return words.length > 24 ? `${words.slice(0, 23)}…` : words;
}

/** Which columns are drawn, by what, for each report. */
const DRAWN = {
  USAGE: ["time", ["peakUsers", "peakStreams", "peakRooms"], "line"],
  SUCCESS: ["time", ["loginDone", "loginRefused", "publishRefused"], "bar"],
  BY_APP: ["name", ["stayMinutes"], "bar"],
  BY_ROOM: ["room", ["stayMinutes"], "bar"],
  BY_USER: ["user", ["stayMinutes"], "bar"],
  END_REASONS: ["reason", ["times"], "bar"],
  REFUSALS: ["reason", ["times"], "bar"],
};
const COLOURS = [1, 2, 3];

function busiest() {
  // A square for each hour of the week, darker where more people were inside.
  const peak = Math.max(1, ...values("peakUsers"));
  const table = document.createElement("table");
  table.className = "heat";
  const days = Map.groupBy ? Map.groupBy(rows, (row) => row[column("weekday")]) : new Map();
  const head = table.createTHead().insertRow();
  head.insertCell();
  for (let hour = 0; hour < 24; hour++) {
    head.insertCell().textContent = String(hour);
  }
  const body = table.createTBody();
  for (const [day, hours] of days) {
    const tr = body.insertRow();
    tr.insertCell().textContent = texts[`weekday.${day}`] ?? day;
    for (const row of hours.sort((a, b) => a[column("hour")] - b[column("hour")])) {
      const td = tr.insertCell();
      td.className = `heat${Math.ceil((9 * row[column("peakUsers")]) / peak)}`;
      td.title = `${row[column("peakUsers")]}`;
    }
  }
  return table;
}

function quality() {
  const relay = rows.filter((row) => row[column("side")] === "PUBLISH" && row[column("source")] === "RELAY");
  const shown = relay.length ? relay : rows;
  const series = ["audioGapShare", "videoGapShare"].map((key, i) => ({ name: `${label(key)} %`, values: shown.map((row) => 100 * (row[column(key)] ?? 0)), kind: "line", colour: COLOURS[i] }));
  return [chart(shown.map((row) => row[column("time")].slice(5, 16).replace("T", " ")), series, say("chart"), 1200), legend(series)];
}

const place = document.getElementById("chart");
if (rows.length === 0) {
  document.getElementById("chart-card").hidden = true;
} else if (kind === "BUSIEST_HOURS") {
  place.replaceChildren(busiest());
} else if (kind === "QUALITY") {
  place.replaceChildren(...quality());
} else {
  const [by, keys, form] = DRAWN[kind];
  const few = by === "time" ? rows.length : Math.min(rows.length, 15);
  const series = keys.map((key, i) => ({ name: label(key), values: values(key).slice(0, few), kind: form, colour: key.endsWith("Refused") ? "bad" : COLOURS[i] }));
  const labels = values(by).slice(0, few).map((each) => (by === "time" ? String(each).slice(0, 16).replace("T", " ").replace(" 00:00", "") : name(by, String(each))));
  place.replaceChildren(chart(labels, series, keys.map(label).join(", "), 1200), legend(series));
}
