// Dangerous actions: each says what it is about, asks why, and tells how it went.

import { rest, say } from "./console.mjs";

const byId = (id) => document.getElementById(id);

/** One of both, or neither. */
export function tell(problem, done = "") {
  byId("problem").hidden = !problem;
  byId("problem").textContent = problem;
  byId("done").hidden = !done;
  byId("done").textContent = done;
}

/**
 * Asks why, then does it.
 *
 * @param {string} title what is going to happen
 * @param {boolean} withStayOut whether to ask for how long somebody stays out, too
 * @param {(reason: string, stayOutSeconds: number) => Promise} action
 */
export function ask(title, withStayOut, action) {
  const dialog = byId("ask");
  byId("ask-title").textContent = title;
  byId("why").value = "";
  byId("stay-out").value = "0";
  byId("stay-out-row").hidden = !withStayOut;
  dialog.returnValue = "";
  dialog.onclose = async () => {
    if (dialog.returnValue !== "yes") {
      return;
    }
    try {
      await action(byId("why").value, Number(byId("stay-out").value) * 60);
      tell("", say("done"));
    } catch (problem) {
      tell(problem.message);
    }
  };
  dialog.showModal();
  byId("why").focus();
}

// A button in a row knows the id of what it is about: rows that came or went since the page was made are not hit instead.
const ACTS = {
  unban: ({ app, id }, reason) => rest("DELETE", `/apps/${app}/bans/${id}?reason=${encodeURIComponent(reason)}`),
  "end-session": ({ id }, reason) => rest("POST", `/sessions/${encodeURIComponent(id)}/endings`, { reason }),
};

for (const button of document.querySelectorAll("button[data-act]")) {
  button.addEventListener("click", () => ask(button.dataset.title, false, async (reason) => {
    await ACTS[button.dataset.act](button.dataset, reason);
    button.closest("tr").remove();
  }));
}
