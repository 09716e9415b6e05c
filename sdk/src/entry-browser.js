import { Engine } from "./core/engine.js";
import { EngineError } from "./errors.js";
import { browserHost } from "./hosts/browser.js";

class ZegoExpressEngine extends Engine {
  constructor(appID, server) {
    super(appID, server, browserHost());
  }
}

export { ZegoExpressEngine, ZegoExpressEngine as ParleyEngine, EngineError };
