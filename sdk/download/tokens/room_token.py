"""Makes room tokens for a Parley server, in the GCM form. Python 3.8 or newer, and `pip install cryptography`.

    from room_token import make_token
    make_token(app_id, server_secret, "agent-7", 3600, room_id="claim-4711")

By hand: PARLEY_SECRET=... python3 room_token.py <appID> <userID> <seconds> [roomID]
"""
import base64
import json
import os
import secrets
import struct
import sys
import time

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def make_token(app_id, secret, user_id, seconds, room_id="", may_publish=True, stream_ids=None):
    """The secret is the app's ServerSecret, 32 characters; it stays on your server. The token is good for so many seconds.

    Without room_id it is good for any room, without stream_ids for any stream.
    """
    key = secret.encode()
    if len(key) != 32:
        raise ValueError("the secret has 32 characters")
    now = int(time.time())
    expire = now + seconds
    payload = {"room_id": room_id, "privilege": {"1": 1, "2": 1 if may_publish else 0}, "stream_id_list": stream_ids}
    content = {"app_id": app_id, "user_id": user_id, "nonce": secrets.randbelow(2**31), "ctime": now, "expire": expire,
               "payload": json.dumps(payload, ensure_ascii=False)}
    nonce = os.urandom(12)
    sealed = AESGCM(key).encrypt(nonce, json.dumps(content, ensure_ascii=False).encode(), None)
    packed = struct.pack(">qH", expire, len(nonce)) + nonce + struct.pack(">H", len(sealed)) + sealed + b"\x01"
    return "04" + base64.b64encode(packed).decode()


if __name__ == "__main__":
    app_id, user_id, seconds, *room = sys.argv[1:]
    print(make_token(int(app_id), os.environ.get("PARLEY_SECRET", ""), user_id, int(seconds), *room))
