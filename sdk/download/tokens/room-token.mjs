// Makes room tokens for a Parley server, in the GCM form. Node.js 18 or newer, no dependency.
//
//   import { makeToken } from "./room-token.mjs";
//   makeToken(appID, serverSecret, "agent-7", 3600, { roomID: "claim-4711" });
//
// By hand: PARLEY_SECRET=… node room-token.mjs <appID> <userID> <seconds> [roomID]
import { createCipheriv, randomBytes, randomInt } from "node:crypto";
import { pathToFileURL } from "node:url";

/**
 * @param {number} appID
 * @param {string} secret the app's ServerSecret: 32 characters. It stays on your server.
 * @param {string} userID 1 to 64 bytes
 * @param {number} seconds for which the token is good
 * @param {{roomID?: string, mayPublish?: boolean, streamIDs?: string[]}} [rights] without roomID it is good for any room, without streamIDs for
 *   any stream
 * @returns {string}
 */
export function makeToken(appID, secret, userID, seconds, { roomID = "", mayPublish = true, streamIDs } = {}) {
  if (Buffer.byteLength(secret) !== 32) throw new RangeError("the secret has 32 characters");
  const now = Math.floor(Date.now() / 1000);
  const expire = now + seconds;
  const payload = { room_id: roomID, privilege: { 1: 1, 2: mayPublish ? 1 : 0 }, stream_id_list: streamIDs ?? null };
  const content = { app_id: appID, user_id: userID, nonce: randomInt(2 ** 31), ctime: now, expire, payload: JSON.stringify(payload) };
  const nonce = randomBytes(12);
  const aes = createCipheriv("aes-256-gcm", secret, nonce);
  const sealed = Buffer.concat([aes.update(JSON.stringify(content), "utf8"), aes.final(), aes.getAuthTag()]);
  const head = Buffer.alloc(8);
  head.writeBigInt64BE(BigInt(expire));
  return "04" + Buffer.concat([head, length(nonce), nonce, length(sealed), sealed, Buffer.of(1)]).toString("base64");
}

function length(bytes) {
  const field = Buffer.alloc(2);
  field.writeUInt16BE(bytes.length);
  return field;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [appID, userID, seconds, roomID] = process.argv.slice(2);
  console.log(makeToken(Number(appID), process.env.PARLEY_SECRET ?? "", userID, Number(seconds), { roomID }));
}
