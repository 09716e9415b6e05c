import { Engine } from "./core/engine.js";
import { EngineError } from "./api/errors.js";
import { wxHost } from "./hosts/wx.js";
import { tagAttached, tagDetached, tagReported } from "./page/tags.js";

class ZegoExpressEngine extends Engine {
  constructor(appID, server) {
    super(appID, server, wxHost());
  }
}

/** For the components of this package. */
const tags = { attached: tagAttached, detached: tagDetached, reported: tagReported };

export { tags, ZegoExpressEngine, ZegoExpressEngine as ParleyEngine, EngineError };
