import assert from "node:assert/strict";
import { test } from "node:test";
import { requireExtraInfo, requireRoomID, requireStreamID, requireUserID, requireUserName, utf8Length } from "../src/api/ids.js";

const code = (check, value) => {
  try {
    check(value);
    return 0;
  } catch (error) {
    assert.equal(error.errorCode, error.code);
    return error.code;
  }
};

test("statement 45: every character of the tutorial's alphabet is good in a streamID, up to 256 bytes", () => {
  assert.equal(code(requireStreamID, "09azAZ~!@$%^&*()_+=-`;’'<>,./\\"), 0);
  assert.equal(code(requireStreamID, "s".repeat(256)), 0);
  assert.equal(code(requireStreamID, "’".repeat(85)), 0);
});

test("statement 46: an empty, too long or otherwise written streamID has its own error", () => {
  assert.equal(code(requireStreamID, ""), 1000015);
  assert.equal(code(requireStreamID, undefined), 1000015);
  assert.equal(code(requireStreamID, 7), 1000015);
  assert.equal(code(requireStreamID, "s".repeat(257)), 1000014);
  assert.equal(code(requireStreamID, "’".repeat(86)), 1000014);
  for (const wrong of ["a#b", "a b", "视频", "a\n", "a\u0000", "a\"b", "😀"]) assert.equal(code(requireStreamID, wrong), 1000016, wrong);
});

test("rooms and users have their own limits and codes", () => {
  assert.equal(code(requireRoomID, "room#1"), 0);
  assert.equal(code(requireRoomID, ""), 1002011);
  assert.equal(code(requireRoomID, "房"), 1002012);
  assert.equal(code(requireRoomID, "r".repeat(129)), 1002013);
  assert.equal(code(requireUserID, ""), 1002005);
  assert.equal(code(requireUserID, "a b"), 1002006);
  assert.equal(code(requireUserID, "u".repeat(65)), 1002007);
  assert.equal(code(requireUserID, "u".repeat(64)), 0);
  assert.equal(code(requireUserName, "Ann 安"), 0);
  assert.equal(code(requireUserName, "a\tb"), 1002009);
  assert.equal(code(requireUserName, "安".repeat(86)), 1002010);
  assert.equal(code(requireExtraInfo, "x".repeat(129)), 1003051);
});

test("lengths are counted in UTF-8 bytes, broken surrogates included", () => {
  for (const text of ["", "abc", "é", "安", "😀", "a\ud800b"]) assert.equal(utf8Length(text), Buffer.byteLength(text), JSON.stringify(text));
});
