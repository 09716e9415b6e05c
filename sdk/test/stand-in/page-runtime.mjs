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
export function openPage(file, world) {
  let page = null;
  const Page = (definition) => {
    page = createPage(definition, world.changed);
  };
  run(file, world, Page);
  if (page.onLoad) page.onLoad({});
  return page;
}

/**
 * The same for a component of uni-app, which a file exports as Vue's options: an object whose fields are the data and the methods, and that
 * has no setData.
 */
export function openComponent(file, world) {
  const { data = () => ({}), methods = {}, created = () => {} } = run(file, world, () => {});
  const { changed = () => {} } = world;
  const component = new Proxy({}, {
    set(target, name, value) {
      target[name] = value;
      if (name in values) changed({ [name]: structuredClone(value) });
      return true;
    },
  });
  const values = data.call(component);
  Object.assign(component, values, { $nextTick: (task) => void setTimeout(task, 1) });
  for (const [name, method] of Object.entries(methods)) component[name] = method.bind(component);
  created.call(component);
  return component;
}

/** @returns {object} what the file exports */
function run(file, { engine, wx, globalData, app = {}, console: output = console }, Page) {
  const neighbours = createRequire(typeof file === "string" ? pathToFileURL(file) : file);
  const require = (name) => {
    if (name.startsWith(".")) return neighbours(name);
    if (name !== "parley-engine") throw new Error(`the page asks for ${name}`);
    return engine;
  };
  const application = { globalData, ...app };
  const module = { exports: {} };
  new Function("require", "Page", "wx", "getApp", "console", "module", readFileSync(file, "utf8"))(require, Page, wx, () => application, output, module);
  return module.exports;
}
