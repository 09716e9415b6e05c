const FILE_HEADER = 9;
const TAG_HEADER = 11;
const BACK_POINTER = 4;

/** The FLV tag types of media. */
export const AUDIO = 8;
export const VIDEO = 9;
export const SCRIPT = 18;

/** The content of a tag. @param {{bytes: ArrayBuffer}} tag @returns {Uint8Array} */
export function bodyOf({ bytes }) {
  return new Uint8Array(bytes, TAG_HEADER, bytes.byteLength - TAG_HEADER - BACK_POINTER);
}

/** Cuts an FLV stream, which comes in any pieces, into its tags. */
export class FlvTags {
  /** @param {{opened: (tracks: {audio: boolean, video: boolean}) => void, tag: (tag: {type: number, bytes: ArrayBuffer}) => void}} to */
  constructor(to) {
    this._to = to;
    this._rest = new Uint8Array(0);
    this._opened = false;
  }

  /** @param {ArrayBuffer | Uint8Array} piece @throws {Error} when this is no FLV */
  push(piece) {
    let bytes = piece instanceof Uint8Array ? piece : new Uint8Array(piece);
    if (this._rest.length) {
      const joined = new Uint8Array(this._rest.length + bytes.length);
      joined.set(this._rest);
      joined.set(bytes, this._rest.length);
      bytes = joined;
    }
    this._rest = bytes.subarray(this._read(bytes)).slice();
  }

  /** How far it could be read. */
  _read(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    if (!this._opened) {
      if (bytes.length < FILE_HEADER + BACK_POINTER) return 0;
      if (view.getUint32(0) !== 0x464c5601) throw new Error("no FLV");
      this._opened = true;
      at = view.getUint32(5) + BACK_POINTER;
      this._to.opened({ audio: Boolean(bytes[4] & 4), video: Boolean(bytes[4] & 1) });
    }
    while (bytes.length - at >= TAG_HEADER) {
      const end = at + TAG_HEADER + (view.getUint32(at) & 0xffffff) + BACK_POINTER;
      if (end > bytes.length) break;
      // A copy, because a player keeps frames for a while and their pieces need not stay for them.
      this._to.tag({ type: bytes[at], bytes: bytes.slice(at, end).buffer });
      at = end;
    }
    return at;
  }
}
