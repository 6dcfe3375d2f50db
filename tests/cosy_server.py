"""
A stand-in of CosyVoice's official FastAPI server, with the same framework, routes and failures.

It answers with chunks of bare PCM and no content type, with FastAPI's own 422, with a 500 in plain text where
something fails before the first byte is promised, and else with a 200 that breaks off. *broken* gives it the
fault of the releases since December 2025: recordings reach the model as tensors, which it takes for files.
"""

from __future__ import annotations

import io
import shutil
import socket
import sys
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Annotated, Any

import cosy_model
import numpy as np
import pytest
import uvicorn
from fastapi import FastAPI, File, Form, Request, UploadFile
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import StreamingResponse

from pipeline.tickets import Page, Ticket, _current

Text = Annotated[str, Form()]
Upload = Annotated[UploadFile, File()]


@dataclass
class Official:
    """The server; *cut_after* so many bytes it breaks off, *asked* has what it heard."""

    model: cosy_model.CosyVoice
    broken: bool = False
    cut_after: int | None = None
    address: str = ""
    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def app(self) -> FastAPI:
        app = FastAPI()
        app.add_middleware(
            CORSMiddleware,
            allow_origins=["*"],
            allow_credentials=True,
            allow_methods=["*"],
            allow_headers=["*"],
        )
        self._routes(app)
        return app

    def _routes(self, app: FastAPI) -> None:
        def route(path: str) -> Callable[[Any], Any]:
            return lambda handler: app.get(path)(app.post(path)(handler))

        @route("/inference_sft")
        async def sft(request: Request, tts_text: Text, spk_id: Text):
            await self._hear(request)
            return self._answer(self.model.inference_sft(tts_text, spk_id))

        @route("/inference_zero_shot")
        async def zero_shot(request: Request, tts_text: Text, prompt_text: Text, prompt_wav: Upload):
            await self._hear(request)
            wav = self._load(prompt_wav)
            return self._answer(self.model.inference_zero_shot(tts_text, prompt_text, wav))

        @route("/inference_cross_lingual")
        async def cross_lingual(request: Request, tts_text: Text, prompt_wav: Upload):
            await self._hear(request)
            return self._answer(self.model.inference_cross_lingual(tts_text, self._load(prompt_wav)))

        @route("/inference_instruct")
        async def instruct(request: Request, tts_text: Text, spk_id: Text, instruct_text: Text):
            await self._hear(request)
            return self._answer(self.model.inference_instruct(tts_text, spk_id, instruct_text))

        @route("/inference_instruct2")
        async def instruct2(request: Request, tts_text: Text, instruct_text: Text, prompt_wav: Upload):
            await self._hear(request)
            wav = self._load(prompt_wav)
            return self._answer(self.model.inference_instruct2(tts_text, instruct_text, wav))

    async def _hear(self, request: Request) -> None:
        form = await request.form()
        values = {name: value if isinstance(value, str) else "a file" for name, value in form.items()}
        kind = request.headers["content-type"].partition(";")[0]
        self.asked.append((request.url.path, kind, values))

    def _load(self, upload: UploadFile) -> cosy_model.Tensor:
        self.model.takes_tensors = not self.broken
        return cosy_model.load_wav(upload.file, 16000)

    def _answer(self, spoken: Iterator[dict[str, Any]]) -> StreamingResponse:
        return StreamingResponse(self._data(spoken))

    def _data(self, spoken: Iterator[dict[str, Any]]) -> Iterator[bytes]:
        left = self.cut_after
        for one in spoken:
            chunk = (one["tts_speech"].numpy() * (2**15)).astype(np.int16).tobytes()
            if left is not None and len(chunk) >= left:
                yield chunk[:left]
                raise RuntimeError("CUDA error: device-side assert triggered")
            yield chunk


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address of *app*, served while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", ws="none"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def official(model: cosy_model.CosyVoice, **how: Any) -> Iterator[Official]:
    """The official server with *model*, while the block runs."""
    server = Official(model, **how)
    with serving(server.app()) as server.address:
        yield server


def model(version: int, name: str = "pretrained") -> cosy_model.CosyVoice:
    """A stubbed model of that version."""
    kinds = {1: cosy_model.CosyVoice, 2: cosy_model.CosyVoice2, 3: cosy_model.CosyVoice3}
    return kinds[version](name)


def recording(folder: Path, seconds: float = 4.0, rate: int = 16000, name: str = "lin-xia.wav") -> Path:
    """Somebody who hums."""
    at = np.arange(int(seconds * rate)) / rate
    pcm = (9000 * np.sin(2 * np.pi * 220 * at)).astype("<i2").tobytes()
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm)
    (folder / name).write_bytes(content.getvalue())
    return folder / name


@contextmanager
def cloned(folder: Path) -> Iterator[Path]:
    """A folder like the official repository; what is imported from it is forgotten afterwards."""
    root, before = folder / "CosyVoice", list(sys.path)
    source = Path(cosy_model.__file__)
    for package in ("cosyvoice", "cosyvoice/cli", "cosyvoice/utils"):
        (root / package).mkdir(parents=True)
        (root / package / "__init__.py").touch()
    (root / "third_party/Matcha-TTS/matcha").mkdir(parents=True)
    shutil.copy(source, root / "cosyvoice/cli/cosyvoice.py")
    shutil.copy(source, root / "cosyvoice/utils/common.py")
    yield root
    sys.path[:] = before
    for name in [name for name in sys.modules if name.partition(".")[0] == "cosyvoice"]:
        del sys.modules[name]


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Path]:
    """The same, for a test."""
    with cloned(tmp_path) as root:
        yield root


def weights(folder: Path, version: int, name: str = "") -> Path:
    """The folder of a model of that version."""
    model = folder / (name or f"CosyVoice{version}-0.5B")
    model.mkdir()
    (model / {1: "cosyvoice.yaml", 2: "cosyvoice2.yaml", 3: "cosyvoice3.yaml"}[version]).touch()
    return model


@pytest.fixture
def ticket() -> Iterator[Ticket]:
    """The ticket of the line that is made: its notes are in `told`."""
    made = Ticket(Page(name="voices/e01s01-01-1.wav", engine="cosyvoice", request="", client=""))
    token = _current.set(made)
    yield made
    _current.reset(token)
