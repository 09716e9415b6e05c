/** Keeps a link alive, and closes one that the network has silently dropped. */
export class Heartbeat {
  /** @param {import("../hosts/host.js").Host} host @param {{goodbye: number}} timings */
  constructor(host, timings) {
    this._host = host;
    this._timings = timings;
    this._link = null;
    this._timer = undefined;
  }

  /** @param {import("./connection.js").SignalConnection} link @param {number} every @param {number} grace */
  start(link, every, grace) {
    this.stop();
    this._link = link;
    this._every = Math.max(100, every);
    // Silence is noticed while enough of the grace time is left to come back.
    this._silence = Math.max(2 * this._every, Math.min(3 * this._every, 0.6 * grace));
    this._next();
  }

  stop() {
    this._host.clearTimeout(this._timer);
    this._link = null;
  }

  /** Asks at once whether the link still works. */
  probe() {
    const link = this._link;
    if (!link) return;
    link.request("heartbeat", {}, 3 * this._timings.goodbye).catch(() => {
      if (link === this._link) link.close(4000, "silent");
    });
  }

  _next() {
    this._timer = this._host.setTimeout(() => {
      const link = this._link;
      if (!link) return;
      if (this._host.now() - link.receivedAt > this._silence) {
        link.close(4000, "silent");
        return;
      }
      // Any message counts as a sign of life, so a late answer needs no care here.
      link.request("heartbeat").catch(() => {});
      this._next();
    }, this._every);
  }
}
