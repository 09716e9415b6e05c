// onMetaData as FLV carries it, in AMF 0: its numbers and truth values. Everything else is passed over; mpegts.js's reader stops at the first null.

const NUMBER = 0;
const BOOLEAN = 1;
const STRING = 2;
const OBJECT = 3;
const NULL = 5;
const UNDEFINED = 6;
const ECMA_ARRAY = 8;
const OBJECT_END = 9;
const DATE = 11;
const LONG_STRING = 12;

/**
 * @param {Uint8Array} body of a script tag
 * @returns {Record<string, number | boolean> | null} null for anything that is not onMetaData, or is cut short
 */
export function readMetadata(body) {
  try {
    const reader = new Reader(body);
    if (reader.byte() !== STRING || reader.text() !== "onMetaData") return null;
    const kind = reader.byte();
    if (kind === ECMA_ARRAY) reader.skip(4);
    else if (kind !== OBJECT) return null;
    return reader.fields();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

class Reader {
  constructor(body) {
    this._view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    this._at = 0;
  }

  skip(length) {
    this._at += length;
    if (this._at > this._view.byteLength) throw new RangeError("cut short");
  }

  byte() {
    this.skip(1);
    return this._view.getUint8(this._at - 1);
  }

  short() {
    this.skip(2);
    return this._view.getUint16(this._at - 2);
  }

  text() {
    const length = this.short();
    this.skip(length);
    let text = "";
    for (let i = this._at - length; i < this._at; i++) text += String.fromCharCode(this._view.getUint8(i));
    return text;
  }

  /** Fields up to the end mark, or up to the end of the body: some encoders leave the mark out. */
  fields() {
    const found = {};
    while (this._view.byteLength - this._at >= 3) {
      const name = this.text();
      const kind = this.byte();
      if (name === "" && kind === OBJECT_END) break;
      if (kind === NUMBER) {
        this.skip(8);
        found[name] = this._view.getFloat64(this._at - 8);
      } else if (kind === BOOLEAN) found[name] = this.byte() !== 0;
      else if (!this._pass(kind)) break;
    }
    return found;
  }

  /** @returns {boolean} false where what follows cannot be told */
  _pass(kind) {
    if (kind === STRING) this.skip(this.short());
    else if (kind === LONG_STRING) {
      this.skip(4);
      this.skip(this._view.getUint32(this._at - 4));
    } else if (kind === DATE) this.skip(10);
    else return kind === NULL || kind === UNDEFINED;
    return true;
  }
}
