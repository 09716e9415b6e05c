import { Code } from "../api/codes.js";
import { EngineError } from "../api/errors.js";

/** A mini program has five sockets, and every room takes one. */
export const MOST_ROOMS = 5;

/** The rooms the user is in: one, or several after enableMultiRoom, each over a connection of its own. */
export class Rooms {
  constructor() {
    /** @type {Map<string, import("./room.js").Room>} */
    this._rooms = new Map();
    this._used = false;
    this._decided = false;
    this.multi = false;
  }

  get size() {
    return this._rooms.size;
  }

  /** Once, and before the first login. @param {unknown} enable @returns {boolean} whether it counts */
  enableMulti(enable) {
    if (this._used || this._decided || typeof enable !== "boolean") return false;
    this._decided = true;
    this.multi = enable;
    return true;
  }

  /** @param {{roomID: string, userID: string, userName: string}} login throws where there must not be one more login */
  requireFree({ roomID, userID, userName }) {
    const [first] = this._rooms.values();
    if (!first) return;
    if (!this.multi) throw new EngineError(Code.ALREADY_LOGGED_IN, `already logged in to ${first.roomID}; log out first`);
    if (this._rooms.has(roomID)) throw new EngineError(Code.ALREADY_LOGGED_IN, `already logged in to ${roomID}`);
    if (!first.isOf(userID, userName)) throw new EngineError(Code.MULTI_ROOM_OTHER_USER, "all rooms of an engine need the same userID and userName");
    if (this._rooms.size >= MOST_ROOMS) throw new EngineError(Code.TOO_MANY_ROOMS, `at most ${MOST_ROOMS} rooms at a time`);
  }

  /** @param {import("./room.js").Room} room */
  add(room) {
    this._used = true;
    this._rooms.set(room.roomID, room);
  }

  /** @param {import("./room.js").Room} room */
  remove(room) {
    if (this._rooms.get(room.roomID) === room) this._rooms.delete(room.roomID);
  }

  /** @param {string} [roomID] @returns {import("./room.js").Room[]} that room or, without it, all */
  select(roomID) {
    return [...this._rooms.values()].filter((room) => roomID === undefined || room.roomID === roomID);
  }

  /** @param {string} [roomID] needed once there may be several @returns {import("./room.js").Room} one that was joined */
  joined(roomID) {
    if (!this._rooms.size) throw notLoggedIn();
    if (roomID === undefined && this.multi) {
      throw new EngineError(Code.ARGUMENT_WRONG, "roomID is needed after enableMultiRoom", JSON.stringify({ field: "roomID" }));
    }
    const [room] = this.select(roomID);
    if (!room) throw new EngineError(Code.STAY_UNKNOWN, `not logged in to ${roomID}`);
    if (room.phase !== "JOINED" && room.phase !== "RECONNECTING") throw notLoggedIn();
    return room;
  }

  /** True while the user is in a room, though perhaps without a connection. */
  get inside() {
    return this.select().some((room) => room.phase === "JOINED" || room.phase === "RECONNECTING");
  }

  /** @param {string} streamID @returns {string | undefined} the room that has it, or the first one: its server knows best */
  roomIDOf(streamID) {
    const rooms = this.select();
    const room = rooms.find((each) => each.has(streamID)) || rooms[0];
    return room && room.roomID;
  }
}

export function notLoggedIn() {
  return new EngineError(Code.NOT_LOGGED_IN, "log in to a room first");
}
