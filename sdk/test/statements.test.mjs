// Every numbered capability of the tutorial is shown by a test that bears its number, or stands among what is tried on a phone or set by hand.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const LAST = 77;
// Settings of WeChat's console: docs/operations/mini-program.md.
const BY_HAND = [8, 9];

function filesUnder(folder, ending) {
  return readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => readFileSync(`${entry.parentPath || entry.path}/${entry.name}`, "utf8"));
}

function numbersIn(text) {
  const found = [];
  for (const [, list] of text.matchAll(/[sS]tatements?[ _]?((?:\d+(?:, | and |And|To|_and_)?)+)/g)) {
    const numbers = [...list.matchAll(/(To)?(\d+)/g)];
    numbers.forEach(([, to, number], at) => {
      const from = to ? Number(numbers[at - 1][2]) : Number(number);
      for (let each = from; each <= Number(number); each++) found.push(each);
    });
  }
  return found;
}

test("all statements have a test or a line on a phone's list", () => {
  const tested = new Set([...filesUnder("sdk/test", ".mjs"), ...filesUnder("it/src/test/java", ".java")].flatMap(numbersIn));
  const phone = readFileSync(new URL("docs/operations/phone-checklist.md", root), "utf8");
  const onPhones = new Set([...phone.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, list]) => list.split(",").map(Number)));
  const missing = [];
  for (let number = 1; number <= LAST; number++) {
    if (!tested.has(number) && !onPhones.has(number) && !BY_HAND.includes(number)) missing.push(number);
  }
  assert.deepEqual(missing, []);
});
