"""
`drama voice-server`: CosyVoice for whoever asks over HTTP, as WAV.

It has the five routes of the official server, which get a recording as the file that the model wants, and the
route of OpenAI for speech. It speaks one line at a time. Errors are JSON with a sentence, and what helps.
Loading this module loads FastAPI, never a model.
"""

from __future__ import annotations

import base64
import binascii
import io
import socket
import tempfile
import wave
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Annotated, Any, Literal, Protocol

import numpy as np
import numpy.typing as npt
import uvicorn
from fastapi import FastAPI, Form, Request, Response, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from pipeline.errors import BadResult, DramaError, InputError, Rejected
from pipeline.voices.cosy.calls import Call, Mode, Sample, Version, Wish, calls, chosen
from pipeline.voices.cosy.recording import look_at

_MOST_BYTES = 32 * 2**20
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


class Speech(BaseModel):
    """What OpenAI's clients send; *ref_audio* is a data URL of a WAV. What else they send is left unread."""

    input: str = Field(min_length=1)
    voice: str = ""
    response_format: Literal["wav", "pcm"] = "wav"
    speed: float = Field(default=1.0, ge=0.5, le=2)
    ref_audio: str = ""
    ref_text: str = ""
    instructions: str = ""
    seed: int = Field(default=0, ge=0)


def application(model: Speaks) -> FastAPI:
    """The server as an application of ASGI, for *model*."""
    app = FastAPI(title="drama voice-server", docs_url="/docs")
    booth = Booth(model)
    _official(app, booth)
    _others(app, booth)
    app.add_exception_handler(DramaError, _told)
    app.add_exception_handler(RequestValidationError, _misunderstood)
    return app


def serve(model: Speaks, host: str, port: int) -> None:
    """Serve *model* until it is stopped; `InputError` where the port is taken."""
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        raise InputError(
            f"Port {port} of {host} can't be used: {error.strerror}.", "Choose another one with --port."
        ) from error
    config = uvicorn.Config(application(model), log_level="info", lifespan="off")
    # Ctrl-C is how it is ended; uvicorn has answered what was asked by then.
    with listening, suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


class Booth:
    """Where one line is spoken at a time."""

    def __init__(self, model: Speaks) -> None:
        self.model = model
        self._taken = Lock()

    def wav(self, asked: Sequence[Call], seed: int, speed: float) -> Response:
        """The sound of the calls, one after the other, as a WAV."""
        return Response(_wav(self.spoken(asked, seed, speed), self.model.rate), media_type="audio/wav")

    def spoken(self, asked: Sequence[Call], seed: int, speed: float) -> bytes:
        """The same as 16 bit PCM."""
        with self._taken:
            parts = [self.model.say(call, seed=seed, speed=speed) for call in asked]
        sound = np.concatenate(parts)
        return np.clip(np.rint(sound * 32768), -32768, 32767).astype("<i2").tobytes()


def _official(app: FastAPI, booth: Booth) -> None:
    """The routes of the official server. What it takes besides are a seed and a speed."""
    both = ["GET", "POST"]

    @app.api_route("/inference_sft", methods=both)
    def sft(tts_text: Text, spk_id: Text, seed: Seed = 0, speed: Speed = 1.0) -> Response:
        return booth.wav([Call("sft", tts_text, spk_id=spk_id)], seed, speed)

    @app.api_route("/inference_zero_shot", methods=both)
    def zero_shot(
        tts_text: Text, prompt_text: Text, prompt_wav: UploadFile, seed: Seed = 0, speed: Speed = 1.0
    ) -> Response:
        with _file(prompt_wav.file.read()) as file:
            call = Call("zero-shot", tts_text, prompt_text=prompt_text, prompt_wav=file)
            return booth.wav([call], seed, speed)

    @app.api_route("/inference_cross_lingual", methods=both)
    def cross_lingual(tts_text: Text, prompt_wav: UploadFile, seed: Seed = 0, speed: Speed = 1.0) -> Response:
        with _file(prompt_wav.file.read()) as file:
            return booth.wav([Call("cross-lingual", tts_text, prompt_wav=file)], seed, speed)

    @app.api_route("/inference_instruct", methods=both)
    def instruct(
        tts_text: Text, spk_id: Text, instruct_text: Text, seed: Seed = 0, speed: Speed = 1.0
    ) -> Response:
        call = Call("instruct", tts_text, spk_id=spk_id, instruct_text=instruct_text)
        return booth.wav([call], seed, speed)

    @app.api_route("/inference_instruct2", methods=both)
    def instruct2(
        tts_text: Text, instruct_text: Text, prompt_wav: UploadFile, seed: Seed = 0, speed: Speed = 1.0
    ) -> Response:
        with _file(prompt_wav.file.read()) as file:
            call = Call("instruct2", tts_text, instruct_text=instruct_text, prompt_wav=file)
            return booth.wav([call], seed, speed)


