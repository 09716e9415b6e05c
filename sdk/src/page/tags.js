/**
 * The ready-made components report here: a tag inside a component needs that component for its context, and its events need an engine.
 * Nothing else is shared between a page and its components.
 */

/** @type {Map<string, object>} play components by streamID */
const components = new Map();
/** @type {Set<object>} engines that live */
const engines = new Set();

export function engineBegan(engine) {
  engines.add(engine);
}

export function engineEnded(engine) {
  engines.delete(engine);
}

/** @param {string} streamID @param {object} component */
export function tagAttached(streamID, component) {
  components.set(streamID, component);
}

/** @param {string} streamID @param {object} component */
export function tagDetached(streamID, component) {
  if (components.get(streamID) === component) components.delete(streamID);
}

/** The component that shows this stream's tag, if it is in one. @param {string} streamID */
export function componentOf(streamID) {
  return components.get(streamID);
}

/**
 * Hands a tag's event to the engine that runs its stream.
 * @param {"updatePlayerState" | "updatePlayerNetStatus" | "updateAudioVolumeNotify"} call @param {string} streamID @param {object} event
 */
export function tagReported(call, streamID, event) {
  for (const engine of engines) {
    if (engine.runs(streamID)) engine[call](streamID, event);
  }
}
