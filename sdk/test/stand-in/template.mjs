// The two tags of a page's template, in WXML or in a Vue file: where their values are, and who hears of their events.

const ELEMENT = /<([\w-]+)((?:\s+[@:\w-]+(?:="[^"]*")?)*)\s*\/?>/g;
const ATTRIBUTE = /([@:\w-]+)(?:="([^"]*)")?/g;
const TAGS = { "live-pusher": "push", "live-player": "play" };

/**
 * @typedef {{what: "push" | "play", id: string, url: string, autoplay: boolean, owner: object, state: string, net: string}} Tag `state` and `net`
 *   are methods of the owner
 *
 * @param {string} template
 * @param {object} values what its expressions name
 * @param {object} owner whose methods its handlers are
 * @param {(name: string, key: string, attributes: object) => {template: string, values: object, owner: object} | null} [component] of a
 *   component's element
 * @returns {Tag[]} those that are on the page now
 */
export function tagsOf(template, values, owner, component = () => null) {
  const found = [];
  for (const [, name, text] of template.matchAll(ELEMENT)) {
    const attributes = Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, key, value = "true"]) => [key, value]));
    for (const scope of scopesOf(attributes, values)) found.push(...tagsOfElement(name, attributes, scope, owner, component));
  }
  return found;
}

function tagsOfElement(name, attributes, scope, owner, component) {
  const value = (attribute) => evaluated(attributes, attribute, scope);
  if (attributes["wx:if"] !== undefined && !value("wx:if")) return [];
  if (attributes["v-if"] !== undefined && !lookUp(attributes["v-if"], scope)) return [];
  if (TAGS[name]) {
    const handler = (event) => attributes[`bind${event}`] || attributes[`@${event}`];
    return [{ what: TAGS[name], id: value("id") || "", url: value("url") || value("src") || "", autoplay: [true, "true"].includes(value("autoplay")) || value("autopush") === true, owner,
      state: handler("statechange"), net: handler("netstatus") }];
  }
  const inner = component(name, String(lookUp("item.id", scope) ?? ""), value("attributes"));
  return inner ? tagsOf(inner.template, inner.values, inner.owner, component) : [];
}

function scopesOf(attributes, values) {
  const list = attributes["wx:for"] && /^{{(.*)}}$/.exec(attributes["wx:for"])[1];
  const [, item, vueList] = /^\(?(\w+)[^)]*\)? in (.+)$/.exec(attributes["v-for"] || "") || [];
  if (list) return (lookUp(list, values) || []).map((each) => ({ ...values, item: each }));
  if (vueList) return (lookUp(vueList, values) || []).map((each) => ({ ...values, [item]: each }));
  return [values];
}

/** A value in braces, one that Vue binds, or plain text. */
function evaluated(attributes, name, scope) {
  if (attributes[`:${name}`] !== undefined) return lookUp(attributes[`:${name}`], scope);
  const text = attributes[name];
  const [, expression] = /^{{(.*)}}$/.exec(text ?? "") || [];
  return expression === undefined ? text : lookUp(expression, scope);
}

function lookUp(expression, scope) {
  return expression.trim().split(".").reduce((value, name) => value?.[name], scope);
}
