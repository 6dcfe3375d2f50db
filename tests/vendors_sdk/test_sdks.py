"""
The stand-ins of the tests answer as the vendors do: their own SDKs work with them, and send what we send.

Off by default, since the SDKs are no part of the project and want other versions of its packages. In an
environment of their own, with what `requirements.lock` names beside them:

    python -m venv sdks
    sdks/bin/pip install -r requirements.lock pytest hypothesis
    sdks/bin/pip install runwayml==5.24.0 lumaai==1.21.0 luma-agents==0.5.0 replicate==1.0.7 \
        dashscope==2.0.2 zai-sdk==0.2.3 openai
    SHORTDRAMA_SDKS=1 sdks/bin/python -m pytest tests/vendors_sdk -p no:xdist

What an SDK says of an answer is checked by its own types where it can be told to be strict. An SDK that is
not installed is left out. Nothing is sent anywhere but to this machine.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import re
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import pytest
import stamina
from vendors.cogvideox import CogVideoX
from vendors.dashscope import DashScope, DashScopeMedia
from vendors.luma import Luma, LumaImages
from vendors.luma_ray2 import LumaRay2
from vendors.openai import OpenAIAlike, OpenAIImages
from vendors.replicate import Replicate, ReplicateImages
from vendors.runway import Runway, RunwayImages
from vendors.stand_in import Asked, Server, Vendor, picture, serving
from vendors.zai import ZAI

from pipeline import clips, images, keys
from pipeline.clips.engine import ClipRequest
from pipeline.hosted import gate, waiting
from pipeline.images.engine import Brief, ImageRequest, Reference
from pipeline.story import Angle, Era, Move, Size, Time, Weather

pytestmark = [
    pytest.mark.skipif(not os.environ.get("SHORTDRAMA_SDKS"), reason="SHORTDRAMA_SDKS is not set"),
    # The SDKs are other people's code.
    pytest.mark.filterwarnings("default"),
]


@dataclass
class Told:
    """What an SDK says of a job."""

    state: str
    address: str = ""
    why: str = ""


class Sdk:
    """One vendor's SDK: how it is made, and what it calls what we do."""

    package: ClassVar[str]
    vendor: ClassVar[type[Vendor]]
    #: The errors of a wrong key and of a job that is not there, in the package.
    denied: ClassVar[str] = "AuthenticationError"
    missing: ClassVar[str] = "NotFoundError"
    busy: ClassVar[str] = "RateLimitError"

    def __init__(self, url: str, key: str) -> None:
        self.module = importlib.import_module(self.package)
        self.client: Any = self.made(url, key)

    def made(self, url: str, key: str) -> Any:
        raise NotImplementedError

    def submit(self, path: str, body: dict[str, Any]) -> str:
        """Have the SDK send what our engine sent; the job's id."""
        raise NotImplementedError

    def poll(self, job: str) -> Told:
        raise NotImplementedError


class RunwaySdk(Sdk):
    package = "runwayml"
    vendor = Runway

    def made(self, url: str, key: str) -> Any:
        return self.module.RunwayML(
            base_url=url, api_key=key, max_retries=0, _strict_response_validation=True
        )

    def submit(self, path: str, body: dict[str, Any]) -> str:
        resource = getattr(self.client, path.rpartition("/")[2])
        return resource.create(**{_snake(name): value for name, value in body.items()}).id

    def poll(self, job: str) -> Told:
        task = self.client.tasks.retrieve(job)
        return Told(task.status, *getattr(task, "output", None) or [""], getattr(task, "failure_code", ""))


class RunwayImagesSdk(RunwaySdk):
    vendor = RunwayImages


class LumaSdk(Sdk):
    package = "luma_agents"
    vendor = Luma

    def made(self, url: str, key: str) -> Any:
        return self.module.Luma(base_url=url, auth_token=key, max_retries=0, _strict_response_validation=True)

    def submit(self, path: str, body: dict[str, Any]) -> str:
        return self.client.generations.create(**body).id

    def poll(self, job: str) -> Told:
        told = self.client.generations.get(job)
        return Told(
            told.state, (told.output or [None])[0].url if told.output else "", told.failure_code or ""
        )


class LumaImagesSdk(LumaSdk):
    vendor = LumaImages


