import { Code } from "../api/codes.js";
import { EngineError, droppable } from "../api/errors.js";

/**
 * Calls of the API that a self-hosted server gives no meaning to, with the code they reject with. docs/sdk/calls.md says why of each;
 * a test holds the two together.
 */
export const UNSUPPORTED = Object.freeze({
  startMixerTask: Code.MIX_REFUSED,
  stopMixerTask: Code.MIX_REFUSED,
  startAutoMixerTask: Code.MIX_REFUSED,
  stopAutoMixerTask: Code.MIX_REFUSED,
  addPublishCdnUrl: Code.CDN_REFUSED,
  removePublishCdnUrl: Code.CDN_REFUSED,
  setMixerTaskConfig: Code.MIX_REFUSED,
});

/** The same for calls of the class itself, which answer with a boolean: it is false. */
export const STATICS_ANSWERED_FALSE = Object.freeze(["use", "setGeoFence", "setEngineOptions", "setCloudProxyConfig", "setLocalProxyConfig"]);

/** @param {Function} engine the class */
export function refuseUnsupported(engine) {
  for (const [name, code] of Object.entries(UNSUPPORTED)) {
    engine.prototype[name] = () => droppable(Promise.reject(new EngineError(code, `${name} is not offered by this server`)));
  }
  for (const name of STATICS_ANSWERED_FALSE) engine[name] = () => false;
}
