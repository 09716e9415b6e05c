/**
 * The engine's needs of the place it runs in.
 *
 * @typedef {object} SocketListener
 * @property {() => void} open
 * @property {(frame: unknown) => void} message
 * @property {(code: number, reason: string) => void} close also after a failed attempt; at most once
 *
 * @typedef {object} Host
 * @property {"MINI_PROGRAM" | "BROWSER" | "NODE"} kind
 * @property {() => number} now milliseconds
 * @property {(task: () => void, delay: number) => unknown} setTimeout
 * @property {(timer: unknown) => void} clearTimeout
 * @property {(url: string, listener: SocketListener) => {send(text: string): void, close(code: number, reason: string): void}} openSocket
 * @property {(listener: () => void) => (() => void)} onWake tells when the app comes to the front or the network returns; gives back its end
 * @property {(url: string, body: object) => Promise<void>} post as JSON; rejects unless the answer is a 2xx
 * @property {(granted: {rtmp: string, flv: string, wsFlv: string}) => string} playURL the form of the play URL that works here
 * @property {(page: import("../page/page-data.js").PageData, parts: object) => object | null} createPusher null where there is no push tag
 * @property {(streamID: string, parts: object) => object} createPlayer
 * @property {() => Promise<{code: number, msg: string}>} checkSystemRequirements
 */
export {};
