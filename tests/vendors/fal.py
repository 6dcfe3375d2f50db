"""fal.ai, by its documents (docs.fal.ai), its Python client, and the pages of its models."""

from __future__ import annotations

import base64
from typing import Any

from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor

FLUX = {"prompt", "image_size", "output_format", "safety_tolerance", "seed", "enable_safety_checker"}
KLING = {"prompt", "duration", "negative_prompt", "cfg_scale"}
VEO = {"prompt", "aspect_ratio", "duration", "negative_prompt", "resolution", "generate_audio", "seed"}
SEEDANCE = {"prompt", "image_url", "end_image_url", "resolution", "duration", "aspect_ratio", "seed"}
RAY = {"prompt", "image_url", "end_image_url", "aspect_ratio", "resolution", "duration", "loop"}
PIKA = {"prompt", "seed", "negative_prompt", "resolution", "duration"}
LIPS = {"video_url", "audio_url", "sync_mode"}
ANIMATEDIFF = {
    "prompt", "negative_prompt", "num_frames", "num_inference_steps", "guidance_scale", "seed", "fps",
    "motions", "video_size",
}  # fmt: skip
#: The fields of each app, as its page lists them.
APPS = {
    "fal-ai/kling-video/v2.5-turbo/pro/image-to-video": {*KLING, "image_url", "tail_image_url"},
    "fal-ai/kling-video/v2.5-turbo/pro/text-to-video": {*KLING, "aspect_ratio"},
    "fal-ai/kling-video/v2.5-turbo/standard/image-to-video": {*KLING, "image_url"},
    "fal-ai/kling-video/v3/turbo/standard/image-to-video": {"prompt", "image_url", "duration"},
    "fal-ai/kling-video/v3/turbo/pro/image-to-video": {"prompt", "image_url", "duration"},
    "fal-ai/kling-video/v3/turbo/pro/text-to-video": {"prompt", "aspect_ratio", "duration"},
    "fal-ai/kling-video/v3/pro/image-to-video": {
        *KLING, "start_image_url", "end_image_url", "generate_audio", "elements",
    },
    "fal-ai/kling-video/o3/standard/image-to-video": {
        "prompt", "image_url", "end_image_url", "duration", "generate_audio", "negative_prompt",
    },
    "fal-ai/veo3.1": VEO,
    "fal-ai/veo3.1/fast": VEO,
    "fal-ai/veo3.1/image-to-video": {*VEO, "image_url"},
    "fal-ai/veo3.1/fast/image-to-video": {*VEO, "image_url"},
    "fal-ai/veo3.1/first-last-frame-to-video": {*VEO, "first_frame_url", "last_frame_url"},
    "fal-ai/veo3.1/fast/first-last-frame-to-video": {*VEO, "first_frame_url", "last_frame_url"},
    "fal-ai/wan-25-preview/image-to-video": {
        "prompt", "image_url", "resolution", "duration", "negative_prompt", "seed", "enable_prompt_expansion",
    },
    "bytedance/seedance-2.0/image-to-video": {*SEEDANCE, "generate_audio"},
    "bytedance/seedance-2.0/fast/image-to-video": {*SEEDANCE, "generate_audio"},
    "fal-ai/bytedance/seedance/v1/pro/fast/image-to-video": {*SEEDANCE, "camera_fixed"} - {"end_image_url"},
    "fal-ai/pika/v2.2/image-to-video": {*PIKA, "image_url"},
    "fal-ai/pika/v2.2/text-to-video": {*PIKA, "aspect_ratio"},
    "fal-ai/luma-dream-machine/ray-2-flash/image-to-video": RAY,
    "fal-ai/luma-dream-machine/ray-2/image-to-video": RAY,
    "luma/agent/ray/v3.2/image-to-video": {*RAY} - {"end_image_url"},
    "fal-ai/stable-video": {"image_url", "seed", "motion_bucket_id", "cond_aug", "fps"},
    "fal-ai/fast-animatediff/text-to-video": ANIMATEDIFF,
    "fal-ai/fast-animatediff/turbo/text-to-video": ANIMATEDIFF,
    "fal-ai/animatediff-sparsectrl-lcm": {
        "prompt", "negative_prompt", "controlnet_type", "num_inference_steps", "guidance_scale", "seed",
        *(f"keyframe_{number}_{what}" for number in range(3) for what in ("image_url", "index")),
    },
    "fal-ai/sync-lipsync": {*LIPS, "model"},
    **{f"fal-ai/sync-lipsync/{version}": LIPS for version in ("v2", "v2/pro", "v3")},
    "fal-ai/flux-2-pro": FLUX,
    "fal-ai/flux-2-pro/edit": {*FLUX, "image_urls"},
    "fal-ai/flux-2-flex": FLUX,
    "fal-ai/flux-2-flex/edit": {*FLUX, "image_urls"},
    "fal-ai/flux-2-max": FLUX,
    "fal-ai/flux-2-max/edit": {*FLUX, "image_urls"},
}  # fmt: skip
#: Apps that take `5s`, those that take 5, and all others, which take "5".
IN_WORDS, IN_NUMBERS = ("veo3.1", "/ray"), ("pika",)


