/**
 * What lies beside the signalling address: wss://host/parley/signal has its SDK at https://host/parley/sdk/.
 * @param {string} server ws(s) @param {string} path @returns {string} http(s)
 */
export function besideSignalling(server, path) {
  return `${server.replace(/^ws/i, "http").replace(/\/signal\/?$/, "")}/${path}`;
}
