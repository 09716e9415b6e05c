// The devices of this machine: lists, and what is plugged in and out.
import { Code } from "../api/codes.js";
import { EngineError } from "../api/errors.js";

const KINDS = { cameras: "videoinput", microphones: "audioinput", speakers: "audiooutput" };

/** @returns {Promise<{cameras: object[], microphones: object[], speakers: object[]}>} names are empty until the page may use a device */
export async function listDevices() {
  if (!globalThis.navigator || !navigator.mediaDevices) {
    throw new EngineError(Code.PUBLISH_DEVICE, "no camera and microphone here: browsers give them to pages by HTTPS or of localhost only");
  }
  const all = await navigator.mediaDevices.enumerateDevices();
  const of = (kind) => all.filter((device) => device.kind === kind).map(({ deviceId, label }) => ({ deviceID: deviceId, deviceName: label }));
  return { cameras: of(KINDS.cameras), microphones: of(KINDS.microphones), speakers: of(KINDS.speakers) };
}

/**
 * Tells of devices that come and go, from now on.
 * @param {(kind: "cameras" | "microphones" | "speakers", type: "ADD" | "DELETE", device: {deviceID: string, deviceName: string}) => void} tell
 * @returns {() => void} ends it
 */
export function watchDevices(tell) {
  const devices = globalThis.navigator && navigator.mediaDevices;
  if (!devices || !devices.addEventListener) return () => {};
  let known = listDevices();
  // One list after the other: a browser tells of a headset three times at once.
  const changed = () => {
    known = known.then(async (before) => {
      const now = await listDevices();
      for (const kind of Object.keys(KINDS)) compare(kind, before[kind], now[kind]);
      return now;
    });
    known.catch(() => {});
  };
  const compare = (kind, before, now) => {
    const without = (list, others) => list.filter(({ deviceID }) => deviceID && !others.some((each) => each.deviceID === deviceID));
    for (const device of without(before, now)) tell(kind, "DELETE", device);
    for (const device of without(now, before)) tell(kind, "ADD", device);
  };
  known.catch(() => {});
  devices.addEventListener("devicechange", changed);
  return () => devices.removeEventListener("devicechange", changed);
}

/** @param {HTMLMediaElement} media @param {string} deviceID of a speaker @returns {Promise<void>} */
export async function useSpeaker(media, deviceID) {
  if (typeof media.setSinkId !== "function") throw new EngineError(Code.PUBLISH_DEVICE, "this browser cannot choose a speaker");
  try {
    await media.setSinkId(deviceID);
  } catch (error) {
    throw new EngineError(Code.PUBLISH_DEVICE, `${error.name}: ${error.message}`, JSON.stringify({ reason: error.name }));
  }
}
