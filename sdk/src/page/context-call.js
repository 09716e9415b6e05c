/**
 * Hands a call on to a WeChat context, with the page's `{success, fail, complete}`.
 * @param {object | null} context @param {string} method @param {object} [options]
 */
export function callContext(context, method, options = {}) {
  if (context && typeof context[method] === "function") {
    context[method](options);
    return;
  }
  const failure = { errMsg: `${method}:fail ${context ? "not in this WeChat version" : "there is no running tag"}` };
  if (typeof options.fail === "function") options.fail(failure);
  if (typeof options.complete === "function") options.complete(failure);
}
