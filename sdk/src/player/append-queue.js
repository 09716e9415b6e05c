/** Played media that stays in a source buffer, in seconds: enough for a decoder to begin at a key frame once more. */
const KEPT = 15;

/** What waits to be appended to one source buffer, which takes one thing at a time. */
export class AppendQueue {
  /** @param {SourceBuffer} buffer @param {(cause: string) => void} failed */
  constructor(buffer, failed) {
    this._buffer = buffer;
    this._failed = failed;
    this._waiting = [];
    buffer.addEventListener("updateend", () => this._next());
    buffer.addEventListener("error", () => failed("MediaError: SourceBuffer"));
  }

  /** @param {Uint8Array} bytes @param {number} [offset] seconds, for media without times of its own */
  append(bytes, offset) {
    const last = this._waiting[this._waiting.length - 1];
    // What waits for the same is appended at once.
    if (last && last.bytes && last.offset === undefined && offset === undefined) last.bytes = joined(last.bytes, bytes);
    else this._waiting.push({ bytes, offset });
    this._next();
  }

  /** Lets go of what was played. @param {number} now seconds of media */
  trim(now) {
    const { buffered } = this._buffer;
    if (!buffered.length || buffered.start(0) > now - 2 * KEPT) return;
    this._waiting.push({ before: now - KEPT });
    this._next();
  }

  _next() {
    const buffer = this._buffer;
    while (this._waiting.length && !buffer.updating) {
      const { bytes, offset, before } = this._waiting.shift();
      try {
        if (before !== undefined) buffer.remove(0, before);
        else {
          if (offset !== undefined) buffer.timestampOffset = offset;
          buffer.appendBuffer(bytes);
        }
      } catch (error) {
        // A source that was taken from its element takes nothing.
        this._waiting.length = 0;
        this._failed(`MediaError: ${error.message}`);
      }
    }
  }
}

function joined(one, other) {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
