import { EngineError } from "./api/errors.js";
import { browserHost } from "./hosts/browser.js";
import { BrowserEngine } from "./publisher/browser-engine.js";

class ZegoExpressEngine extends BrowserEngine {
  constructor(appID, server) {
    super(appID, server, browserHost());
  }
}

export { ZegoExpressEngine, ZegoExpressEngine as ParleyEngine, EngineError };
