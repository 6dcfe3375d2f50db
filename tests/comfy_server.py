"""
A ComfyUI server of the tests: it answers as real ones were heard to (0.3.64, and the source of 2026).

It checks workflows, keeps a queue and a history, and "works" by being asked: a job is over after so
many questions about it. What it saves is the same small film or picture each time.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import unquote

import pytest
import stamina
from vendors.stand_in import Asked, Reply, Server, Vendor, clip, picture, serving

from pipeline.hosted import gate, waiting

MODEL, CLIP, VAE, LATENT, IMAGE, COND = (
    ["MODEL"],
    ["CLIP"],
    ["VAE"],
    ["LATENT"],
    ["IMAGE"],
    ["CONDITIONING"],
)
INT, FLOAT, TEXT = ["INT", {"min": 0}], ["FLOAT", {"min": 0.0}], ["STRING", {"multiline": True}]
CODEC = ["COMFY_DYNAMICCOMBO_V3", {"options": [{"key": "auto", "inputs": {}}, {"key": "h264", "inputs": {}}]}]
CONTAINER = [
    "COMFY_DYNAMICCOMBO_V3",
    {"options": [{"key": key, "inputs": {"required": {"codec": CODEC}}} for key in ("auto", "mp4", "webm")]},
]


def files(*names: str) -> list[Any]:
    """A choice of model files, as nodes of the first kind tell it."""
    return [list(names), {}]


def node(
    required: dict[str, Any], optional: dict[str, Any] | None = None, *, saves: bool = False
) -> dict[str, Any]:
    return {"input": {"required": required, "optional": optional or {}}, "output_node": saves}


INFO: dict[str, Any] = {
    "CheckpointLoaderSimple": node({"ckpt_name": files("flux1-dev-fp8.safetensors", "sdxl.safetensors")}),
    "ImageOnlyCheckpointLoader": node({"ckpt_name": files("svd_xt.safetensors")}),
    "UNETLoader": node(
        {
            "unet_name": files("wan2.2_ti2v_5B_fp16.safetensors", "flux1-dev-kontext_fp8_scaled.safetensors"),
            "weight_dtype": [["default", "fp8_e4m3fn"]],
        }
    ),
    "CLIPLoader": node(
        {"clip_name": files("umt5_xxl_fp8_e4m3fn_scaled.safetensors"), "type": [["sd3", "wan"]]}
    ),
    "DualCLIPLoader": node(
        {
            "clip_name1": files("clip_l.safetensors", "t5xxl_fp8_e4m3fn_scaled.safetensors"),
            "clip_name2": files("clip_l.safetensors", "t5xxl_fp8_e4m3fn_scaled.safetensors"),
            "type": [["sdxl", "flux"]],
        },
        {"device": [["default", "cpu"], {"advanced": True}]},
    ),
    "VAELoader": node({"vae_name": files("ae.safetensors", "wan2.2_vae.safetensors")}),
    "CLIPTextEncode": node({"text": TEXT, "clip": CLIP}),
    "ConditioningZeroOut": node({"conditioning": COND}),
    "FluxGuidance": node({"conditioning": COND, "guidance": FLOAT}),
    "ModelSamplingSD3": node({"model": MODEL, "shift": FLOAT}),
    "EmptySD3LatentImage": node({"width": INT, "height": INT, "batch_size": INT}),
    "FluxKontextImageScale": node({"image": IMAGE}),
    "VAEEncode": node({"pixels": IMAGE, "vae": VAE}),
    "ReferenceLatent": node({"conditioning": COND}, {"latent": LATENT}),
    "Wan22ImageToVideoLatent": node(
        {"vae": VAE, "width": INT, "height": INT, "length": INT, "batch_size": INT}, {"start_image": IMAGE}
    ),
    "SVD_img2vid_Conditioning": node(
        {"clip_vision": ["CLIP_VISION"], "init_image": IMAGE, "vae": VAE, "width": INT, "height": INT}
        | {"video_frames": INT, "motion_bucket_id": INT, "fps": INT, "augmentation_level": FLOAT}
    ),
    "VideoLinearCFGGuidance": node({"model": MODEL, "min_cfg": FLOAT}),
    "KSampler": node(
        {"model": MODEL, "seed": INT, "steps": INT, "cfg": FLOAT, "denoise": FLOAT, "latent_image": LATENT}
        | {"positive": COND, "negative": COND, "scheduler": [["simple", "karras"]]}
        | {"sampler_name": ["COMBO", {"options": ["euler", "uni_pc"]}]}
    ),
    "VAEDecode": node({"samples": LATENT, "vae": VAE}),
    "VHS_LoadVideo": node(
        {"video": [["old.mp4"], {"video_upload": True}], "force_rate": FLOAT}
        | dict.fromkeys(("custom_width", "custom_height", "frame_load_cap", "skip_first_frames"), INT)
        | {"select_every_nth": INT}
    ),
    "LoadAudio": node({"audio": [["old.wav"], {"audio_upload": True}]}),
    "LatentSyncNode": node(
        {"images": IMAGE, "audio": ["AUDIO"], "seed": INT, "lips_expression": FLOAT, "inference_steps": INT}
    ),
    "VHS_VideoCombine": node(
        {"images": IMAGE, "frame_rate": FLOAT, "loop_count": INT, "filename_prefix": TEXT}
        | {"format": [["image/gif", "video/h264-mp4"]], "pingpong": ["BOOLEAN"], "save_output": ["BOOLEAN"]},
        {"audio": ["AUDIO"]},
        saves=True,
    ),
    "LoadImage": node({"image": [["example.png"], {"image_upload": True}]}),
    "RepeatImageBatch": node({"image": IMAGE, "amount": INT}),
    "CreateVideo": node({"images": IMAGE, "fps": FLOAT}),
    "PreviewImage": node({"images": IMAGE}, saves=True),
    "SaveImage": node({"images": IMAGE, "filename_prefix": TEXT}, saves=True),
    "SaveVideo": node(
        {"video": ["VIDEO"], "filename_prefix": TEXT, "format": CONTAINER}, {"codec": CODEC}, saves=True
    ),
}

#: The nodes that load a file, and the input that names it.
UPLOADED = {"LoadImage": "image", "VHS_LoadVideo": "video", "LoadAudio": "audio"}
#: The nodes that save a film, and what their output is called.
FILMS = {"SaveVideo": "images", "VHS_VideoCombine": "gifs"}
PHASES = {
    "/system_stats": "stats", "/object_info": "info", "/upload/image": "upload", "/prompt": "submit",
    "/queue": "queue", "/free": "free", "/interrupt": "interrupt", "/view": "view",
}  # fmt: skip


class Clock:
    """Time that passes by sleeping only."""

    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class ComfyUI(Vendor):
    """*polls* is how often a job is asked about until it is over, and *ends* how: one word for each job."""

    env = {}
    server: Server

    def __init__(self) -> None:
        super().__init__()
        self.info = deepcopy(INFO)
        self.polls = 1
        self.fates: list[str] = []
        self.mints_ids = False
        self.uploads: dict[str, bytes] = {}
        self.running: list[list[Any]] = []
        self.pending: list[list[Any]] = []
        self.history: dict[str, Any] = {}
        self.graphs: list[dict[str, Any]] = []
        self.left: dict[str, int] = {}

    def restart(self) -> None:
        """All jobs are lost, the uploads stay."""
        self.running, self.pending, self.history = [], [], {}

    def phase(self, asked: Asked) -> str:
        return "history" if asked.path.startswith("/history/") else PHASES[asked.path]

    def knows(self, asked: Asked) -> bool:
        return True

    def answer(self, phase: str, asked: Asked) -> Reply:
        if asked.method == "GET":
            return self._told(phase, asked)
        if phase == "upload":
            return self._upload(asked)
        if phase == "submit":
            return self._submit(asked.json)
        match phase:
            case "queue":
                self.pending = [job for job in self.pending if job[1] not in asked.json["delete"]]
            case "interrupt" if self.running and self.running[0][1] == asked.json["prompt_id"]:
                self._end("interrupted")
            case "free":
                assert asked.json == {"unload_models": True, "free_memory": True}
        return Reply(b"", 200, {"Content-Type": "application/octet-stream"})

    def _told(self, phase: str, asked: Asked) -> Reply:
        if phase == "view":
            return self._view(asked)
        if phase == "history":
            return Reply(self._asked_after(asked.path.removeprefix("/history/")))
        answers = {
            "stats": {"system": {"comfyui_version": "0.3.64"}, "devices": []},
            "info": self.info,
            "queue": {"queue_running": self.running, "queue_pending": self.pending[::-1]},
        }
        return Reply(answers[phase])

    def _upload(self, asked: Asked) -> Reply:
        parts = asked.parts
        assert set(parts) == {"image", "subfolder", "overwrite", "type"}
        name = asked.raw.split(b'filename="')[1].split(b'"')[0].decode()
        subfolder = parts["subfolder"][0].decode()
        self.uploads[f"{subfolder}/{name}"] = parts["image"][0]
        return Reply({"name": name, "subfolder": subfolder, "type": "input"})

    def _submit(self, asked: dict[str, Any]) -> Reply:
        graph = asked["prompt"]
        unknown = [n["class_type"] for n in graph.values() if n["class_type"] not in self.info]
        if unknown:
            return _refused("invalid_prompt", "Cannot execute because node does not exist.", unknown[0])
        saving = [id_ for id_, n in graph.items() if self.info[n["class_type"]]["output_node"]]
        if not saving:
            return _refused("prompt_no_outputs", "Prompt has no outputs", "")
        wrong = {id_: told for id_ in graph if (told := self._errors(graph, id_))}
        failed = [id_ for id_ in saving if wrong.keys() & _before(graph, id_)]
        if len(failed) == len(saving):
            return _refused("prompt_outputs_failed_validation", "Prompt outputs failed validation", "", wrong)
        return self._queued(asked, graph, {id_: told for id_, told in wrong.items() if failed})

    def _queued(self, asked: dict[str, Any], graph: dict[str, Any], wrong: dict[str, Any]) -> Reply:
        job = str(uuid.uuid4()) if self.mints_ids else asked["prompt_id"]
        assert str(uuid.UUID(job)) == job
        self.graphs.append(graph)
        self.left[job] = self.polls
        number = len(self.graphs)
        self.pending.append([number, job, graph, {"client_id": asked["client_id"]}, []])
        return Reply({"prompt_id": job, "number": number, "node_errors": wrong})

    def _errors(self, graph: dict[str, Any], id_: str) -> dict[str, Any]:
        kind, inputs = graph[id_]["class_type"], graph[id_]["inputs"]
        told = []
        for name, spec in self.info[kind]["input"]["required"].items():
            if name not in inputs:
                told.append(("required_input_missing", "Required input is missing", name))
            elif name == UPLOADED.get(kind) and inputs[name] not in self.uploads:
                told.append(
                    (
                        "custom_validation_failed",
                        "Custom validation failed for node",
                        f"{name} - {inputs[name]}",
                    )
                )
            elif kind not in UPLOADED and isinstance(spec[0], list) and inputs[name] not in spec[0]:
                told.append(
                    ("value_not_in_list", "Value not in list", f"{name}: '{inputs[name]}' not in {spec[0]}")
                )
            elif kind == "SaveVideo" and name == "format" and "format.codec" not in inputs:
                told.append(("required_input_missing", "Required input is missing", "codec"))
        errors = [
            dict(zip(("type", "message", "details"), one, strict=True)) | {"extra_info": {}} for one in told
        ]
        return {"errors": errors, "dependent_outputs": [], "class_type": kind} if errors else {}

    def _asked_after(self, job: str) -> dict[str, Any]:
        if job in self.history:
            return {job: self.history[job]}
        if not self.running and self.pending:
            self.running = [self.pending.pop(0)]
        if self.running:
            now = self.running[0][1]
            self.left[now] -= 1
            if self.left[now] < 0:
                self._end(self.fates.pop(0) if self.fates else "success")
        return {job: self.history[job]} if job in self.history else {}

    def _end(self, fate: str) -> None:
        number, job, graph, extra, _ = self.running.pop()
        if fate == "dies":
            self.restart()
            return
        messages: list[Any] = [["execution_start", {"prompt_id": job}], ["execution_cached", {"nodes": []}]]
        match fate:
            case "success":
                messages.append(["execution_success", {"prompt_id": job}])
            case "interrupted":
                messages.append(["execution_interrupted", {"prompt_id": job, "node_type": "KSampler"}])
            case _:
                kind, said = fate.split(": ", 1)
                told = {
                    "node_id": "6",
                    "node_type": "KSampler",
                    "exception_type": kind,
                    "exception_message": said,
                }
                messages.append(["execution_error", {**told, "traceback": ["..."]}])
        good = fate == "success"
        self.history[job] = {
            "prompt": [number, job, graph, extra, []],
            "outputs": {id_: told for id_ in graph if (told := self._saved(graph[id_]))} if good else {},
            "status": {"status_str": "success" if good else "error", "completed": good, "messages": messages},
            "meta": {},
        }

    def _saved(self, saving: dict[str, Any]) -> dict[str, Any]:
        if saving["class_type"] == "PreviewImage":
            return {"images": [{"filename": "ComfyUI_temp_00001_.png", "subfolder": "", "type": "temp"}]}
        if not self.info[saving["class_type"]]["output_node"]:
            return {}
        subfolder, _, name = saving["inputs"]["filename_prefix"].rpartition("/")
        film = FILMS.get(saving["class_type"])
        told = {
            "filename": f"{name}_00001_.{'mp4' if film else 'png'}",
            "subfolder": subfolder,
            "type": "output",
        }
        return {film or "images": [told], **({"animated": [True]} if film == "images" else {})}

    def _view(self, asked: Asked) -> Reply:
        name = unquote(asked.query["filename"])
        if ".." in name:
            return Reply(b"", 400)
        saved = [
            item["filename"]
            for told in self.history.values()
            for output in told["outputs"].values()
            for item in [*output.get("images", ()), *output.get("gifs", ())]
        ]
        if name not in saved:
            return Reply(b"404: Not Found", 404, {"Content-Type": "text/plain"})
        film = name.endswith("mp4")
        return Reply(
            clip() if film else picture(), 200, {"Content-Type": "video/mp4" if film else "image/png"}
        )


def _before(graph: dict[str, Any], id_: str) -> set[str]:
    """The node and all whose results it needs."""
    links = [given[0] for given in graph[id_]["inputs"].values() if isinstance(given, list)]
    return {id_}.union(*(_before(graph, link) for link in links))


def _refused(kind: str, message: str, details: str, wrong: dict[str, Any] | None = None) -> Reply:
    told = {"type": kind, "message": message, "details": details, "extra_info": {}}
    return Reply({"error": told, "node_errors": wrong or {}}, 400)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """A clock for all that waits for a server; nothing waits in earnest."""
    gate.forget()
    clock = Clock()
    monkeypatch.setattr(waiting, "sleep", clock.sleep)
    monkeypatch.setattr(waiting, "now", lambda: clock.now)
    with stamina.set_testing(True, attempts=3):
        yield clock


@pytest.fixture
def comfy(clock: Clock) -> Iterator[ComfyUI]:
    """A ComfyUI server on this machine."""
    vendor = ComfyUI()
    with serving(vendor) as vendor.server:
        yield vendor
