// Temporary tokens, for whoever can sign in as an administrator. The session stays in this page's memory.

const api = new URL("../api/v1/", location.href);
let session = "";

export const isSignedIn = () => session !== "";

async function post(path, body) {
  const answer = await fetch(new URL(path, api), {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(session ? { Authorization: `Bearer ${session}` } : {}) },
    body: JSON.stringify(body),
  });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    if (answer.status === 401) session = "";
    throw Object.assign(new Error(content.detail || content.title || answer.statusText), { code: answer.status });
  }
  return content;
}

export async function signIn(username, password) {
  ({ accessToken: session } = await post("sessions", { username, password }));
}

/** @returns {Promise<string>} a token for this user, good for this room and no other */
export async function temporaryToken(appID, roomID, userID) {
  return (await post(`apps/${encodeURIComponent(appID)}/temporary-tokens`, { roomID, userID, effectiveSeconds: 3600 })).token;
}
