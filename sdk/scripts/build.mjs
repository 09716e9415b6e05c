// Builds dist/: one file per host, the player module, the publisher module with its parts, and mpegts.js as its package ships it, for pages that
// have a player of their own.
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const banner = { js: `/*! parley-engine ${version}, Apache-2.0 */` };

const aac = join(root, "node_modules", "@mediabunny", "aac-encoder");
const { version: aacVersion } = JSON.parse(readFileSync(join(aac, "package.json"), "utf8"));

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, "miniprogram"), { recursive: true });

const common = { absWorkingDir: root, bundle: true, banner, charset: "utf8", logLevel: "warning", legalComments: "none",
  // Names stay, so that a stack trace from a phone can be read.
  minifyWhitespace: true, minifySyntax: true };
// A classic script: an audio worklet's file need not be more. The publisher holds its text too, for pages whose bundler leaves the file behind.
const { outputFiles: [worklet] } = await build({ ...common, entryPoints: ["src/publisher/capture-worklet.js"], format: "iife", target: "es2020", write: false });
writeFileSync(join(dist, "parley-capture-worklet.js"), worklet.text);
await Promise.all([
  // platform node only for the export annotation it adds, which lets `import {…}` see the names; the code needs nothing of Node.
  build({ ...common, entryPoints: ["src/entry-miniprogram.js"], outfile: "dist/parley-engine.cjs", format: "cjs", platform: "node", target: "es2017" }),
  // The same for WeChat's npm build, which copies this folder: there every kilobyte counts.
  build({ ...common, entryPoints: ["src/entry-miniprogram.js"], outfile: "dist/miniprogram/index.js", format: "cjs", platform: "node", target: "es2017",
    minifyIdentifiers: true }),
  build({ ...common, entryPoints: ["src/entry-browser.js"], outfile: "dist/parley-engine.mjs", format: "esm", target: "es2020",
    external: ["./parley-player.mjs", "./parley-publisher.mjs"] }),
  build({ ...common, entryPoints: ["src/player/attach-flv.js"], outfile: "dist/parley-player.mjs", format: "esm", target: "es2020" }),
  build({ ...common, entryPoints: ["src/publisher/publish-flv.js"], outfile: "dist/parley-publisher.mjs", format: "esm", target: "es2020",
    external: ["./parley-aac.mjs"], define: { CAPTURE_WORKLET: JSON.stringify(worklet.text) } }),
  build({ ...common, entryPoints: ["src/publisher/aac-wasm.js"], outfile: "dist/parley-aac.mjs", format: "esm", target: "es2020", platform: "browser",
    banner: { js: `/*! @mediabunny/aac-encoder ${aacVersion}, MPL-2.0, see NOTICE.txt */` },
    alias: { mediabunny: "./src/publisher/mediabunny-names.js" }, external: ["worker_threads", "node:worker_threads"] }),
]);

cpSync(join(root, "src", "components"), join(dist, "miniprogram", "components"), { recursive: true });

const mpegts = join(root, "node_modules", "mpegts.js");
copyFileSync(join(mpegts, "dist", "mpegts.js"), join(dist, "mpegts.js"));
const mpegtsVersion = JSON.parse(readFileSync(join(mpegts, "package.json"), "utf8")).version;
writeFileSync(
  join(dist, "LICENSE.txt"),
  `parley-engine ${version} and mpegts.js ${mpegtsVersion} (the file mpegts.js, unchanged, and of its sources the demuxer and the MP4 writer in\n` +
    `parley-player.mjs) are under the Apache License 2.0 below. The file mpegts.js bundles:\n` +
    `${readFileSync(join(mpegts, "dist", "mpegts.js.LICENSE.txt"), "utf8").trim()}\n\nparley-player.mjs contains the package events:\n` +
    `${readFileSync(join(root, "node_modules", "events", "LICENSE"), "utf8").trim()}\n\n` +
    readFileSync(join(mpegts, "LICENSE"), "utf8"),
);
copyFileSync(join(root, "NOTICE"), join(dist, "NOTICE.txt"));
copyFileSync(join(aac, "LICENSE"), join(dist, "LICENSE-MPL-2.0.txt"));
