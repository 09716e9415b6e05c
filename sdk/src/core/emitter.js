/** Listeners by event name. */
export class Emitter {
  /** @param {readonly string[]} events the names that exist */
  constructor(events) {
    /** @type {Map<string, Function[]>} */
    this._listeners = new Map(events.map((name) => [name, []]));
  }

  /** @param {readonly string[]} events more names that exist */
  add(events) {
    for (const name of events) this._listeners.set(name, []);
  }

  /** @param {string} event @param {Function} listener @returns {boolean} false for an event that does not exist */
  on(event, listener) {
    const listeners = this._listeners.get(event);
    if (!listeners || typeof listener !== "function") return false;
    listeners.push(listener);
    return true;
  }

  /** @param {string} event @param {Function} [listener] without it, all listeners of the event go */
  off(event, listener) {
    const listeners = this._listeners.get(event);
    if (!listeners) return false;
    // A new array: an emit that is under way keeps the list it started with.
    this._listeners.set(event, listener ? listeners.filter((each) => each !== listener) : []);
    return true;
  }

  clear() {
    for (const event of this._listeners.keys()) this._listeners.set(event, []);
  }

  /** @param {string} event @param {...unknown} values */
  emit(event, ...values) {
    for (const listener of [...(this._listeners.get(event) || [])]) {
      // One page handler that throws must not keep the others, or the engine, from their work.
      try {
        const result = listener(...values);
        if (result && typeof result.then === "function") result.then(undefined, (error) => report(event, error));
      } catch (error) {
        report(event, error);
      }
    }
  }
}

function report(event, error) {
  console.error(`parley-engine: a ${event} listener failed:`, error);
}
