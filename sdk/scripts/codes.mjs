// Writes what is made of docs/protocol/codes.json, the one table of engine codes: the SDK's names, the demo's sentences and the page for
// people. `npm run codes` after a change of the table; a test fails where it was forgotten.
import { readFileSync, writeFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);
const table = new URL("docs/protocol/codes.json", root);

/** @returns {{name: string, code: number, of: ("refusal" | "state" | "sdk")[], en: string, zh: string}[]} */
export const readCodes = () => JSON.parse(readFileSync(table, "utf8"));

/** @param {ReturnType<typeof readCodes>} rows @returns {Record<string, string>} each generated file's text, by its path in the repository */
export function generated(rows) {
  return {
    "sdk/src/api/codes.js": names(rows.filter(({ of }) => of.includes("sdk"))),
    "sdk/miniprogram-demo/words/codes.js": sentences(rows),
    "docs/protocol/codes.md": page(rows),
  };
}

function names(rows) {
  return "// Made from docs/protocol/codes.json by `npm run codes`.\n\n" +
    "/** The codes that the engine raises itself or tells apart. Others of the server pass through unchanged. */\n" +
    `export const Code = Object.freeze({\n${rows.map(({ name, code }) => `  ${name}: ${code},\n`).join("")}});\n`;
}

/** Errors of which the engine's own message says more, such as which argument is wrong: the demo shows that one. */
const OWN_MESSAGE = ["ARGUMENT_WRONG", "MESSAGE_RECIPIENTS_WRONG", "ENGINE_UNUSABLE"];

/** A number that several names share has the sentence of the first. */
function sentences(all) {
  const rows = all.filter(({ name }) => !OWN_MESSAGE.includes(name));
  const first = rows.filter(({ code }, at) => rows.findIndex((each) => each.code === code) === at);
  const list = (language) => first.map((row) => `  ${row.code}: ${JSON.stringify(row[language])},\n`).join("");
  return "// Made from docs/protocol/codes.json by `npm run codes`.\n" +
    `const ERRORS_ZH = {\n${list("zh")}};\nconst ERRORS_EN = {\n${list("en")}};\n\nmodule.exports = { ERRORS_ZH, ERRORS_EN };\n`;
}

const SOURCES = { refusal: "refusal", state: "state", sdk: "SDK" };

function page(rows) {
  return "# Codes\n\n" +
    "Made from [codes.json](codes.json) by `npm run codes` in `sdk`. The numbers are those of the engine's documents. *refusal*: the server refuses a\n" +
    "request ([signalling](signalling.md), [REST](rest.md)). *state*: the server tells that a stay or a stream ended. *SDK*: the SDK raises it, or acts\n" +
    "on it. Refusals that only the console and REST know have no number and are not here.\n\n" +
    "| code | name | from | English | Chinese |\n| --- | --- | --- | --- | --- |\n" +
    rows.map(({ code, name, of, en, zh }) => `| ${code} | \`${name}\` | ${of.map((each) => SOURCES[each]).join(", ")} | ${en} | ${zh} |\n`).join("");
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const [path, text] of Object.entries(generated(readCodes()))) writeFileSync(new URL(path, root), text);
}