def is_picture(address: str) -> bool:
    head, _, content = address.partition(",")
    return head in ("data:image/png;base64", "data:image/jpeg;base64") and bool(
        base64.b64decode(content, validate=True)
    )


def _check_lips(body: dict[str, Any]) -> None:
    """A video and a sound, as addresses that hold them."""
    assert body["video_url"].startswith("data:video/mp4;base64,")
    assert body["audio_url"].startswith("data:audio/wav;base64,")
    assert body.get("sync_mode", "cut_off") in ("cut_off", "loop", "bounce", "silence", "remap")


class Fal(Vendor):
    """`POST /{app}`, then the addresses that it gave; failures are told by the result's address."""

    engine = "fal"
    env = {"FAL_KEY": "id:secret"}
    price = 0.35
    #: One of each kind: what the pictures are called, how lengths are said.
    models = (
        "fal-ai/kling-video/v3/pro/image-to-video",
        "fal-ai/veo3.1/fast/image-to-video",
        "fal-ai/wan-25-preview/image-to-video",
        "fal-ai/luma-dream-machine/ray-2-flash/image-to-video",
    )
    lacks = {"moderated": "what is refused is refused when it is made"}

    def phase(self, asked: Asked) -> Phase:
        app, _, of_job = asked.path.strip("/").partition("/requests/")
        if not of_job:
            assert asked.method == "POST"
            assert app in APPS
            return "submit"
        assert app.count("/") == 1, "the rest of the path is not in the addresses of a job"
        last = of_job.partition("/")[2]
        phases: dict[str, Phase] = {"status": "poll", "cancel": "cancel", "": "finish"}
        assert asked.method == ("PUT" if last == "cancel" else "GET")
        return phases[last]

    def knows(self, asked: Asked) -> bool:
        return asked.headers.get("authorization") == "Key id:secret"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "submit":
            return self._submitted(asked.path.strip("/"), asked.json)
        id_ = asked.path.partition("/requests/")[2].partition("/")[0]
        if phase == "cancel":
            self.cancelled.append(id_)
            return Reply({"status": "CANCELLATION_REQUESTED"}, 202)
        if phase == "finish":
            return self._result(self.jobs[id_])
        job = self.look(id_)
        return self._status(job) if job else Reply({"detail": "Request not found"}, 404)

    def _submitted(self, app: str, body: dict[str, Any]) -> Reply:
        assert set(body) <= APPS[app], set(body) - APPS[app]
        if "sync-lipsync" in app:
            _check_lips(body)
        else:
            self._check_pictures(app, body)
        if "duration" in APPS[app]:
            self._check_duration(app, body["duration"])
        job = self.new_job(body)
        base = f"{self.url}/{'/'.join(app.split('/')[:2])}/requests/{job.id}"
        return Reply(
            {
                "request_id": job.id,
                "status": "IN_QUEUE",
                "queue_position": 0,
                "status_url": f"{base}/status",
                "response_url": base,
                "cancel_url": f"{base}/cancel",
            }
        )

    @staticmethod
    def _check_pictures(app: str, body: dict[str, Any]) -> None:
        pictures = [value for name, value in body.items() if name.endswith("_url")]
        assert all(is_picture(picture) for picture in [*pictures, *body.get("image_urls", ())])
        assert len(pictures) >= ("image-to-video" in app) + ("first-last" in app)
        assert bool(body.get("image_urls")) == app.endswith("/edit")

    @staticmethod
    def _check_duration(app: str, duration: Any) -> None:
        if any(word in app for word in IN_WORDS):
            assert duration.endswith("s")
        elif any(word in app for word in IN_NUMBERS):
            assert duration in (5, 10)
        else:
            assert duration.isdigit()

    def _status(self, job: Job) -> Reply:
        told: dict[str, Any] = {"request_id": job.id, "response_url": f"{self.url}/", "logs": None}
        if job.polls >= 1:
            return Reply({**told, "status": "IN_QUEUE", "queue_position": 2}, 202)
        if job.polls >= 0:
            return Reply({**told, "status": "IN_PROGRESS"}, 202)
        return Reply({**told, "status": "COMPLETED", "metrics": {"inference_time": 31.5}})

    def _result(self, job: Job) -> Reply:
        if job.ends == "failed":
            return Reply(
                {"detail": [{"loc": ["body"], "msg": "No video", "type": "no_media_generated"}]}, 422
            )
        if job.ends == "moderated":
            why = {"loc": ["body", "prompt"], "msg": "Flagged.", "type": "content_policy_violation"}
            return Reply({"detail": [why]}, 422)
        file = {"url": self.link(job), "content_type": "video/mp4", "file_size": 1}
        return Reply({"images": [file], "seed": 7} if self.makes == "images" else {"video": file})

    def trouble(self, kind: Trouble) -> Reply:
        match kind:
            case "wrong_key":
                return Reply({"detail": "Cannot access application. Authentication is required."}, 401)
            case "no_money":
                return Reply({"detail": "User is locked. Reason: Exhausted balance."}, 403)
            case "busy":
                return Reply({"detail": "Too many requests"}, 429, {"Retry-After": "5"})
        return Reply({"detail": [{"loc": ["body", "duration"], "msg": "bad", "type": "value_error"}]}, 422)


class FalImages(Fal):
    """Flux.2 from words, and with portraits at the address that ends with `edit`."""

    engine = "fal"
    makes = "images"
    price = 0.03
    models = ("fal-ai/flux-2-flex", "fal-ai/flux-2-max")


class FalLips(Fal):
    """The lips of a clip by sync's models; three dollars a minute."""

    engine = "fal"
    makes = "lips"
    price = 0.25
    models = ("fal-ai/sync-lipsync", "fal-ai/sync-lipsync/v2/pro", "fal-ai/sync-lipsync/v3")


class FalRunner(Fal):
    """The same, where the status tells of the failure, and the result's address of a broken runner."""

    engine = "fal"
    models = ()

    def _status(self, job: Job) -> Reply:
        if job.polls < 0 and job.ends == "moderated":
            why = {"error": "Blocked by the content policy", "error_type": "content_policy_violation"}
            return Reply({"request_id": job.id, "status": "COMPLETED", **why})
        return super()._status(job)

    def _result(self, job: Job) -> Reply:
        if job.ends == "failed":
            return Reply({"detail": "The runner disconnected", "error_type": "runner_disconnected"}, 503)
        return super()._result(job)
