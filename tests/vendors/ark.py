"""What Seedance and Seedream share: the key and the errors of Volcengine Ark."""

from __future__ import annotations

from vendors.stand_in import Asked, Reply, Trouble, Vendor

_CODES = {
    "wrong_key": (401, "AuthenticationError", "The API key doesn't exist."),
    "no_money": (403, "AccountOverdueError", "The account has an overdue balance."),
    "busy": (429, "RateLimitExceeded.EndpointRPMExceeded", "The requests per minute limit is exceeded."),
    "moderated": (
        400,
        "InputTextSensitiveContentDetected",
        "The input text may contain sensitive information.",
    ),
    "invalid": (400, "InvalidParameter", "The parameter `duration` specified in the request is not valid."),
}


class Ark(Vendor):
    """`error.code` and `error.message`, with a fitting HTTP status."""

    env = {"ARK_API_KEY": "key-ark"}

    def knows(self, asked: Asked) -> bool:
        return asked.headers["authorization"] == "Bearer key-ark"

    def trouble(self, kind: Trouble) -> Reply:
        return wrong(*_CODES[kind])


def wrong(status: int, code: str, words: str) -> Reply:
    return Reply({"error": {"code": code, "message": words, "param": "", "type": "BadRequest"}}, status)