class LumaRay2Sdk(Sdk):
    package = "lumaai"
    vendor = LumaRay2

    def made(self, url: str, key: str) -> Any:
        return self.module.LumaAI(
            base_url=url, auth_token=key, max_retries=0, _strict_response_validation=True
        )

    def submit(self, path: str, body: dict[str, Any]) -> str:
        return self.client.generations.video.create(**body).id

    def poll(self, job: str) -> Told:
        told = self.client.generations.get(job)
        return Told(told.state, (told.assets and told.assets.video) or "", told.failure_reason or "")


class ReplicateSdk(Sdk):
    package = "replicate"
    vendor = Replicate
    denied = missing = busy = "exceptions.ReplicateError"

    def made(self, url: str, key: str) -> Any:
        # It repeats requests that failed, which a test would wait for.
        return self.module.Client(
            api_token=key, base_url=url, transport=importlib.import_module("httpx").HTTPTransport()
        )

    def submit(self, path: str, body: dict[str, Any]) -> str:
        self.client.files.create(io.BytesIO(picture()))
        model = path.removeprefix("/v1/models/").removesuffix("/predictions")
        return self.client.models.predictions.create(model=model, input=body["input"]).id

    def poll(self, job: str) -> Told:
        told = self.client.predictions.get(job)
        output = told.output[0] if isinstance(told.output, list) else told.output
        return Told(told.status, output or "", told.error or "")


class ReplicateImagesSdk(ReplicateSdk):
    vendor = ReplicateImages


class Lenient:
    """A stand-in that passes over what an SDK sends beside the documents."""

    def answer(self, phase: Any, asked: Asked) -> Any:
        if phase == "submit":
            asked = replace(asked, raw=json.dumps(_without_noise(asked.json)).encode())
        return super().answer(phase, asked)  # type: ignore[misc]  # it is mixed in with a vendor


class LenientDashScope(Lenient, DashScope):
    pass


class LenientDashScopeMedia(Lenient, DashScopeMedia):
    pass


class LenientZAI(Lenient, ZAI):
    pass


class LenientCogVideoX(Lenient, CogVideoX):
    pass


class DashScopeSdk(Sdk):
    package = "dashscope"
    vendor = LenientDashScope

    def made(self, url: str, key: str) -> Any:
        self.module.base_http_api_url = f"{url}/api/v1"
        self.module.api_key = key
        return self.module.VideoSynthesis

    def submit(self, path: str, body: dict[str, Any]) -> str:
        answer = self.client.async_call(model=body["model"], **body["input"], **body["parameters"])
        assert answer.status_code == 200, answer
        return answer.output.task_id

    def poll(self, job: str) -> Told:
        answer = self.client.fetch(job)
        assert answer.status_code == 200, answer
        output = answer.output
        return Told(output.task_status, output.get("video_url") or "", output.get("code") or "")


class DashScopeMediaSdk(DashScopeSdk):
    vendor = LenientDashScopeMedia


class ZaiSdk(Sdk):
    package = "zai"
    vendor = LenientZAI
    denied = "core.APIAuthenticationError"
    missing = "core.APIStatusError"
    busy = "core.APIReachLimitError"

    def made(self, url: str, key: str) -> Any:
        return self.module.ZaiClient(base_url=f"{url}/api/paas/v4", api_key=key, max_retries=0)

    def submit(self, path: str, body: dict[str, Any]) -> str:
        return self.client.videos.generations(**body).id

    def poll(self, job: str) -> Told:
        told = self.client.videos.retrieve_videos_result(job)
        return Told(told.task_status, told.video_result[0].url if told.video_result else "")


class ZhipuSdk(ZaiSdk):
    vendor = LenientCogVideoX

    def made(self, url: str, key: str) -> Any:
        return self.module.ZhipuAiClient(base_url=f"{url}/api/paas/v4", api_key=key, max_retries=0)


QUEUES = [RunwaySdk, RunwayImagesSdk, LumaSdk, LumaImagesSdk, LumaRay2Sdk, ReplicateSdk, ReplicateImagesSdk]
QUEUES += [DashScopeSdk, DashScopeMediaSdk, ZaiSdk, ZhipuSdk]


@dataclass
class Rig:
    """An SDK and our engine, each at its own server of the same vendor."""

    sdk: type[Sdk]
    theirs: Server
    ours: Server
    root: Any
    key: str = field(init=False)

    def __post_init__(self) -> None:
        (self.key,) = self.theirs.vendor.env.values()
        (self.root / "frame.png").write_bytes(picture())

    def client(self, key: str = "") -> Sdk:
        return self.sdk(self.theirs.url, key or self.key)

    def sent(self) -> Asked:
        """What our engine sends for the job."""
        return made(self.ours, self.root)[-1]


