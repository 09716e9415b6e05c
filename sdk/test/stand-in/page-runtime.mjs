// Runs a mini-program page file outside WeChat: the names a page finds around it, and its Page() call.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { createPage } from "./wx.mjs";

/**
 * @param {URL | string} file
 * @param {{engine: object, wx: object, globalData: object, app?: object, console?: object, changed?: (values: object) => void}} world what require("parley-engine"),
 *   wx and getApp() give to the page, and who hears of its setData
 * @returns {object} the page, loaded
 */
export function openPage(file, { engine, wx, globalData, app = {}, console: output = console, changed }) {
  let page = null;
  const neighbours = createRequire(typeof file === "string" ? pathToFileURL(file) : file);
  const require = (name) => {
    if (name.startsWith(".")) return neighbours(name);
    if (name !== "parley-engine") throw new Error(`the page asks for ${name}`);
    return engine;
  };
  const Page = (definition) => {
    page = createPage(definition, changed);
  };
  const application = { globalData, ...app };
  new Function("require", "Page", "wx", "getApp", "console", readFileSync(file, "utf8"))(require, Page, wx, () => application, output);
  if (page.onLoad) page.onLoad({});
  return page;
}
