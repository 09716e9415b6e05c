// The bitrate that the connection carries: the bytes that wait in the socket tell when it is too much.

const LEAST = 80_000;
/** Backlog beyond which frames are left out before they are encoded, so that every frame sent can be decoded. */
const DROP_MS = 400;
const LOWER_MS = 200;
const FREE_MS = 40;
const LOWER_EVERY = 1_000;
const RAISE_EVERY = 3_000;
/** Backlog for so long means that the connection is gone, whatever the socket says. */
const STALLED_MS = 8_000;

export class Rate {
  /** @param {number} most bits per second of picture @param {number} [beside] bits per second of sound */
  constructor(most, beside = 0) {
    this.most = most;
    this.bitrate = most;
    this._beside = beside;
    this._changedAt = -Infinity;
    this._freeSince = null;
    this._fullSince = null;
  }

  /**
   * @param {number} waiting bytes in the socket
   * @param {number} now milliseconds
   * @returns {{drop: boolean, stalled: boolean}} whether the next frame is one too many; whether nothing has gone through for long
   */
  look(waiting, now) {
    const backlog = (waiting * 8000) / (this.bitrate + this._beside);
    this._freeSince = backlog > FREE_MS ? null : this._freeSince ?? now;
    this._fullSince = backlog > DROP_MS ? this._fullSince ?? now : null;
    if (backlog > LOWER_MS && now - this._changedAt >= LOWER_EVERY) this._change(Math.max(LEAST, this.bitrate * 0.7), now);
    else if (this._freeSince !== null && now - Math.max(this._freeSince, this._changedAt) >= RAISE_EVERY) {
      this._change(Math.min(this.most, this.bitrate * 1.15), now);
    }
    return { drop: this._fullSince !== null, stalled: this._fullSince !== null && now - this._fullSince > STALLED_MS };
  }

  /** @param {number} most bits per second of picture */
  limit(most) {
    // One that was lowered for the connection's sake finds its way up by itself.
    this.bitrate = this.bitrate === this.most ? most : Math.min(this.bitrate, most);
    this.most = most;
  }

  _change(bitrate, now) {
    this.bitrate = Math.round(bitrate);
    this._changedAt = now;
  }
}