def made(server: Server, root: Any, references: int = 0) -> list[Asked]:
    """The requests for a job with which our engine has *server* make a file."""
    vendor, frame = server.vendor, root / "frame.png"
    kinds: Any = clips.ENGINES if vendor.makes == "clips" else images.ENGINES
    options = {**vendor.options}
    spec = {"base_url": f"{server.url}{getattr(vendor, 'base', '')}", **options.pop("spec", {})}
    spec |= {} if vendor.sync else {"poll": {"every_seconds": 0}}
    engine = kinds[vendor.engine](spec=spec, **options)
    if vendor.makes == "clips":
        engine.animate(
            ClipRequest("Rain falls.", frame, vendor.seconds, 72, 128, 24, Move.PUSH, 7), root / "out.mp4"
        )
    else:
        brief = Brief(None, True, Time.DAY, Weather.CLEAR, Era.MODERN, Size.MEDIUM, Angle.EYE, (), "", False)
        people = tuple(Reference(name, frame) for name in ("Lin", "Zhou")[:references])
        engine.draw(ImageRequest("Rain falls.", brief, 72, 128, 7, people), root / "out.png")
    return [asked for phase, asked in server.log if phase == "submit"]


def _snake(name: str) -> str:
    return re.sub(r"([A-Z])", r"_\1", name).lower()


def _error(sdk: Sdk, name: str) -> type[Exception]:
    found: Any = sdk.module
    for part in name.split("."):
        found = getattr(found, part)
    return found


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path):
    monkeypatch.setattr(keys, "FILE", tmp_path / "no.env")
    monkeypatch.setattr(waiting, "sleep", lambda _: None)
    gate.forget()
    with stamina.set_testing(True, attempts=2):
        yield
    gate.forget()


@pytest.fixture(params=QUEUES, ids=lambda sdk: f"{sdk.package}-{sdk.vendor.__name__}")
def rig(request, monkeypatch, tmp_path):
    pytest.importorskip(request.param.package)
    for name, key in request.param.vendor.env.items():
        monkeypatch.setenv(name, key)
    with serving(request.param.vendor()) as theirs, serving(request.param.vendor()) as ours:
        yield Rig(request.param, theirs, ours, tmp_path)


def test_the_sdk_sends_what_our_engine_sends(rig):
    ours = rig.sent()
    if isinstance(rig.theirs.vendor, LumaRay2 | Replicate):
        rig.theirs.vendor.pictures = _elsewhere(rig)
    rig.client().submit(ours.path, _moved(ours.json, rig))

    theirs = next(asked for phase, asked in rig.theirs.log if phase == "submit")
    assert (theirs.method, theirs.path) == (ours.method, ours.path)
    assert _without_noise(theirs.json) == _moved(ours.json, rig)
    assert theirs.headers["authorization"] == ours.headers["authorization"]
    for header in ("x-runway-version", "x-dashscope-async"):
        assert theirs.headers.get(header) == ours.headers.get(header)


def _elsewhere(rig: Rig) -> Any:
    """The pictures that our engine uploaded to its own server, as if to the SDK's."""
    uploaded = rig.ours.vendor.pictures
    moved = [address.replace(str(rig.ours.server_port), str(rig.theirs.server_port)) for address in uploaded]
    return dict(zip(moved, uploaded.values(), strict=True)) if isinstance(uploaded, dict) else set(moved)


def _moved(body: Any, rig: Rig) -> Any:
    match body:
        case dict():
            return {name: _moved(value, rig) for name, value in body.items()}
        case list():
            return [_moved(value, rig) for value in body]
        case str() if body.startswith("http"):
            return body.replace(str(rig.ours.server_port), str(rig.theirs.server_port))
    return body


#: Fields of the input that the SDK of DashScope sends and its documents do not have.
_UNDOCUMENTED = ("extend_prompt", "function")


def _without_noise(body: dict[str, Any]) -> dict[str, Any]:
    """What an SDK sent, but for fields that it leaves empty or that the documents do not have."""
    given = body.get("input")
    if isinstance(given, dict):
        body = {**body, "input": {name: value for name, value in given.items() if name not in _UNDOCUMENTED}}
    return {name: value for name, value in body.items() if value is not None}


