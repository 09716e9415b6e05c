import { Engine } from "./core/engine.js";
import { EngineError } from "./errors.js";
import { wxHost } from "./hosts/wx.js";

class ZegoExpressEngine extends Engine {
  constructor(appID, server) {
    super(appID, server, wxHost());
  }
}

export { ZegoExpressEngine, ZegoExpressEngine as ParleyEngine, EngineError };
