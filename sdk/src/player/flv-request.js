/**
 * Asks for a live stream, over WebSocket or HTTP.
 * @param {string} url
 * @param {{data: (piece: ArrayBuffer | Uint8Array) => void, ended: (cause: string) => void}} to `ended` is called once, unless it is closed before
 * @returns {{close(): void}}
 */
export function requestFlv(url, to) {
  let over = false;
  const ended = (cause) => {
    if (!over) to.ended(cause);
    over = true;
  };
  const data = (piece) => {
    if (!over) to.data(piece);
  };
  const close = /^ws/.test(url) ? overWebSocket(url, data, ended) : overHttp(url, data, ended);
  return {
    close() {
      over = true;
      close();
    },
  };
}

function overWebSocket(url, data, ended) {
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  socket.onmessage = (event) => {
    if (typeof event.data !== "string") data(event.data);
  };
  // An error is followed by a close.
  socket.onclose = () => ended("LOADING_COMPLETE");
  return () => socket.close();
}

function overHttp(url, data, ended) {
  const abort = new AbortController();
  (async () => {
    const response = await fetch(url, { signal: abort.signal, cache: "no-store", credentials: "same-origin" });
    if (!response.ok) {
      ended(`NetworkError: HttpStatusCodeInvalid ${response.status}`);
      return;
    }
    const reader = response.body.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) data(read.value);
    ended("LOADING_COMPLETE");
  })().catch((error) => ended(`NetworkError: ${error.message}`));
  return () => abort.abort();
}
