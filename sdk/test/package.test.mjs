// The shipped files: how large, with what in it, and components that hand their tags' events to the engine.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { build } from "esbuild";
import { until } from "./stand-in/run.mjs";
import { startSignalling } from "./stand-in/signalling-server.mjs";
import { createPage, createWx } from "./stand-in/wx.mjs";

const root = new URL("..", import.meta.url);
const MOST = 60 * 1000;

let server;
const engines = [];
beforeEach(async () => {
  server = await startSignalling();
});
afterEach(async () => {
  for (const engine of engines.splice(0)) engine.destroyEngine();
  await server.stop();
});

test("the build for mini programs is at most 60 kB before compression and requires nothing", () => {
  const file = new URL("dist/miniprogram/index.js", root);
  assert.ok(statSync(file).size <= MOST, `${statSync(file).size} bytes`);
  assert.ok(!/(^|[^.\w])require\(/m.test(readFileSync(file, "utf8")), "requires something");
});

test("statement 2: the package holds both builds, types and the ready-made components, and nothing of the tests", () => {
  const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8" }));
  const names = files.map(({ path }) => path);
  for (const name of ["dist/miniprogram/index.js", "dist/parley-engine.cjs", "dist/parley-engine.mjs", "types/index.d.ts", "package.json", "README.md"]) {
    assert.ok(names.includes(name), name);
  }
  for (const component of ["parley-push", "parley-player"]) {
    for (const kind of ["js", "json", "wxml", "wxss"]) assert.ok(names.includes(`dist/miniprogram/components/${component}/index.${kind}`));
  }
  assert.deepEqual(names.filter((name) => /^(test|src|debug|scripts)\//.test(name)), []);
});

/** Runs a component's file as WeChat does: its definition, with data and events. */
function component(name, engine, attributes) {
  let definition;
  const file = new URL(`dist/miniprogram/components/${name}/index.js`, root);
  const run = new Function("require", "Component", readFileSync(file, "utf8"));
  run((path) => {
    assert.equal(path, "../../index.js");
    return engine;
  }, (given) => (definition = given));
  const events = [];
  const one = { ...definition.methods, data: { attributes }, triggerEvent: (event, detail) => events.push([event, detail]), events };
  if (definition.lifetimes) {
    one.attach = () => definition.lifetimes.attached.call(one);
    one.detach = () => definition.lifetimes.detached.call(one);
  }
  return one;
}

test("statement 2: the components show the engine's tags and hand over what they report", async () => {
  const contexts = [];
  const wx = createWx();
  const plain = wx.createLivePlayerContext;
  wx.createLivePlayerContext = (id, within) => {
    contexts.push([id, within]);
    return plain(id);
  };
  globalThis.wx = wx;
  const built = createRequire(import.meta.url)("../dist/miniprogram/index.js");
  const engine = new built.ZegoExpressEngine(1234567890, server.url);
  const emitted = [];
  engine.on("playerStateUpdate", ({ state }) => emitted.push(state));
  engine.on("publishQualityUpdate", (streamID, stats) => emitted.push([streamID, stats.video.videoFPS]));
  let player;
  const page = createPage({}, ({ playerList }) => {
    // The framework makes the component before it calls setData back.
    if (playerList && playerList.length && !player) {
      player = component("parley-player", built, playerList[0]);
      player.attach();
    }
  });
  const other = new built.ZegoExpressEngine(1234567890, server.url);
  engines.push(engine, other);
  await other.loginRoom("room1", "04t", { userID: "b", userName: "B" });
  server.publish("b", "b-cam");
  await engine.loginRoom("room1", "04t", { userID: "a", userName: "A" });
  engine.initContext({ wxContext: page, pushAtr: "pusher", playAtr: "playerList" });
  await engine.getPlayerInstance("b-cam").play();
  assert.deepEqual(contexts, [["b-cam", player]]);
  player.onState({ detail: { code: 2004 }, currentTarget: { id: "b-cam" } });
  await until(() => emitted.includes("PLAYING"));
  assert.deepEqual(player.events, [["statechange", { code: 2004 }]]);
  await engine.createPusher().start("a-cam");
  const push = component("parley-push", built, page.data.pusher);
  push.onNetStatus({ detail: { info: { videoBitrate: 300, videoFPS: 15, audioBitrate: 48 } } });
  assert.deepEqual(emitted.at(-1), ["a-cam", 15]);
  push.onError({ detail: { errCode: 10001 } });
  assert.deepEqual(push.events.at(-1), ["error", { errCode: 10001 }]);
  player.detach();
});

/** A component's template binds only values that the engine writes. */
for (const [name, module, defaults] of [["parley-push", "../src/pusher/attributes.js", (all) => all.PUSHER_DEFAULTS], ["parley-player", "../src/player/attributes.js", (all) => all.playerDefaults("s")]]) {
  test(`statements ${name === "parley-push" ? 18 : 20} and 39: ${name} binds only what the engine writes`, async () => {
    const written = Object.keys(defaults(await import(module)));
    const template = readFileSync(new URL(`src/components/${name}/index.wxml`, root), "utf8");
    const bound = [...template.matchAll(/\{\{attributes\.(\w+)/g)].map(([, key]) => key);
    assert.ok(bound.length > 10);
    for (const key of bound) assert.ok(written.includes(key), key);
  });
}

/** Unpacks a packed package under a name, as `npm i name@https://…` does. */
function install(folder, packed, name) {
  const place = join(folder, "node_modules", name);
  mkdirSync(place, { recursive: true });
  execFileSync("tar", ["xzf", new URL(`target/packages/${packed}.tgz`, root).pathname, "-C", place, "--strip-components=1"]);
}

const PROJECTS = [
  { packed: "parley-engine-web", name: "zego-express-engine-webrtc", page: "agent.mjs", resolution: "bundler" },
  { packed: "parley-engine-web", name: "zego-express-engine-webrtc", page: "agent.mjs", resolution: "nodenext" },
  { packed: "parley-engine", name: "zego-express-engine-miniprogram", page: "native.ts", resolution: "bundler" },
  { packed: "parley-engine", name: "zego-express-engine-miniprogram", page: "native.ts", resolution: "nodenext" },
];
for (const { packed, name, page, resolution } of PROJECTS) {
  test(`a project written against ${name} compiles with the packed ${packed}, resolved as by ${resolution}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "parley-project-"));
    try {
      install(folder, packed, name);
      cpSync(new URL(`test/pages/${page}`, root), join(folder, page));
      writeFileSync(join(folder, "package.json"), '{"type":"module"}');
      const module = resolution === "bundler" ? "esnext" : resolution;
      const args = ["--noEmit", "--strict", "--allowJs", "--checkJs", "--target", "es2020", "--module", module, "--moduleResolution", resolution, "--lib", "es2022,dom", "--types", "", page];
      const { status, stdout } = spawnSync(process.execPath, [new URL("node_modules/typescript/bin/tsc", root).pathname, ...args], { cwd: folder, encoding: "utf8" });
      assert.equal(stdout, "");
      assert.equal(status, 0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test("a packed package is imported by its name, in a mini program's build as in a page's", async () => {
  const folder = mkdtempSync(join(tmpdir(), "parley-project-"));
  try {
    install(folder, "parley-engine", "parley-engine");
    install(folder, "parley-engine-web", "zego-express-engine-webrtc");
    writeFileSync(join(folder, "mini.js"), 'import { ZegoExpressEngine } from "parley-engine"; console.log(typeof ZegoExpressEngine.prototype.createPusher, typeof ZegoExpressEngine.prototype.createStream);');
    writeFileSync(join(folder, "web.js"), 'import { ZegoExpressEngine } from "zego-express-engine-webrtc"; console.log(typeof ZegoExpressEngine.prototype.createStream);');
    for (const [entry, said] of [["mini.js", "function undefined\n"], ["web.js", "function\n"]]) {
      // As the bundlers of mini programs and of pages do: for browsers, with the conditions of ES modules.
      const out = join(folder, `out-${entry}`.replace(/js$/, "mjs"));
      await build({ absWorkingDir: folder, entryPoints: [entry], bundle: true, format: "esm", platform: "browser", outfile: out, logLevel: "error",
        external: ["./parley-player.mjs", "./parley-publisher.mjs"] });
      assert.equal(execFileSync(process.execPath, [out], { encoding: "utf8" }), said);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
