// Packs the npm packages that the server offers, into target/packages: parley-engine for mini programs, parley-engine-web for browsers.
// `npm run pack` makes the same files for a release.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = join(root, "target", "packages");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Paths inside the vendor's packages from which projects import types, by the declarations that have them here. */
const PATHS = {
  index: ["ZegoExpressEntity.wechat", "ZegoExpressEntity.web", "ZegoExpressEntity.rtm", "zego.client.wechat"],
  web: ["ZegoExpressEntity.web", "ZegoExpressEntity.rtm", "ZegoExpressEntity.d", "ZegoLocalStream.web", "ZegoStreamView.web", "zego.client.web"],
};
const COMMON = ["sdk/src/common/zego.entity", "sdk/common/zego.entity"];

const packages = {
  "parley-engine": { types: "index", fields: {} },
  "parley-engine-web": {
    types: "web",
    fields: {
      description: "Video call engine for browser pages, with the calls of the vendor's web engine, for the self-hosted Parley server.",
      main: "dist/parley-engine.mjs", module: "dist/parley-engine.mjs", types: "types/web.d.ts", miniprogram: undefined, typesVersions: undefined,
      exports: { ...manifest.exports, ".": manifest.exports["./web"] },
    },
  },
};

rmSync(target, { recursive: true, force: true });
for (const [name, { types, fields }] of Object.entries(packages)) pack(name, types, fields);

function pack(name, types, fields) {
  const folder = join(target, name);
  mkdirSync(folder, { recursive: true });
  for (const path of ["dist", "types", "NOTICE", "README.md"]) cpSync(join(root, path), join(folder, path), { recursive: true });
  for (const path of [...PATHS[types].map((each) => `sdk/code/zh/${each}`), ...COMMON]) writePath(folder, path, types);
  const { scripts, devDependencies, ...rest } = manifest;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...rest, ...fields, name, files: [...manifest.files, "sdk"] }, null, 2));
  const [{ filename }] = JSON.parse(execFileSync("npm", ["pack", "--json", "--ignore-scripts"], { cwd: folder, encoding: "utf8", shell: process.platform === "win32" }));
  renameSync(join(folder, filename), join(target, `${name}.tgz`));
  rmSync(folder, { recursive: true });
}

function writePath(folder, path, types) {
  const file = join(folder, `${path}.d.ts`);
  mkdirSync(dirname(file), { recursive: true });
  const up = path.split("/").slice(1).map(() => "..").join("/");
  const whole = path.endsWith("ZegoLocalStream.web") ? `export { ZegoLocalStream as default } from "${up}/types/${types}";\n` : "";
  writeFileSync(file, `${whole}export * from "${up}/types/${types}";\n`);
}
