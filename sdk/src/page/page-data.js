/**
 * The two fields of a mini-program page that the engine owns: the push tag's attributes and the list of the play tags'. The page binds
 * them in its template and leaves writing to the engine.
 */
export class PageData {
  /**
   * @param {{setData?: Function}} page without setData, as a Vue object, its fields are set
   * @param {string | undefined} pushField without it the page writes its push tag itself
   * @param {string | undefined} playField the same for the play tags
   * @param {{host: import("../hosts/host.js").Host, timings: {render: number}}} parts
   */
  constructor(page, pushField, playField, { host, timings }) {
    this.page = page;
    this._pushField = pushField;
    this._playField = playField;
    this._host = host;
    this._timings = timings;
    /** @type {Map<string, object>} play entries in the order they were added, by streamID */
    this._entries = new Map();
  }

  isFor(page, pushField, playField) {
    return page === this.page && pushField === this._pushField && playField === this._playField;
  }

  /** @param {object} attributes @returns {Promise<void>} when the page has rendered them */
  writePusher(attributes) {
    return this._write(this._pushField, { ...attributes });
  }

  /** @param {string} streamID @param {object} attributes @returns {Promise<void>} when the page has rendered them */
  writePlayer(streamID, attributes) {
    this._entries.set(streamID, { ...attributes });
    return this._write(this._playField, this.players());
  }

  /** @param {string} streamID @returns {Promise<void>} */
  removePlayer(streamID) {
    if (!this._entries.delete(streamID)) return Promise.resolve();
    return this._write(this._playField, this.players());
  }

  clearPlayers() {
    this._entries.clear();
    return this._write(this._playField, []);
  }

  /** @param {string} [streamID] @returns {object[]} copies */
  players(streamID) {
    return [...this._entries.values()].filter((entry) => streamID === undefined || entry.streamID === streamID).map((entry) => ({ ...entry }));
  }

  _write(field, value) {
    if (field === undefined) return Promise.resolve();
    if (typeof this.page.setData !== "function") {
      this.page[field] = value;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = this._host.setTimeout(resolve, this._timings.render);
      this.page.setData({ [field]: value }, () => {
        this._host.clearTimeout(timer);
        resolve();
      });
    });
  }
}
