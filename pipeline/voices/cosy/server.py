"""
`drama voice-server`: CosyVoice for whoever asks over HTTP.

It has the five routes of the official server, which get a recording as the file that the model wants and
answer with a WAV, and the route of OpenAI for speech. It speaks one line at a time. Errors are JSON with a
sentence, and what helps.
Loading this module loads FastAPI, never a model.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Lock
from typing import Annotated, Any, Protocol

import numpy as np
import numpy.typing as npt
import uvicorn
from fastapi import FastAPI, Form, Request, Response, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from pipeline.errors import BadResult, DramaError, InputError
from pipeline.voices.cosy.calls import Call, Sample, Version
from pipeline.voices.cosy.encoding import KINDS, Format, encoded
from pipeline.voices.cosy.recording import as_file
from pipeline.voices.cosy.speech import Speech, calls_for, reference

Text = Annotated[str, Form(min_length=1)]
Seed = Annotated[int, Form(ge=0)]
Speed = Annotated[float, Form(ge=0.5, le=2)]


class Speaks(Protocol):
    """What the server needs of a model; `pipeline.voices.cosy.model.Model` is one."""

    version: Version
    rate: int

    @property
    def told(self) -> str:
        """What it is, in one line."""
        ...

    @property
    def voices(self) -> tuple[str, ...]:
        """The speakers that it has of its own."""
        ...

    def say(self, call: Call, *, seed: int, speed: float = 1.0) -> npt.NDArray[np.float32]:
        """The sound of *call*."""
        ...


def application(model: Speaks, recordings: Mapping[str, Sample] | None = None) -> FastAPI:
    """The server as an application of ASGI, for *model*; *recordings* are voices beside its own."""
    app = FastAPI(title="drama voice-server", docs_url="/docs")
    booth = Booth(model, recordings or {})
    _official(app, booth)
    _others(app, booth)
    app.add_exception_handler(DramaError, _told)
    app.add_exception_handler(RequestValidationError, _misunderstood)
    app.add_exception_handler(Exception, _broken)
    return app


def serve(model: Speaks, host: str, port: int, recordings: Mapping[str, Sample] | None = None) -> None:
    """Serve *model* and *recordings* until it is stopped; `InputError` where the port is taken."""
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        raise InputError(
            f"Port {port} of {host} can't be used: {error.strerror}.", "Choose another one with --port."
        ) from error
    config = uvicorn.Config(application(model, recordings), log_level="info", lifespan="off")
    # Ctrl-C is how it is ended; uvicorn has answered what was asked by then.
    with listening, suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


class Booth:
    """Where one line is spoken at a time."""

    def __init__(self, model: Speaks, recordings: Mapping[str, Sample]) -> None:
        self.model, self.recordings = model, recordings
        self._taken = Lock()

    @property
    def voices(self) -> tuple[str, ...]:
        """Those of the recordings, and the model's own."""
        return *self.recordings, *self.model.voices

    def answer(self, asked: Sequence[Call], seed: int, speed: float, form: Format = "wav") -> Response:
        """The sound of the calls, one after the other, in that *form*."""
        with self._taken:
            parts = [self.model.say(call, seed=seed, speed=speed) for call in asked]
        content, rate = encoded(np.concatenate(parts), self.model.rate, form)
        return Response(content, media_type=KINDS[form].media, headers={"X-Sample-Rate": str(rate)})


def _official(app: FastAPI, booth: Booth) -> None:
    """The routes of the official server. What it takes besides are a seed and a speed."""
    both = ["GET", "POST"]

    @app.api_route("/inference_sft", methods=both)
    def sft(tts_text: Text, spk_id: Text, seed: Seed = 0, speed: Speed = 1.0) -> Response:
        return booth.answer([Call("sft", tts_text, spk_id=spk_id)], seed, speed)

    @app.api_route("/inference_zero_shot", methods=both)
    def zero_shot(
        tts_text: Text, prompt_text: Text, prompt_wav: UploadFile, seed: Seed = 0, speed: Speed = 1.0
    ) -> Response:
        with as_file(prompt_wav.file.read()) as file:
            call = Call("zero-shot", tts_text, prompt_text=prompt_text, prompt_wav=file)
            return booth.answer([call], seed, speed)

    @app.api_route("/inference_cross_lingual", methods=both)
    def cross_lingual(tts_text: Text, prompt_wav: UploadFile, seed: Seed = 0, speed: Speed = 1.0) -> Response:
        with as_file(prompt_wav.file.read()) as file:
            return booth.answer([Call("cross-lingual", tts_text, prompt_wav=file)], seed, speed)

    @app.api_route("/inference_instruct", methods=both)
    def instruct(
        tts_text: Text, spk_id: Text, instruct_text: Text, seed: Seed = 0, speed: Speed = 1.0
    ) -> Response:
        call = Call("instruct", tts_text, spk_id=spk_id, instruct_text=instruct_text)
        return booth.answer([call], seed, speed)

    @app.api_route("/inference_instruct2", methods=both)
    def instruct2(
        tts_text: Text, instruct_text: Text, prompt_wav: UploadFile, seed: Seed = 0, speed: Speed = 1.0
    ) -> Response:
        with as_file(prompt_wav.file.read()) as file:
            call = Call("instruct2", tts_text, instruct_text=instruct_text, prompt_wav=file)
            return booth.answer([call], seed, speed)


def _others(app: FastAPI, booth: Booth) -> None:
    model = booth.model

    @app.get("/health")
    def health() -> dict[str, Any]:
        return {
            "sample_rate": model.rate,
            "version": model.version,
            "voices": booth.voices,
            "model": model.told,
        }

    @app.get("/v1/audio/voices")
    def voices() -> dict[str, Any]:
        return {"voices": booth.voices}

    @app.post("/v1/audio/speech")
    def speech(asked: Speech) -> Response:
        with reference(asked, booth.recordings) as sample:
            said = tuple(calls_for(asked, model.version, booth.voices, sample))
            return booth.answer(said, asked.seed, asked.speed, asked.response_format)


def _told(_request: Request, error: Exception) -> Response:
    assert isinstance(error, DramaError)
    status = 500 if isinstance(error, BadResult) else 400
    told = {"message": error.happened, "help": error.help, "type": type(error).__name__}
    return JSONResponse({"error": told}, status)


def _misunderstood(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
    told = {"message": f"The request is wrong: {wrong}.", "help": "See /docs.", "type": "Rejected"}
    return JSONResponse({"error": told}, 422)


def _broken(_request: Request, error: Exception) -> Response:
    """What nobody thought of; its whole story is printed where the server runs."""
    told = {"message": f"The server failed: {type(error).__name__}.", "help": "See what it prints."}
    return JSONResponse({"error": {**told, "type": "BadResult"}}, 500)