@pytest.mark.parametrize("ends", ["done", "failed", "moderated"])
def test_the_sdk_understands_every_answer(rig, ends):
    if ends == "moderated" and "job_moderated" in rig.theirs.vendor.lacks:
        pytest.skip(rig.theirs.vendor.lacks["job_moderated"])
    rig.theirs.vendor.ends = ends
    client, ours = rig.client(), rig.sent()
    if isinstance(rig.theirs.vendor, LumaRay2 | Replicate):
        rig.theirs.vendor.pictures = _elsewhere(rig)
    job = client.submit(ours.path, _moved(ours.json, rig))

    told = [client.poll(job) for _ in range(4)]
    assert len({one.state for one in told}) >= 2
    assert told[-1].address.startswith(rig.theirs.url) == (ends == "done")
    if ends == "moderated":
        assert told[-1].why


def test_the_sdk_tells_a_wrong_key(rig):
    ours = rig.sent()
    client = rig.client("wrong")
    if isinstance(client, DashScopeSdk):
        assert client.client.fetch("job-1").code == "InvalidApiKey"
        return
    with pytest.raises(_error(client, client.denied), match=r"(?i)key|authenticat"):
        client.submit(ours.path, ours.json)


def test_the_sdk_tells_a_job_that_is_not_there(rig):
    client = rig.client()
    if isinstance(client, DashScopeSdk):
        assert client.poll("job-77").state == "UNKNOWN"
        return
    with pytest.raises(_error(client, client.missing)):
        client.poll("job-77")


def test_the_sdk_tells_that_there_are_too_many(rig):
    ours, client = rig.sent(), rig.client()
    if isinstance(rig.theirs.vendor, Replicate):
        rig.theirs.vendor.pictures = _elsewhere(rig)
    rig.theirs.faults.instead["submit"] = [rig.theirs.vendor.trouble("busy")]
    if isinstance(client, DashScopeSdk):
        with pytest.raises(AssertionError, match="Throttling"):
            client.submit(ours.path, ours.json)
        return
    with pytest.raises(_error(client, client.busy)):
        client.submit(ours.path, _moved(ours.json, rig))


@pytest.fixture(params=[OpenAIImages, OpenAIAlike])
def openai(request, monkeypatch, tmp_path):
    module = pytest.importorskip("openai")
    for name, key in request.param.env.items():
        monkeypatch.setenv(name, key)
    (tmp_path / "frame.png").write_bytes(picture())
    with serving(request.param()) as theirs, serving(request.param()) as ours:
        (key,) = request.param.env.values()
        client = module.OpenAI(
            base_url=f"{theirs.url}/v1", api_key=key, max_retries=0, _strict_response_validation=True
        )
        yield module, client, theirs, ours, tmp_path


def test_openai_makes_a_picture_as_we_do(openai):
    _, client, theirs, ours, root = openai
    sent = made(ours, root)[-1]
    answer = client.images.generate(**sent.json)

    asked = next(asked for phase, asked in theirs.log if phase == "submit")
    assert (asked.path, asked.json) == (sent.path, sent.json)
    assert answer.data[0].b64_json or answer.data[0].url.startswith(theirs.url)
    assert answer.usage.output_tokens > 0


def test_openai_edits_pictures_as_we_do(openai):
    _, client, theirs, ours, root = openai
    if isinstance(theirs.vendor, OpenAIAlike):
        pytest.skip("it takes no portraits")
    sent = made(ours, root, references=2)[-1]
    parts = sent.parts
    words = {name: contents[0].decode() for name, contents in parts.items() if name != "image[]"}
    portraits = [("image.png", content, "image/png") for content in parts["image[]"]]
    client.images.edit(image=portraits, **{**words, **({"n": int(words["n"])} if "n" in words else {})})

    asked = next(asked for phase, asked in theirs.log if phase == "submit")
    assert asked.path == sent.path
    assert asked.parts == parts


def test_openai_tells_what_is_wrong(openai):
    module, client, theirs, *_ = openai
    for kind, error in {
        "wrong_key": module.AuthenticationError,
        "no_money": module.RateLimitError,
        "busy": module.RateLimitError,
        "moderated": module.BadRequestError,
    }.items():
        theirs.faults.instead["submit"] = [theirs.vendor.trouble(kind)]
        with pytest.raises(error) as told:
            client.images.generate(prompt="Rain.")
        assert told.value.code
