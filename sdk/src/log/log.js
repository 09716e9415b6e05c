// The engine's log, for the console and, from a level on, for the server. Never a token, a URL with its ticket, or a message's text.

const LEVELS = ["debug", "info", "warn", "error", "report", "disable"];
const PRINT = { debug: "debug", info: "info", warn: "warn", error: "error", report: "error" };

/** Kept for the server; the oldest goes first. */
export const KEPT = 200;
/** As the server takes them at a time, and as long as one may be. */
export const BATCH = 100;
const LONGEST = 1000;
const WAIT = 2000;

/**
 * @typedef {object} Entry
 * @property {number} time milliseconds since 1970
 * @property {string} level
 * @property {string} text
 */
export class Log {
  /**
   * @param {import("../hosts/host.js").Host} host
   * @param {(entries: Entry[]) => Promise<void>} upload rejects when the server did not take them
   */
  constructor(host, upload) {
    this._host = host;
    this._upload = upload;
    this._print = LEVELS.indexOf("disable");
    this._send = LEVELS.indexOf("disable");
    /** @type {Entry[]} */
    this._kept = [];
    this._waiting = undefined;
    this._sending = null;
  }

  /** @param {{logLevel?: string, remoteLogLevel?: string}} config @returns {boolean} false, and nothing changed, when a level does not exist */
  configure({ logLevel = "disable", remoteLogLevel = "disable" } = {}) {
    const print = LEVELS.indexOf(logLevel);
    const send = LEVELS.indexOf(remoteLogLevel);
    // The server knows no report: that level is for the console.
    if (print < 0 || send < 0 || remoteLogLevel === "report") return false;
    this._print = print;
    this._send = send;
    return true;
  }

  /** @param {"debug" | "info" | "warn" | "error"} level @param {string} text */
  write(level, text) {
    const rank = LEVELS.indexOf(level);
    if (rank >= this._print) console[PRINT[level]](`parley-engine: ${text}`);
    this._kept.push({ time: this._host.now(), level, text: text.slice(0, LONGEST) });
    if (this._kept.length > KEPT) this._kept.shift();
    if (rank >= this._send && this._waiting === undefined) {
      this._waiting = this._host.setTimeout(() => {
        this._waiting = undefined;
        this.flush(this._send).catch(() => {});
      }, WAIT);
    }
  }

  /** Hands over what is kept from a level on. @param {number} [from] @returns {Promise<void>} */
  flush(from = 0) {
    if (!this._sending) {
      this._sending = this._flush(from).finally(() => {
        this._sending = null;
      });
    }
    return this._sending;
  }

  async _flush(from) {
    const batch = this._kept.filter(({ level }) => LEVELS.indexOf(level) >= from).slice(-BATCH);
    if (!batch.length) return;
    await this._upload(batch);
    const sent = new Set(batch);
    this._kept = this._kept.filter((entry) => !sent.has(entry));
  }
}
