const FILE_HEADER = 9;
const TAG_HEADER = 11;
const BACK_POINTER = 4;
/** Longer file headers than that there are none. */
const LONGEST_FILE_HEADER = 64;
/** A tag that is said to be longer is a broken stream: no picture of a call is so large, and a page must not wait for it. */
const LONGEST_TAG = 8 << 20;

/** The FLV tag types of media. */
export const AUDIO = 8;
export const VIDEO = 9;
export const SCRIPT = 18;

const TYPES = new Set([AUDIO, VIDEO, SCRIPT]);

/** The content of a tag. @param {{bytes: ArrayBuffer}} tag @returns {Uint8Array} */
export function bodyOf({ bytes }) {
  return new Uint8Array(bytes, TAG_HEADER, bytes.byteLength - TAG_HEADER - BACK_POINTER);
}

/** Cuts an FLV stream, which comes in any pieces, into its tags. */
export class FlvTags {
  /** @param {{opened: (tracks: {audio: boolean, video: boolean}) => void, tag: (tag: {type: number, bytes: ArrayBuffer}) => void}} to */
  constructor(to) {
    this._to = to;
    /** What came since the last whole tag. @type {Uint8Array[]} */
    this._pieces = [];
    this._length = 0;
    /** So much of it has to be there for the next step. */
    this._needed = FILE_HEADER + BACK_POINTER;
    this._opened = false;
  }

  /** @param {ArrayBuffer | Uint8Array} piece @throws {Error} when this is no FLV */
  push(piece) {
    const came = piece instanceof Uint8Array ? piece : new Uint8Array(piece);
    this._pieces.push(came);
    this._length += came.length;
    if (this._length < this._needed) return;
    const bytes = this._pieces.length === 1 ? came : this._joined();
    const rest = bytes.slice(this._read(bytes));
    this._pieces = [rest];
    this._length = rest.length;
  }

  _joined() {
    const bytes = new Uint8Array(this._length);
    let at = 0;
    for (const piece of this._pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }

  /** How far it could be read. */
  _read(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    if (!this._opened) {
      const header = view.getUint32(5);
      if (view.getUint32(0) !== 0x464c5601 || header < FILE_HEADER || header > LONGEST_FILE_HEADER) throw new Error("no FLV");
      this._needed = header + BACK_POINTER;
      if (bytes.length < this._needed) return 0;
      this._opened = true;
      at = this._needed;
      this._to.opened({ audio: Boolean(bytes[4] & 4), video: Boolean(bytes[4] & 1) });
    }
    for (this._needed = TAG_HEADER; bytes.length - at >= TAG_HEADER; this._needed = TAG_HEADER) {
      const length = view.getUint32(at) & 0xffffff;
      if (!TYPES.has(bytes[at]) || length > LONGEST_TAG) throw new Error(`no FLV tag: type ${bytes[at]}, ${length} bytes`);
      this._needed = TAG_HEADER + length + BACK_POINTER;
      const end = at + this._needed;
      if (end > bytes.length) break;
      // A copy, because a player keeps frames for a while and their pieces need not stay for them.
      this._to.tag({ type: bytes[at], bytes: bytes.slice(at, end).buffer });
      at = end;
    }
    return at;
  }
}
