/**
 * The known contents of a room: the other users and their streams. Events carry a rising number; a snapshot replaces everything and says what
 * differs, so that changes missed while the link was down still reach the page.
 */
export class RoomState {
  /** @param {string} ownUserID left out of everything: pages hear of others only */
  constructor(ownUserID) {
    this._own = ownUserID;
    this._seq = 0;
    /** @type {Map<string, {userID: string, userName: string}>} */
    this.users = new Map();
    /** @type {Map<string, {streamID: string, user: {userID: string, userName: string}, extraInfo: string}>} */
    this.streams = new Map();
    /** @type {{key: string, value: string, updateTime: number} | undefined} */
    this.info = undefined;
  }

  /** The number of the last event received. */
  get seq() {
    return this._seq;
  }

  /** @param {{seq: number, users: any[], streams: any[], roomExtraInfo: any[]}} snapshot */
  replace(snapshot) {
    this._seq = snapshot.seq;
    const users = new Map(snapshot.users.filter((user) => user.userID !== this._own).map((user) => [user.userID, user]));
    const streams = new Map(snapshot.streams.filter((stream) => stream.user.userID !== this._own).map((stream) => [stream.streamID, stream]));
    const difference = {
      usersRemoved: [...this.users.values()].filter((user) => !users.has(user.userID)),
      usersAdded: [...users.values()].filter((user) => !this.users.has(user.userID)),
      streamsRemoved: [...this.streams.values()].filter((stream) => !same(stream, streams.get(stream.streamID))),
      streamsAdded: [...streams.values()].filter((stream) => !same(stream, this.streams.get(stream.streamID))),
      streamsDescribed: [...streams.values()].filter((stream) => same(stream, this.streams.get(stream.streamID)) &&
        stream.extraInfo !== this.streams.get(stream.streamID).extraInfo),
      infoChanged: snapshot.roomExtraInfo.filter(({ key, value }) => !this.info || this.info.key !== key || this.info.value !== value),
    };
    [this.info] = snapshot.roomExtraInfo;
    this.users = users;
    this.streams = streams;
    return difference;
  }

  /** Takes the number of an event without contents. After a loss of the link it may be an older event than the last one. @param {{seq: number}} message */
  advance({ seq }) {
    this._seq = Math.max(this._seq, seq);
  }

  /** @param {import("./wire.js").ServerMessage} event streamExtraInfo @returns {boolean} whether the page has to hear of it */
  describe({ seq, stream }) {
    if (seq <= this._seq) return false;
    this._seq = seq;
    const known = this.streams.get(stream.streamID);
    if (!same(stream, known) || known.extraInfo === stream.extraInfo) return false;
    this.streams.set(stream.streamID, stream);
    return true;
  }

  /** @param {import("./wire.js").ServerMessage} event roomExtraInfo @returns {boolean} whether the page has to hear of it */
  inform({ seq, info }) {
    if (seq <= this._seq) return false;
    this._seq = seq;
    this.info = info;
    return true;
  }

  /**
   * @param {import("./wire.js").ServerMessage} event userAdded, userRemoved, streamAdded or streamRemoved
   * @returns {boolean} whether the page has to hear of it
   */
  apply(event) {
    if (event.seq <= this._seq) return false;
    this._seq = event.seq;
    const { user, stream } = event;
    if ((user || stream.user).userID === this._own) return false;
    switch (event.type) {
      case "userAdded": {
        const known = this.users.has(user.userID);
        this.users.set(user.userID, user);
        return !known;
      }
      case "userRemoved":
        return this.users.delete(user.userID);
      case "streamAdded": {
        const known = same(stream, this.streams.get(stream.streamID));
        this.streams.set(stream.streamID, stream);
        return !known;
      }
      default:
        return this.streams.delete(stream.streamID);
    }
  }
}

/** The same stream ID under another user is another stream. */
function same(one, other) {
  return other !== undefined && one.user.userID === other.user.userID;
}
