"""The vendors of speech, found by their files and played for our engines."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from speakers.stand_in import Speaker
from vendors.stand_in import Asked

from pipeline import keys
from pipeline.spending import price_of
from pipeline.voices import ENGINES

_playing: dict[int, Speaker] = {}


def all_speakers() -> dict[str, type[Speaker]]:
    """Every stand-in by its name."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    modules = [importlib.import_module(f"speakers.{file.stem}") for file in files]
    return {
        name: kind
        for module in modules
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, Speaker) and kind.__module__ == module.__name__
        if hasattr(kind, "engine")
    }


@contextmanager
def played(kind: type[Speaker], monkeypatch: Any) -> Iterator[tuple[Speaker, Any]]:
    """The vendor of that *kind*, and our engine as it is chosen for it."""
    speaker = kind()
    monkeypatch.setattr(keys, "FILE", Path("no.env"))
    for name, key in speaker.env.items():
        monkeypatch.setenv(name, key)
    with speaker.speaking() as options:
        engine = ENGINES[speaker.engine](**options)
        assert engine.unavailable() == ""
        _playing[id(engine)] = speaker
        try:
            yield speaker, engine
        finally:
            del _playing[id(engine)]


def speaker_of(engine: object) -> Speaker | None:
    """The vendor that is played for *engine*."""
    return _playing.get(id(engine))


def sent(heard: Any) -> Any:
    """What our side said in a request."""
    return (heard.method, heard.path, heard.raw) if isinstance(heard, Asked) else heard


def price(engine: object, request: object) -> float:
    """What a line costs with *engine*; 0 where it is free."""
    told = price_of(engine, request)
    return told.amount if told else 0.0
