"""What stands for a user in a request: a key, or a token that is signed with one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from functools import lru_cache

from pipeline.hosted.spec import Auth
from pipeline.keys import remember, secret

_TOKEN_SECONDS = 1800
#: A token is used for so long, then the next one.
_FRESH_SECONDS = 300


def token_of(auth: Auth) -> str:
    """What stands for *auth* in a header; empty where its keys are not set."""
    keys = [secret(name) for name in auth.env]
    if not keys or not all(keys):
        return ""
    if auth.scheme == "key":
        return keys[0]
    now = int(time.time())
    return remember(_signed(keys[0], keys[1], now - now % _FRESH_SECONDS))


@lru_cache(maxsize=16)
def _signed(access: str, secret_key: str, now: int) -> str:
    """A JSON Web Token (RFC 7519) that *access* is who it says, for half an hour from *now*."""
    parts = ({"alg": "HS256", "typ": "JWT"}, {"iss": access, "exp": now + _TOKEN_SECONDS, "nbf": now - 5})
    told = ".".join(_url64(json.dumps(part).encode()) for part in parts)
    return f"{told}.{_url64(hmac.digest(secret_key.encode(), told.encode(), hashlib.sha256))}"


def _url64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
