"""OpenAI's images, by its API reference, and another service that answers alike."""

from __future__ import annotations

import base64

from vendors.stand_in import Asked, Phase, Reply, Trouble, Vendor, picture

_FIELDS = {"model", "prompt", "size", "n", "quality", "background", "moderation"}
_SIZES = ("1024x1536", "1536x1024", "1024x1024")
_CODES = {
    "wrong_key": (401, "invalid_api_key", "Incorrect API key provided."),
    "no_money": (429, "insufficient_quota", "You exceeded your current quota, please check your plan."),
    "busy": (429, "rate_limit_exceeded", "Rate limit reached for gpt-image-2."),
    "moderated": (400, "moderation_blocked", "Your request was rejected by the safety system."),
    "invalid": (400, "invalid_value", "Invalid value: '7x7'."),
}


class OpenAIImages(Vendor):
    """The picture is in the answer, in base64; portraits go to `/images/edits` as parts of a form."""

    engine = "openai"
    makes = "images"
    base = "/v1"
    env = {"OPENAI_API_KEY": "sk-openai"}
    sync = True
    price = 0.05
    lacks = {"link": "the picture is in the answer"}

    def phase(self, asked: Asked) -> Phase:
        return {"/v1/images/generations": "submit", "/v1/images/edits": "submit", "/v1/models": "check"}[
            asked.path
        ]

    def knows(self, asked: Asked) -> bool:
        (key,) = self.env.values()
        return asked.headers.get("authorization") == f"Bearer {key}"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "check":
            return Reply({"object": "list", "data": []})
        body = self._edited(asked) if asked.path.endswith("edits") else asked.json
        assert set(body) <= self._fields()
        assert body["size"] in _SIZES
        assert body["prompt"]
        data = self._made(body)
        read = {"text_tokens": 50, "image_tokens": 0}
        usage = {
            "input_tokens": 50,
            "input_tokens_details": read,
            "output_tokens": 1584,
            "total_tokens": 1634,
        }
        return Reply({"created": 1, "data": [data], "usage": usage})

    def _edited(self, asked: Asked) -> dict[str, str]:
        parts = asked.parts
        pictures = parts.pop("image[]")
        assert 1 <= len(pictures) <= 16
        assert all(content.startswith(b"\x89PNG") for content in pictures)
        return {name: content.decode() for name, (content,) in parts.items()}

    def _fields(self) -> set[str]:
        return _FIELDS

    def _made(self, body: dict[str, str]) -> dict[str, str]:
        self.new_job(body)
        return {"b64_json": base64.b64encode(picture()).decode()}

    def trouble(self, kind: Trouble) -> Reply:
        status, code, words = _CODES[kind]
        return Reply({"error": {"code": code, "type": "error", "message": words, "param": None}}, status)


class OpenAIAlike(OpenAIImages):
    """Another service, with its own key, model and price, that answers with an address."""

    engine = "openai"
    env = {"OTHER_API_KEY": "key-other"}
    price = 0.02
    lacks = {}
    options = {
        "model": "flux-schnell",
        "values": {"response_format": "url", "quality": None},
        "spec": {
            "auth": {"env": ["OTHER_API_KEY"]},
            "price": {"amount": 0.02, "as_of": "2026-11-21", "source": "its page"},
        },
    }

    def _fields(self) -> set[str]:
        return {"model", "prompt", "size", "n", "response_format"}

    def _made(self, body: dict[str, str]) -> dict[str, str]:
        return {"url": self.link(self.new_job(body))}
