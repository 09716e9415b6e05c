import { EngineError } from "./api/errors.js";
import { browserHost } from "./hosts/browser.js";
import { WebEngine } from "./web/web-engine.js";

class ZegoExpressEngine extends WebEngine {
  constructor(appID, server) {
    super(appID, server, browserHost());
  }
}

export { ZegoExpressEngine, ZegoExpressEngine as ParleyEngine, EngineError };
