import { Code } from "../api/codes.js";
import { EngineError, LinkError, refusalError } from "../api/errors.js";
import { ANSWER, Request, read } from "./wire.js";

let lastRequestId = 0;

/** One signalling connection: requests with their answers, and everything else as events. */
export class SignalConnection {
  /**
   * @param {import("../hosts/host.js").Host} host
   * @param {{connect: number, answer: number}} timings
   * @param {{message: (message: import("./wire.js").ServerMessage) => void, closed: (code: number, reason: string) => void}} owner
   */
  constructor(host, timings, owner) {
    this._host = host;
    this._timings = timings;
    this._owner = owner;
    this._socket = null;
    this._open = false;
    this._closed = false;
    this._pending = new Map();
    /** The time of the last message; the owner uses it to notice a dead link. */
    this.receivedAt = 0;
  }

  /** @param {string} url @returns {Promise<void>} */
  connect(url) {
    return new Promise((resolve, reject) => {
      const fail = (reason) => reject(new LinkError(Code.SOCKET_CLOSED, `cannot connect to ${url}: ${reason}`));
      const timer = this._host.setTimeout(() => {
        fail("no answer");
        this.close(1000, "no answer");
      }, this._timings.connect);
      const settled = () => this._host.clearTimeout(timer);
      this._socket = this._host.openSocket(url, {
        open: () => {
          settled();
          if (this._closed) return;
          this._open = true;
          this.receivedAt = this._host.now();
          resolve();
        },
        message: (frame) => this._receive(frame),
        close: (code, reason) => {
          settled();
          fail(reason || `closed with ${code}`);
          this._lost(code, reason);
        },
      });
    });
  }

  get open() {
    return this._open && !this._closed;
  }

  /**
   * @param {keyof typeof Request} type
   * @param {object} [fields]
   * @param {number} [timeout]
   * @returns {Promise<import("./wire.js").ServerMessage>} rejects with the server's refusal, on timeout, and when the link breaks
   */
  request(type, fields = {}, timeout = this._timings.answer) {
    return new Promise((resolve, reject) => {
      if (!this.open) {
        reject(new LinkError(Code.SOCKET_CLOSED, "the signalling connection is closed"));
        return;
      }
      const requestId = ++lastRequestId;
      const timer = this._host.setTimeout(() => {
        this._pending.delete(requestId);
        reject(new LinkError(Code.REQUEST_TIMEOUT, `no answer to ${type}`));
      }, timeout);
      this._pending.set(requestId, { answer: ANSWER[type], resolve, reject, timer });
      this._socket.send(JSON.stringify(Request[type](requestId, fields)));
    });
  }

  /** @param {number} [code] @param {string} [reason] */
  close(code = 1000, reason = "") {
    if (this._socket) this._socket.close(code, reason);
    // The owner is told now: a host may report its own close late or, on a dead network, never.
    this._lost(code, reason);
  }

  _receive(frame) {
    if (this._closed) return;
    this.receivedAt = this._host.now();
    const message = read(frame);
    if (!message) return;
    const pending = this._pending.get(message.requestId);
    if (!pending) {
      this._owner.message(message);
      return;
    }
    this._pending.delete(message.requestId);
    this._host.clearTimeout(pending.timer);
    if (message.type === pending.answer) pending.resolve(message);
    else if (message.type === "refused") pending.reject(refusalError(message));
    else pending.reject(new EngineError(Code.BAD_SERVER_MESSAGE, message.type === "error" ? message.message : `unexpected ${message.type}`));
  }

  _lost(code, reason) {
    if (this._closed) return;
    this._closed = true;
    for (const pending of this._pending.values()) {
      this._host.clearTimeout(pending.timer);
      pending.reject(new LinkError(Code.SOCKET_CLOSED, "the signalling connection was lost"));
    }
    this._pending.clear();
    if (this._open) this._owner.closed(code, reason);
  }
}
