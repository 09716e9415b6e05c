// One table of codes: docs/protocol/codes.json. What is made of it is up to date, documents agree with it, and no code stands anywhere else.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { relative, sep } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { generated, readCodes } from "../scripts/codes.mjs";
import { Code } from "../src/api/codes.js";
import { TagCode } from "../src/page/tag-codes.js";

const root = new URL("../../", import.meta.url);
const rows = readCodes();
const numbers = new Set(rows.map(({ code }) => code));
/** A million is no code. */
const NUMBER = /\b(?!1000000\b)1(?:00|10)\d{4}\b/g;
// The Java tables, which a test of theirs holds to the same file.
const TABLES = ["persistence/src/main/java/io/parley/persistence/audit/Refusal.java", "web/src/main/java/io/parley/web/signal/StateCode.java"];
const MADE = Object.keys(generated(rows));

const pathOf = (file) => relative(fileURLToPath(root), file).split(sep).join("/");

function filesUnder(folder, endings) {
  return readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => `${entry.parentPath || entry.path}/${entry.name}`)
    .map((file) => ({ path: pathOf(file), text: readFileSync(file, "utf8") }));
}

const modules = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
const mainCode = () => [
  ...modules.flatMap((module) => {
    try {
      return filesUnder(`${module}/src/main`, [".java", ".mjs", ".js", ".xhtml"]);
    } catch {
      return [];
    }
  }),
  ...["sdk/src", "sdk/debug", "sdk/miniprogram-demo"].flatMap((folder) => filesUnder(folder, [".js", ".mjs", ".wxml", ".html"])),
];

test("the table has each name once, in the order of the numbers, with a sentence in both languages", () => {
  assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length);
  assert.deepEqual(rows.map(({ code }) => code), rows.map(({ code }) => code).sort((a, b) => a - b));
  for (const { name, code, of, en, zh } of rows) {
    assert.match(String(code), /^1(00|10)\d{4}$/, name);
    assert.ok(of.length && of.every((each) => ["refusal", "state", "sdk"].includes(each)), name);
    assert.match(en, /^[A-Z].*\.$/, name);
    assert.match(zh, /[\u4e00-\u9fff].*。$/, name);
  }
});

test("what is made of the table is up to date", () => {
  for (const [path, text] of Object.entries(generated(rows))) {
    assert.equal(readFileSync(new URL(path, root), "utf8"), text, `${path}: npm run codes`);
  }
  assert.deepEqual(Object.entries(Code), rows.filter(({ of }) => of.includes("sdk")).map(({ name, code }) => [name, code]));
});

test("the SDK uses every code that it has a name for", () => {
  const text = filesUnder("sdk/src", [".js"]).map((file) => file.text).join("\n");
  for (const name of Object.keys(Code)) assert.ok(new RegExp(`\\bCode\\.${name}\\b`).test(text), name);
});

test("no code stands in main code but in the tables", () => {
  const files = mainCode();
  assert.ok(files.length > 400, `only ${files.length} files`);
  for (const path of TABLES) assert.ok(files.some((file) => file.path === path), path);
  for (const { path, text } of files) {
    if (!TABLES.includes(path) && !MADE.includes(path)) assert.deepEqual(text.match(NUMBER) || [], [], path);
  }
});

test("no code of a media tag stands in the SDK but in its table", () => {
  const codes = new RegExp(`(?<![\\w.-])(${Object.values(TagCode).join("|")})(?!\\w)`, "g");
  assert.equal(new Set(Object.values(TagCode)).size, Object.keys(TagCode).length);
  for (const { path, text } of filesUnder("sdk/src", [".js"])) {
    if (path !== "sdk/src/page/tag-codes.js") assert.deepEqual(text.match(codes) || [], [], path);
  }
});

test("documents and declarations name only codes of the table", () => {
  const files = [...filesUnder("docs", [".md", ".json"]), ...filesUnder("sdk/types", [".ts"]), ...filesUnder("web/src/main/resources", [".json"]),
    ...["README.md", "CHANGELOG.md", "sdk/README.md"].map((path) => ({ path, text: readFileSync(new URL(path, root), "utf8") }))];
  let found = 0;
  for (const { path, text } of files) {
    for (const number of text.match(NUMBER) || []) {
      assert.ok(numbers.has(Number(number)), `${path}: ${number}`);
      found++;
    }
  }
  assert.ok(found > 100, `only ${found}`);
});

test("signalling.md has the numbers of its refusals", () => {
  const [, part] = readFileSync(new URL("docs/protocol/signalling.md", root), "utf8").split("## Refusals");
  const codes = Object.fromEntries(rows.filter(({ of }) => of.includes("refusal")).map(({ name, code }) => [name, code]));
  const listed = {};
  for (const [, names, values] of part.matchAll(/^\| (`[A-Z_]+`(?: \/ `[A-Z_]+`)*) \| ([\d /]+?) \|/gm)) {
    const each = values.split(" / ").map(Number);
    names.split(" / ").forEach((name, at) => (listed[name.slice(1, -1)] = each[at]));
  }
  assert.ok(Object.keys(listed).length > 40);
  for (const [name, code] of Object.entries(listed)) assert.equal(code, codes[name], name);
});
