// No file, and no folder, of the SDK, the debug page or the console's scripts needs itself by way of another.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, normalize } from "node:path/posix";
import { relative, sep } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const IMPORT = /(?:^|[\s;])(?:import|export)\s[^"';]*?\bfrom\s*"([^"]+)"|^import\s*"([^"]+)"|\bimport\("([^"]+)"\)|\brequire\("([^"]+)"\)/gm;

/** @returns {Map<string, Set<string>>} the files a file imports, by path within the folder. A comment's `import("…")` in types is no import. */
function fileGraph(folder) {
  const base = new URL(`${folder}/`, root);
  const graph = new Map();
  for (const entry of readdirSync(base, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.m?js$/.test(entry.name)) continue;
    const file = `${entry.parentPath || entry.path}/${entry.name}`;
    const path = relative(fileURLToPath(base), file).split(sep).join("/");
    const text = readFileSync(file, "utf8").replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
    const imported = [...text.matchAll(IMPORT)].map((found) => found.slice(1).find(Boolean)).filter((name) => name.startsWith("."));
    graph.set(path, new Set(imported.map((name) => normalize(`${dirname(path)}/${name}`))));
  }
  return graph;
}

/** @param {Map<string, Set<string>>} files */
function folderGraph(files) {
  const graph = new Map();
  for (const [path, imported] of files) {
    const from = dirname(path);
    const to = graph.get(from) || new Set();
    graph.set(from, to);
    for (const each of imported) if (dirname(each) !== from && files.has(each)) to.add(dirname(each));
  }
  return graph;
}

/** @param {Map<string, Set<string>>} graph @returns {string[]} one cycle's nodes, the first again at the end; empty when there is none */
function cycle(graph) {
  const done = new Set();
  const visit = (node, path) => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return [];
    for (const next of graph.get(node) || []) {
      const found = visit(next, [...path, node]);
      if (found.length) return found;
    }
    done.add(node);
    return [];
  };
  for (const node of graph.keys()) {
    const found = visit(node, []);
    if (found.length) return found;
  }
  return [];
}

test("a cycle is found, by however many steps", () => {
  const graph = new Map([["a", new Set(["b", "x"])], ["b", new Set(["c"])], ["c", new Set(["b"])]]);
  assert.deepEqual(cycle(graph), ["b", "c", "b"]);
  graph.set("c", new Set(["x"]));
  assert.deepEqual(cycle(graph), []);
});

for (const [folder, least] of [["sdk/src", 45], ["sdk/debug", 7], ["sdk/miniprogram-demo", 6], ["web/src/main/webapp/console", 7]]) {
  test(`${folder} has no cycle of files or folders`, () => {
    const files = fileGraph(folder);
    assert.ok(files.size >= least, `only ${files.size} files`);
    assert.ok([...files.values()].some(({ size }) => size));
    assert.deepEqual(cycle(files), []);
    assert.deepEqual(cycle(folderGraph(files)), []);
  });
}
