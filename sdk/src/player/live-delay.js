/** How frames come is looked at in pieces of this length, in seconds, so many of them. */
const PIECE = 0.25;
const PIECES = 32;
/** So many of the worst pieces are not counted: for one cut of the network in a while, nobody wants to wait all the time. */
const UNCOUNTED = 1;

/** After each stall the margin grows by so much, up to the largest, in seconds, */
const MARGIN_STEP = 0.05;
const LARGEST_MARGIN = 0.5;
/** and shrinks again by so much each second. */
const MARGIN_SHRINKS = 0.002;
/** A stall that is not the network's is known as such within this time. */
const EXCUSED = 0.5;

/** The delay is left alone as long as it is this near to what it should be, in seconds, */
const NEAR = 0.005;
const FAR = 0.02;
/** and where speed would take too long, there is a jump. */
const JUMP = 1.5;

const SLOWER = 0.97;
const FASTER = [[0.5, 1.5], [0.2, 1.25], [0.08, 1.1], [0, 1.03]];

/** How early the frames of one track came, for the last seconds. */
class Leads {
  constructor() {
    this._pieces = [];
  }

  /** @param {number} lead time of the stream less the time of its coming @param {number} now */
  add(lead, now) {
    const last = this._pieces[this._pieces.length - 1];
    if (last && now - last.since < PIECE) {
      last.least = Math.min(last.least, lead);
      return;
    }
    this._pieces.push({ since: now, least: lead });
    if (this._pieces.length > PIECES) this._pieces.shift();
  }

  /** The least that counts; infinite when nothing came in the last seconds. */
  least(now) {
    const leads = this._pieces.filter(({ since }) => now - since <= PIECE * PIECES).map(({ least }) => least).sort((a, b) => a - b);
    return leads.length ? leads[leads.length > 2 * UNCOUNTED ? UNCOUNTED : 0] : Infinity;
  }
}

/**
 * Keeps playback as near to the live edge as network and browser let it: so that of the frames of the last seconds, the latest came a margin before it
 * was needed. Times are in seconds.
 */
export class LiveDelay {
  /** @param {Map<number, number>} margins how much earlier than they are shown or heard frames have to come, by the type of their tags */
  constructor(margins) {
    this._margins = margins;
    this._leads = new Map([...margins.keys()].map((type) => [type, new Leads()]));
    this._more = 0;
    this._moreAt = 0;
    this._before = null;
    this._rate = 1;
  }

  /** @param {number} type of the tag @param {number} time of the stream @param {number} now when that frame came */
  arrived(type, time, now) {
    this._leads.get(type).add(time - now, now);
  }

  /** The player had nothing to play. */
  stalled(now) {
    this._before = { more: this._more, at: this._moreAt };
    this._more = Math.min(this._moreNow(now) + MARGIN_STEP, LARGEST_MARGIN);
    this._moreAt = now;
  }

  /** A stall just now was not the network's: nothing was sent. */
  excuse(now) {
    if (!this._before || now - this._moreAt > EXCUSED) return;
    this._more = this._before.more;
    this._moreAt = this._before.at;
    this._before = null;
  }

  _moreNow(now) {
    return Math.max(0, this._more - (now - this._moreAt) * MARGIN_SHRINKS);
  }

  /** How much longer before it is needed this track comes than the other one, in seconds. */
  ahead(type, other, now) {
    const ahead = this._leads.get(type).least(now) - this._margins.get(type) - (this._leads.get(other).least(now) - this._margins.get(other));
    return Number.isFinite(ahead) ? ahead : 0;
  }

  /**
   * @param {number} time of the stream that is played @param {number} now
   * @returns {{rate: number, jump: number}} how fast to play, and by how much to jump forward, mostly 0
   */
  advise(time, now) {
    const spare = Math.min(...[...this._leads].map(([type, leads]) => leads.least(now) - this._margins.get(type)));
    if (!Number.isFinite(spare)) return { rate: 1, jump: 0 };
    const late = spare - (time - now) - this._moreNow(now);
    if (late > JUMP) {
      this._rate = 1;
      return { rate: 1, jump: late };
    }
    if (late > FAR || (this._rate > 1 && late > NEAR)) this._rate = FASTER.find(([above]) => late > above)[1];
    else if (late < -FAR || (this._rate < 1 && late < -NEAR)) this._rate = SLOWER;
    else this._rate = 1;
    return { rate: this._rate, jump: 0 };
  }
}
