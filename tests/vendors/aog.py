"""AOG, by its source (intel/aog): one call that waits for DashScope."""

from __future__ import annotations

from pathlib import Path

from vendors.sent import picture_at
from vendors.stand_in import Asked, Phase, Reply, Trouble, Vendor

_WORDS = {
    "no_money": "Arrearage: Access denied, please make sure your account is in good standing.",
    "busy": "Throttling.RateQuota: Requests rate limit exceeded, please try again later.",
    "moderated": "DataInspectionFailed: Input data may contain inappropriate content.",
    "invalid": "image_type request param lost",
}


class AOG(Vendor):
    """`POST /aog/v0.2/services/image-to-video` answers with DashScope's address of the clip."""

    engine = "aog"
    env = {}
    sync = True
    price = 3.5

    def phase(self, asked: Asked) -> Phase:
        return {"/aog/v0.2/services/image-to-video": "submit", "/health": "check"}[asked.path]

    def knows(self, asked: Asked) -> bool:
        return "authorization" not in asked.headers

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "check":
            return Reply({"status": "UP"})
        body = asked.json
        assert set(body) == {"model", "prompt", "image", "image_type"}
        self._look_at(body["image_type"], body["image"])
        return Reply({"id": "1", "data": self.link(self.new_job(body))})

    def _look_at(self, image_type: str, image: str) -> None:
        assert image_type == "base64"
        picture_at(image)

    def trouble(self, kind: Trouble) -> Reply:
        return Reply({"message": _WORDS[kind]}, 400 if kind == "invalid" else 500)


class AOGHere(AOG):
    """On this machine it reads the picture itself."""

    engine = "aog"
    options = {"spec": {"can": {"picture": {"how": "path"}}}}

    def _look_at(self, image_type: str, image: str) -> None:
        assert image_type == "path"
        assert Path(image).is_absolute()
        assert Path(image).is_file()


class AOGElsewhere(AOG):
    """It fetches the picture from an address that an upload gave."""

    engine = "aog"
    options = {
        "spec": {
            "can": {"picture": {"how": "url"}},
            "prepare": [
                {
                    "request": {"method": "POST", "path": "/put", "files": {"file": "{image}"}},
                    "set": {"image": "url"},
                }
            ],
        }
    }

    def phase(self, asked: Asked) -> Phase:
        return "upload" if asked.path == "/put" else super().phase(asked)

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "upload":
            assert asked.parts["file"][0].startswith(b"\x89PNG")
            return Reply({"url": "https://pictures.example/1.png"})
        return super().answer(phase, asked)

    def _look_at(self, image_type: str, image: str) -> None:
        assert (image_type, image) == ("url", "https://pictures.example/1.png")
