// The values of a debug link. They stand in the fragment, which browsers do not send to servers: the token is in no access log.

const NAMES = ["appID", "roomID", "userID", "userName", "token", "server", "push"];

/** @param {string} hash @returns {Record<string, string>} */
export function readLink(hash) {
  const values = {};
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    const name = at < 0 ? part : part.slice(0, at);
    if (NAMES.includes(name)) values[name] = decode(at < 0 ? "" : part.slice(at + 1));
  }
  return values;
}

/** Not URLSearchParams: it turns the + of a base64 token that was pasted as it is into a space. */
function decode(value) {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The signalling address beside this page. */
export function defaultServer() {
  const url = new URL("../signal", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.hash = url.search = "";
  return url.href;
}

/** A link like the ones that are read. @param {Record<string, string>} values @returns {string} */
export function writeLink(values) {
  const parts = NAMES.filter((name) => values[name]).map((name) => `${name}=${encodeURIComponent(values[name])}`);
  return `${location.origin}${location.pathname}#${parts.join("&")}`;
}
