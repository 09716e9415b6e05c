// The token generators that the server offers: each in its own language, each opened by the same reading.
import assert from "node:assert/strict";
import { createDecipheriv } from "node:crypto";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const SECRET = "fa94dd0f974cf2e293728a526b028271";
const file = (name) => fileURLToPath(new URL(`../download/tokens/${name}`, import.meta.url));
const GENERATORS = {
  "Node.js": ["node", file("room-token.mjs")],
  Python: ["python3", file("room_token.py")],
  PHP: ["php", file("room_token.php")],
  Go: ["go", "run", file("roomtoken.go")],
  Java: ["java", file("RoomToken.java")],
};
const PRESENT = { Python: ["python3", ["-c", "import cryptography"]], PHP: ["php", ["-m"]], Go: ["go", ["version"]], Java: ["java", ["-version"]] };

/** A token as the server reads it. */
function open(token) {
  assert.match(token, /^04[A-Za-z0-9+/]+=*$/);
  const bytes = Buffer.from(token.slice(2), "base64");
  const nonceLength = bytes.readUInt16BE(8);
  const nonce = bytes.subarray(10, 10 + nonceLength);
  const sealed = bytes.subarray(12 + nonceLength, 12 + nonceLength + bytes.readUInt16BE(10 + nonceLength));
  assert.deepEqual([...bytes.subarray(12 + nonceLength + sealed.length)], [1], "the mode byte of GCM ends it");
  const aes = createDecipheriv("aes-256-gcm", SECRET, nonce).setAuthTag(sealed.subarray(-16));
  const content = JSON.parse(Buffer.concat([aes.update(sealed.subarray(0, -16)), aes.final()]).toString("utf8"));
  return { ...content, payload: JSON.parse(content.payload), outerExpire: Number(bytes.readBigInt64BE(0)) };
}

for (const [language, [command, ...args]] of Object.entries(GENERATORS)) {
  const [probe, probeArgs] = PRESENT[language] || ["node", ["-v"]];
  const skip = spawnSync(probe, probeArgs).status === 0 ? false : `no ${language} on this machine`;
  test(`${language}: the token is of the GCM form and says what was asked for`, { skip }, () => {
    const user = '用户"A\\@x\n';
    const run = (secret) => spawnSync(command, [...args, "4294967295", user, "600", "room 一/2"], { encoding: "utf8", env: { ...process.env, PARLEY_SECRET: secret } });
    const { stdout, stderr, status } = run(SECRET);
    assert.equal(status, 0, stderr);
    const token = open(stdout.trim());
    const now = Date.now() / 1000;
    assert.ok(Math.abs(token.ctime - now) < 120 && Number.isInteger(token.ctime), `made at ${token.ctime}`);
    assert.ok(Number.isInteger(token.nonce));
    assert.deepEqual({ ...token, nonce: 0, ctime: 0 }, {
      app_id: 4294967295, user_id: user, nonce: 0, ctime: 0, expire: token.ctime + 600, outerExpire: token.ctime + 600,
      payload: { room_id: "room 一/2", privilege: { 1: 1, 2: 1 }, stream_id_list: null },
    });
    assert.notEqual(run(SECRET).stdout, stdout, "no two are the same");
    assert.notEqual(run("short").status, 0, "a secret of another length is no secret");
  });
}
