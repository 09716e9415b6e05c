// Just enough of Chromium's remote protocol to open a page, look into it and take its picture.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { PATIENCE } from "./run.mjs";

export const CHROMIUM = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => path && existsSync(path));

export async function openChromium({ autoplay = true, devices = false } = {}) {
  const profile = mkdtempSync(join(tmpdir(), "parley-chromium-"));
  const browser = spawn(CHROMIUM, ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--mute-audio", "--remote-debugging-port=0", `--user-data-dir=${profile}`,
    ...(devices ? ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] : []),
    ...(autoplay ? ["--autoplay-policy=no-user-gesture-required"] : []), "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
  const endpoint = await new Promise((resolve, reject) => {
    let printed = "";
    browser.stderr.on("data", (chunk) => {
      printed += chunk;
      const found = /DevTools listening on (ws:\S+)/.exec(printed);
      if (found) resolve(found[1]);
    });
    browser.on("exit", () => reject(new Error(`chromium ended: ${printed}`)));
  });
  const socket = new WebSocket(endpoint);
  await new Promise((resolve) => socket.once("open", resolve));
  let lastId = 0;
  const pending = new Map();
  const listeners = new Set();
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString());
    if (message.id) {
      const { resolve, reject } = pending.get(message.id);
      pending.delete(message.id);
      message.error ? reject(new Error(message.error.message)) : resolve(message.result);
    } else listeners.forEach((listener) => listener(message));
  });
  const send = (method, params = {}, sessionId) => new Promise((resolve, reject) => {
    pending.set(++lastId, { resolve, reject });
    socket.send(JSON.stringify({ id: lastId, method, params, sessionId }));
  });
  return {
    /** @param {string} url */
    async open(url, { width = 1280, height = 800, dark = false, language = "en-US" } = {}) {
      const { targetId } = await send("Target.createTarget", { url: "about:blank", newWindow: true });
      const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
      const call = (method, params) => send(method, params, sessionId);
      const complaints = [];
      listeners.add(({ method, params, sessionId: from }) => {
        if (from !== sessionId) return;
        if (method === "Runtime.exceptionThrown") complaints.push(params.exceptionDetails.exception?.description || params.exceptionDetails.text);
        if (method === "Log.entryAdded" && params.entry.level === "error") complaints.push(`${params.entry.text} ${params.entry.url || ""}`);
        if (method === "Runtime.consoleAPICalled" && params.type === "error") complaints.push(JSON.stringify(params.args));
      });
      await call("Runtime.enable");
      await call("Log.enable");
      await call("Page.enable");
      await call("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: width < 600 ? 2 : 1, mobile: width < 600 });
      await call("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }] });
      await call("Emulation.setUserAgentOverride", { userAgent: "parley-test Chrome", acceptLanguage: language });
      await call("Page.navigate", { url });
      return {
        complaints,
        async eval(expression) {
          const { result, exceptionDetails } = await call("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
          if (exceptionDetails) throw new Error(exceptionDetails.exception?.description || exceptionDetails.text);
          return result.value;
        },
        async until(expression) {
          for (const end = Date.now() + PATIENCE; ;) {
            const value = await this.eval(expression).catch(() => false);
            if (value) return value;
            if (Date.now() > end) throw new Error(`not within ${PATIENCE} ms: ${expression}; the page says: ${await this.eval("document.body.innerText")}; ${complaints.join("; ")}`);
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        },
        async screenshot(file) {
          const { data } = await call("Page.captureScreenshot", { format: "png" });
          writeFileSync(file, Buffer.from(data, "base64"));
        },
        close: () => send("Target.closeTarget", { targetId }),
      };
    },
    async close() {
      const ended = new Promise((resolve) => browser.once("exit", resolve));
      await send("Browser.close").catch(() => {});
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