def _others(app: FastAPI, booth: Booth) -> None:
    model = booth.model

    @app.get("/health")
    def health() -> dict[str, Any]:
        return {
            "sample_rate": model.rate,
            "version": model.version,
            "voices": model.voices,
            "model": model.told,
        }

    @app.get("/v1/audio/voices")
    def voices() -> dict[str, Any]:
        return {"voices": model.voices}

    @app.post("/v1/audio/speech")
    def speech(asked: Speech) -> Response:
        with _reference(asked) as sample:
            said = list(_calls_for(asked, model, sample))
            if asked.response_format == "wav":
                return booth.wav(said, asked.seed, asked.speed)
            pcm = booth.spoken(said, asked.seed, asked.speed)
        return Response(pcm, media_type="audio/pcm", headers={"X-Sample-Rate": str(model.rate)})


def _calls_for(asked: Speech, model: Speaks, sample: Sample | None) -> Iterator[Call]:
    """The calls for what OpenAI's route was asked; the mode is chosen as for our own lines."""
    from pipeline.voices.speakable import speakable

    if sample is None and model.voices and asked.voice not in ("", *model.voices):
        raise Rejected(f"There is no voice {asked.voice!r}.", f"There is {', '.join(model.voices)}.")
    speaker = asked.voice or next(iter(model.voices), "")
    wish = Wish(asked.input, speaker, sample, asked.instructions)
    mode: Mode = chosen(model.version, wish)
    if (model.version, mode) == (3, "cross-lingual"):
        # The model takes such a text as it is, so numbers are read out here.
        wish = Wish(speakable(asked.input, "zh").text or asked.input, speaker, sample, asked.instructions)
    return calls(model.version, mode, wish)


@contextmanager
def _reference(asked: Speech) -> Iterator[Sample | None]:
    if not asked.ref_audio:
        yield None
        return
    head, _, data = asked.ref_audio.partition(",")
    if not (head.startswith("data:") and head.endswith(";base64")):
        raise Rejected("ref_audio is no data URL.", "Send the WAV as data:audio/wav;base64,...")
    try:
        content = base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise Rejected(f"ref_audio is no base64: {error}.", "Encode the whole file.") from error
    with _file(content) as file:
        yield Sample(file, asked.ref_text)


@contextmanager
def _file(content: bytes) -> Iterator[Path]:
    """*content* as a file while it is spoken: the model reads a recording several times, by its path."""
    if len(content) > _MOST_BYTES:
        raise Rejected(f"The recording has {len(content)} bytes.", "Send 3 to 10 s as 16 bit PCM.")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "recording.wav")
        file.write_bytes(content)
        look_at(file)
        yield file


def _wav(pcm: bytes, rate: int) -> bytes:
    whole = io.BytesIO()
    with wave.open(whole, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm)
    return whole.getvalue()


def _told(_request: Request, error: Exception) -> Response:
    assert isinstance(error, DramaError)
    status = 500 if isinstance(error, BadResult) else 400
    told = {"message": error.happened, "help": error.help, "type": type(error).__name__}
    return JSONResponse({"error": told}, status)


def _misunderstood(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
    told = {"message": f"The request is wrong at {wrong}.", "help": "See /docs.", "type": "Rejected"}
    return JSONResponse({"error": told}, 422)
