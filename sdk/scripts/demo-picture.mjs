// Renders the demo's call page as a phone would lay it out, for the docs: the template and its styles with data of a call, in Chromium.
// The native tags, which no browser has, are drawn as pictures. Usage: node scripts/demo-picture.mjs [output.png]
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const demo = new URL("../miniprogram-demo/", import.meta.url);
const output = process.argv[2] || fileURLToPath(new URL("../../docs/images/demo-page.png", import.meta.url));
const read = (name) => readFileSync(new URL(name, demo), "utf8");
const { wordsFor } = createRequire(import.meta.url)("../miniprogram-demo/words/words.js");

const words = Object.fromEntries(Object.entries(wordsFor("zh_CN")).filter(([, value]) => typeof value === "string"));
const data = {
  words, canShow: 1, joined: true, micOn: true, cameraOn: true, roomID: "claim-4711", publishStreamID: "claim-4711_agent-7_main", error: "",
  roomState: "CONNECTED", pushState: "PUBLISHING",
  pusher: { id: "claim-4711_agent-7_main", url: "rtmp://…" },
  playerList: [{ id: "claim-4711_c1_main", url: "rtmp://…" }, { id: "claim-4711_c2_main", url: "rtmp://…" }],
  names: { "claim-4711_c1_main": "李女士", "claim-4711_c2_main": "查勘员 王" },
  quality: {
    "claim-4711_agent-7_main": { grade: "good", text: "良好 · 612 kbit/s" },
    "claim-4711_c1_main": { grade: "good", text: "良好 · 548 kbit/s" },
    "claim-4711_c2_main": { grade: "middle", text: "一般 · 231 kbit/s" },
  },
};

/** In the page: turns the template into elements. */
function render(template, values) {
  const scope = (extra) => ({ ...values, ...extra });
  const value = (text, names) => new Function(...Object.keys(names), `return (${text})`)(...Object.values(names));
  const filled = (text, names) =>
    text.replace(/\{\{(.*?)\}\}/g, (whole, code) => {
      try {
        const result = value(code, names);
        return result === undefined ? "" : result;
      } catch {
        return "";
      }
    });
  const names = { view: "div", text: "span", block: "span", button: "button", input: "input", "live-pusher": "div", "live-player": "div" };
  const holds = (condition, known) => Boolean(value(condition.replace(/^\{\{|\}\}$/g, ""), known));
  function children(node, known, into) {
    let taken = false;
    for (const child of node.childNodes) {
      if (child.nodeType === 3) {
        if (child.data.trim()) into.append(filled(child.data.trim(), known));
        continue;
      }
      if (child.nodeType !== 1) continue;
      const at = (name) => child.getAttribute(`wx-${name}`);
      if (at("if") !== null) taken = holds(at("if"), known);
      else if (at("elif") !== null) {
        if (taken || !holds(at("elif"), known)) continue;
        taken = true;
      } else if (at("else") !== null && taken) continue;
      if (at("if") !== null && !taken) continue;
      const each = at("for") === null ? [known] : value(at("for").slice(2, -2), known).map((item) => ({ ...known, item }));
      for (const names2 of each) element(child, names2, into);
    }
  }
  function element(child, known, into) {
    const made = document.createElement(names[child.localName] || "div");
    made.className = filled(child.getAttribute("class") || "", known) + (child.localName.startsWith("live-") ? " picture" : "");
    if (child.localName === "input") made.value = filled(child.getAttribute("value") || "", known);
    if (child.getAttribute("size") === "mini") made.classList.add("mini");
    into.append(made);
    children(child, known, made);
  }
  // Markup that WeChat takes for XML and a browser does not.
  const xml = template.replace(/wx:else(?=[\s>])/g, 'wx:else=""').replace(/wx:/g, "wx-").replace(/&&/g, "&amp;&amp;");
  children(new DOMParser().parseFromString(xml, "text/xml").documentElement, scope({}), document.body);
}

const css = (text) => text.replace(/^page \{/m, "body {");
const html = `<!doctype html><meta charset="utf-8"><style>
* { box-sizing: border-box; } body { margin: 0; width: 390px; font-family: "Noto Sans CJK SC", "PingFang SC", sans-serif; }
${css(read("app.wxss"))} ${css(read("pages/call/call.wxss"))}
.bar { padding: 14px; text-align: center; color: #fff; background: #0b6e4f; font-weight: 600; }
.button { display: block; width: calc(100% - 32px); padding: 12px; border: 0; border-radius: 8px; font-size: 16px; }
.mini { padding: 6px 14px; border: 1px solid #c7d0cc; border-radius: 6px; background: #fff; }
.picture { background: radial-gradient(circle at 50% 38%, #f1c9a5 0 17%, transparent 18%), radial-gradient(ellipse at 50% 108%, #31586b 0 44%, transparent 45%), linear-gradient(#b9d3cc, #7fa79b); }
.window:nth-child(2) .picture { background: radial-gradient(circle at 50% 38%, #e8bd98 0 17%, transparent 18%), radial-gradient(ellipse at 50% 108%, #8b3a4a 0 44%, transparent 45%), linear-gradient(#e0d2bd, #b59b76); }
</style><body><div class="bar">Parley</div><script>(${render})(${JSON.stringify(read("pages/call/call.wxml"))}, ${JSON.stringify(data)})</script>`;

const folder = mkdtempSync(join(tmpdir(), "parley-demo-"));
try {
  writeFileSync(join(folder, "page.html"), html);
  execFileSync(process.env.CHROMIUM || "chromium", ["--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=2", "--window-size=390,860",
    `--screenshot=${output}`, `file://${join(folder, "page.html")}`], { stdio: "ignore", timeout: 60000 });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
