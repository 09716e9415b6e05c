// Order, filter and page of the lists on the first screen. They are in the page's address, and the server does them.

/** The usual order of each list, and which orders begin with the largest. */
const USUAL = { rooms: "people", streams: "time" };
const DESCENDING = ["people", "streams", "players", "time"];

let parameters = new URLSearchParams(location.search);
let changed = () => {};

const key = (list, part) => `${list}-${part}`;

/** The part of the socket's address that says what is looked at. */
export const query = () => [...parameters].filter(([name]) => /^(rooms|streams)-/.test(name))
  .map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join("");

function set(list, parts) {
  for (const [part, value] of Object.entries(parts)) {
    value ? parameters.set(key(list, part), value) : parameters.delete(key(list, part));
  }
  history.pushState(null, "", `?${parameters}`);
  show();
  changed();
}

/** Back to what everybody sees first. */
export function forget() {
  [...parameters.keys()].filter((name) => name !== "app").forEach((name) => parameters.delete(name));
  history.replaceState(null, "", `?${parameters}`);
  show();
}

const sortOf = (list) => parameters.get(key(list, "sort")) ?? USUAL[list];
const isDescending = (list) => (parameters.get(key(list, "order")) ?? (DESCENDING.includes(sortOf(list)) ? "desc" : "asc")) === "desc";

function show() {
  for (const list of Object.keys(USUAL)) {
    for (const button of document.querySelectorAll(`#${list} [data-sort]`)) {
      const now = button.dataset.sort === sortOf(list);
      button.lastElementChild.textContent = now ? (isDescending(list) ? "▼" : "▲") : "";
      button.closest("th").setAttribute("aria-sort", now ? (isDescending(list) ? "descending" : "ascending") : "none");
    }
    document.getElementById(key(list, "q")).value = parameters.get(key(list, "q")) ?? "";
    document.querySelector(`[data-first=${list}]`).hidden = !parameters.get(key(list, "cursor"));
    const file = new URLSearchParams({ format: "csv" });
    ["q", "sort", "order"].filter((part) => parameters.get(key(list, part))).forEach((part) => file.set(part, parameters.get(key(list, part))));
    document.querySelector(`[data-export=${list}]`).href = `../api/v1/apps/${document.getElementById("live").dataset.app}/live/${list}?${file}`;
  }
}

/** True where there is more of a list than is shown. */
export function more(list, next) {
  const button = document.querySelector(`[data-next=${list}]`);
  button.hidden = !next;
  button.dataset.cursor = next ?? "";
}

/** @param {() => void} whenChanged called when something else is to be looked at */
export function begin(whenChanged) {
  changed = whenChanged;
  for (const list of Object.keys(USUAL)) {
    for (const button of document.querySelectorAll(`#${list} [data-sort]`)) {
      button.addEventListener("click", () => {
        const sort = button.dataset.sort;
        const turn = sort === sortOf(list) ? !isDescending(list) : DESCENDING.includes(sort);
        set(list, { sort, order: turn ? "desc" : "asc", cursor: "" });
      });
    }
    document.querySelector(`[data-find=${list}]`).addEventListener("submit", (event) => {
      event.preventDefault();
      set(list, { q: document.getElementById(key(list, "q")).value, cursor: "" });
    });
    document.querySelector(`[data-first=${list}]`).addEventListener("click", () => set(list, { cursor: "" }));
    document.querySelector(`[data-next=${list}]`).addEventListener("click", (event) => set(list, { cursor: event.target.dataset.cursor }));
  }
  addEventListener("popstate", () => {
    parameters = new URLSearchParams(location.search);
    show();
    changed();
  });
  show();
}
