"""Replicate, by its HTTP reference, the pages of the models, and its SDK, replicate 1.0.7."""

from __future__ import annotations

from typing import Any, ClassVar

from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor

#: A picture here is any file that was uploaded.
PICTURE, PICTURES = "a picture", "pictures"
#: What models take: each field with its type or values.
_MODELS: dict[str, dict[str, Any]] = {
    "kwaivgi/kling-v2.5-turbo-pro": {
        "prompt": str, "negative_prompt": str, "start_image": PICTURE, "end_image": PICTURE,
        "aspect_ratio": ("16:9", "9:16", "1:1"), "duration": (5, 10),
    },
    "bytedance/seedance-1-pro": {
        "prompt": str, "image": PICTURE, "last_frame_image": PICTURE, "duration": range(2, 13),
        "aspect_ratio": ("16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "9:21"),
        "resolution": ("480p", "720p", "1080p"), "fps": (24,), "seed": int,
    },
    "google/veo-3.1-fast": {
        "prompt": str, "negative_prompt": str, "image": PICTURE, "last_frame": PICTURE,
        "aspect_ratio": ("16:9", "9:16"), "duration": (4, 6, 8), "resolution": ("720p", "1080p"),
        "generate_audio": bool, "seed": int,
    },
    "wan-video/wan-2.2-i2v-fast": {
        "prompt": str, "image": PICTURE, "last_image": PICTURE, "resolution": ("480p", "720p"),
        "num_frames": range(81, 122), "frames_per_second": range(5, 31), "seed": int,
    },
    **{
        f"sync/{model}": {
            "video": PICTURE, "audio": PICTURE, "temperature": float, "active_speaker": bool,
            "sync_mode": ("loop", "bounce", "cut_off", "silence", "remap"),
        }
        for model in ("lipsync-2", "lipsync-2-pro")
    },
    "black-forest-labs/flux-2-pro": {
        "prompt": str, "input_images": PICTURES, "resolution": ("0.5 MP", "1 MP", "2 MP", "4 MP"),
        "aspect_ratio": ("1:1", "16:9", "9:16", "3:2", "2:3", "4:3", "3:4", "4:5", "5:4"),
        "output_format": ("webp", "jpg", "png"), "safety_tolerance": range(1, 6), "seed": int,
    },
    "bytedance/seedream-4.5": {
        "prompt": str, "image_input": PICTURES, "size": ("2K", "4K"), "max_images": range(1, 16),
        "aspect_ratio": ("1:1", "16:9", "9:16", "3:2", "2:3", "4:3", "3:4", "21:9"),
    },
}  # fmt: skip
_WORDS = {
    "wrong_key": (401, "Unauthenticated", "You did not pass a valid authentication token"),
    "no_money": (402, "Insufficient credit", "You have insufficient credit to run this model."),
    "busy": (429, "Too many requests", "Request was throttled. Your rate limit resets in ~30s."),
    "invalid": (422, "Input validation failed", "- input.duration: duration must be one of 5, 10\n"),
}


class Replicate(Vendor):
    """Pictures are uploaded, then a prediction is made of one `input`; five seconds of Kling are 35 cents."""

    engine = "replicate"
    models = ("bytedance/seedance-1-pro", "google/veo-3.1-fast", "wan-video/wan-2.2-i2v-fast")
    env = {"REPLICATE_API_TOKEN": "r8-token"}
    price = 0.35
    lacks = {"moderated": "its filters speak when the job has failed"}
    #: How long a job keeps the GPU, which is what some models cost.
    gpu_seconds: ClassVar[float] = 65

    def __init__(self) -> None:
        super().__init__()
        self.pictures: set[str] = set()
        #: What each job runs: an official model by its name, any other by its version.
        self.models_of: dict[str, str] = {}

    def phase(self, asked: Asked) -> Phase:
        fixed: dict[str, Phase] = {"/v1/files": "upload", "/v1/predictions": "submit", "/v1/account": "check"}
        if asked.path in fixed:
            return fixed[asked.path]
        _, version, what, *rest = asked.path.split("/")
        assert version == "v1"
        if what == "models":
            assert rest[2:] == ["predictions"]
            return "submit"
        assert what == "predictions"
        return "cancel" if rest[1:] == ["cancel"] else "poll"

    def knows(self, asked: Asked) -> bool:
        return asked.headers.get("authorization") == "Bearer r8-token"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        match phase:
            case "upload":
                return self._uploaded(asked.parts)
            case "check":
                return Reply({"type": "organization", "username": "studio"})
            case "submit":
                job = self.new_job(self.given(asked))
                named = asked.path.removeprefix("/v1/models/").removesuffix("/predictions")
                self.models_of[job.id] = asked.json.get("version") or named
                return Reply(self._told(job, "starting"), 201)
            case "cancel":
                id_ = asked.path.split("/")[3]
                self.cancelled.append(id_)
                return Reply(self._told(self.jobs[id_], "canceled"))
        job = self.look(asked.path.rpartition("/")[2])
        return self._polled(job) if job else _wrong(404, "Not found", "The resource could not be found.")

    def _uploaded(self, parts: dict[str, list[bytes]]) -> Reply:
        [content] = parts.pop("content")
        assert not parts
        assert content.startswith((b"\x89PNG", b"\xff\xd8\xff"))
        address = f"{self.url}/v1/files/file-{len(self.pictures)}"
        self.pictures.add(address)
        told = {"id": address.rpartition("/")[2], "name": "image.jpg", "content_type": "image/jpeg"}
        told |= {"size": len(content), "etag": "e", "checksums": {}, "metadata": {}, "expires_at": None}
        return Reply({**told, "created_at": "2026-11-21T10:00:00Z", "urls": {"get": address}}, 201)

    def given(self, asked: Asked) -> dict[str, Any]:
        """The input that was *asked* for, if the model takes it."""
        assert set(asked.json) == {"input"}
        takes = _MODELS[asked.path.removeprefix("/v1/models/").removesuffix("/predictions")]
        return self.check(asked.json["input"], takes)

    def check(self, given: dict[str, Any], takes: dict[str, Any]) -> dict[str, Any]:
        """What is *given*, if the model *takes* it."""
        for name, value in given.items():
            assert self._fits(value, takes[name]), f"{name}: {value!r}"
        return given

    def _fits(self, value: Any, allowed: Any) -> bool:
        if isinstance(allowed, type):
            return type(value) is allowed and value != ""
        if allowed == PICTURE:
            return value in self.pictures
        if allowed == PICTURES:
            return bool(value) and set(value) <= self.pictures
        return value in allowed

    def _told(self, job: Job, status: str) -> dict[str, Any]:
        there = f"{self.url}/v1/predictions/{job.id}"
        told = {"id": job.id, "status": status, "input": job.asked, "output": None, "error": None}
        told |= {"model": self.models_of[job.id].partition(":")[0], "version": "hidden"}
        return {**told, "logs": "", "urls": {"get": there, "cancel": f"{there}/cancel"}}

    def _polled(self, job: Job) -> Reply:
        if job.polls >= 0:
            return Reply(self._told(job, "processing"))
        if job.ends != "done":
            flagged = "The input or output was flagged as sensitive. Please try again. (E005)"
            error = flagged if job.ends == "moderated" else "Prediction interrupted; please retry (code: PA)"
            return Reply({**self._told(job, "failed"), "error": error, "metrics": {}})
        metrics = {"predict_time": self.gpu_seconds, "total_time": self.gpu_seconds + 9}
        return Reply({**self._told(job, "succeeded"), "output": self.output(job), "metrics": metrics})

    def output(self, job: Job) -> Any:
        """The result, in the shape of the model."""
        return self.link(job)

    def trouble(self, kind: Trouble) -> Reply:
        return _wrong(*_WORDS[kind])


class ReplicateImages(Replicate):
    """FLUX.2 with portraits; Seedream gives a list of pictures."""

    engine = "replicate"
    makes = "images"
    models = ("bytedance/seedream-4.5",)
    price = 0.03

    def output(self, job: Job) -> Any:
        return [self.link(job)] if "size" in job.asked else self.link(job)


class ReplicateLips(Replicate):
    """Sync's models: a clip and a sound are uploaded, then the lips are moved."""

    engine = "replicate"
    makes = "lips"
    models = ("sync/lipsync-2-pro",)
    price = 0.25


def _wrong(status: int, title: str, detail: str) -> Reply:
    return Reply({"title": title, "detail": detail, "status": status}, status)
