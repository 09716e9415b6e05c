import { Code } from "../api/codes.js";
import { EngineError, droppable } from "../api/errors.js";

/**
 * Calls of the documented web engine that a self-hosted server gives no meaning to, by how they say so. docs/sdk/web-calls.md says why of
 * each; a test holds the two together.
 */
export const WEB_UNSUPPORTED = Object.freeze({
  rejects: ["enableBackgroundProcess", "enableAiDenoise", "enableLiveAudioEffect", "enableVirtualStereo", "getElectronScreenSources", "initBackgroundModule", "loadAudioEffect",
    "sendTransparentMessage", "setAiDenoiseMode", "setAudioChangerParam", "setAudioFrameCallback", "setCaptureAudioFrameCallback", "setEffectsBeauty", "setLowlightEnhancement",
    "setReverbPreset", "setVoiceChangerParam", "setVoiceChangerPreset"],
  resolvesFalse: ["setBackgroundBlurOptions", "setDummyCaptureImagePath", "setPlayStreamVideoType", "setStreamAlignmentProperty",
    "setTransparentBackgroundOptions", "setVirtualBackgroundOptions"],
  answersFalse: ["sendSEI", "setRoomScenario", "unloadAudioEffect"],
  throws: ["createAudioEffectPlayer", "createCopyrightedMusic", "createRangeAudioInstance", "createRealTimeSequentialDataManager", "createStreamCompositor", "getNetworkTimeInfo"],
  doesNothing: ["destroyCopyrightedMusic", "destroyRealTimeSequentialDataManager", "enableDualStream", "enableHardwareEncoder", "setEngineConfig", "setLowStreamParameter",
    "setSEIConfig", "setTurnServer"],
});

/** The same for calls of the class itself. */
export const WEB_STATICS_ANSWERED_FALSE = Object.freeze(["presetLogConfig"]);

/** @param {Function} engine the class */
export function refuseUnsupportedWeb(engine) {
  const refusal = (name) => new EngineError(Code.ARGUMENT_WRONG, `${name} is not offered by this server`, JSON.stringify({ call: name }));
  const answers = {
    rejects: (name) => droppable(Promise.reject(refusal(name))),
    resolvesFalse: () => Promise.resolve(false),
    answersFalse: () => false,
    throws: (name) => {
      throw refusal(name);
    },
    doesNothing: () => {},
  };
  for (const [kind, names] of Object.entries(WEB_UNSUPPORTED)) {
    for (const name of names) engine.prototype[name] = () => answers[kind](name);
  }
  for (const name of WEB_STATICS_ANSWERED_FALSE) engine[name] = () => false;
}
