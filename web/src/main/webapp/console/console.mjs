// The behaviour that every page of the console has: the clock in the viewer's zone, the key that goes to the search, the switch of the app.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The page's sentences for scripts. */
export const texts = JSON.parse(document.getElementById("texts").textContent);

const two = (number) => String(number).padStart(2, "0");

/** The time of day, in the viewer's zone. */
export function clock(instant, withSeconds = true) {
  const at = new Date(instant);
  return `${two(at.getHours())}:${two(at.getMinutes())}${withSeconds ? `:${two(at.getSeconds())}` : ""}`;
}

/** In the hour that a clock on the wall shows twice, which of the two it is: hours and minutes from UTC. */
function offset(at) {
  const before = -at.getTimezoneOffset();
  const isTwice = [-3_600_000, 3_600_000].some((shift) => clock(new Date(at.getTime() + shift)) === clock(at));
  return isTwice ? ` ${before < 0 ? "-" : "+"}${two(Math.floor(Math.abs(before) / 60))}:${two(Math.abs(before) % 60)}` : "";
}

/** A moment as the server's pages and files write it, the same in every language, in the viewer's zone. */
export function moment(instant, withSeconds = true) {
  const at = new Date(instant);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock(at, withSeconds)}${offset(at)}`;
}

/** A sentence with its blanks {0}, {1} filled. */
export const say = (key, ...values) => (texts[key] ?? key).replace(/\{(\d)\}/g, (all, n) => values[n] ?? all);

/** REST with the console's cookie; a refusal becomes an error with its words. */
export async function rest(method, path, body, background = false) {
  const answer = await fetch(`../api/v1${path}`, {
    method,
    headers: { ...(body ? { "Content-Type": "application/json" } : {}), ...(background ? { "Parley-Background": "1" } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  if (answer.status === 401) {
    location.reload();
  }
  const content = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (!answer.ok) {
    const code = (content?.type ?? "").split(":").pop();
    const words = texts[`refusal.${code}`] ?? content?.title ?? `HTTP ${answer.status}`;
    throw new Error(content?.detail ? `${words} (${content.detail})` : words);
  }
  return content;
}

function remember() {
  const known = document.cookie.split("; ").find((each) => each.startsWith("parley-zone="))?.slice(12);
  if (decodeURIComponent(known ?? "") !== zone) {
    document.cookie = `parley-zone=${encodeURIComponent(zone)}; path=${location.pathname.replace(/console\/.*/, "console")}; max-age=31536000; samesite=strict`;
    // Times on this page were written for another zone.
    if (document.querySelector("[data-zoned], .time, dl.facts") && !sessionStorage.getItem("zoned")) {
      sessionStorage.setItem("zoned", "1");
      location.reload();
    }
  }
}

function tick() {
  const now = new Date();
  const clock = document.getElementById("clock");
  clock.dateTime = now.toISOString();
  clock.textContent = `${moment(now)} · ${zone}`;
}

function keys(event) {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const menu = document.querySelector(".me[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.firstElementChild.focus();
  }
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const search = document.getElementById("search");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
}

/** Makes boxes that scroll sideways reachable and scrollable with the keyboard. */
function reachable() {
  for (const each of document.querySelectorAll(".scroll, .ui-datatable-tablewrapper")) {
    each.tabIndex = 0;
    each.setAttribute("role", "region");
    each.setAttribute("aria-label", document.querySelector("h1").textContent);
  }
}

/** A page that answered a form names its app in its address, too, and is loaded again without doing anything again. */
function address() {
  const here = new URL(location.href);
  const app = document.querySelector("form input[type=hidden][name=app]")?.value;
  if (app && app !== "0" && !here.searchParams.has("app")) {
    here.searchParams.set("app", app);
  }
  history.replaceState(history.state, "", here);
}

remember();
address();
reachable();
tick();
setInterval(tick, 1000);
document.addEventListener("keydown", keys);
document.addEventListener("click", (event) => {
  const menu = document.querySelector(".me[open]");
  if (menu && !menu.contains(event.target)) {
    menu.open = false;
  }
});
document.getElementById("appswitch")?.addEventListener("change", (event) => event.target.form.submit());

// A chosen range counts, and not the times that were in the fields before.
document.getElementById("range")?.addEventListener("change", (event) => {
  if (event.target.value) {
    for (const name of ["from", "to"]) {
      const field = document.getElementById(name);
      if (field) {
        field.value = "";
      }
    }
  }
});
