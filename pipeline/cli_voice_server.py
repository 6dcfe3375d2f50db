"""The command about voices: a server for one's own model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.telling import out
from pipeline.typed import letters


@letters
def voice_server(
    repository: Annotated[Path, typer.Option(help="The folder of the official repository of CosyVoice.")],
    model: Annotated[Path, typer.Option(help="The folder of its model: Fun-CosyVoice3-0.5B, ...")],
    voices: Annotated[
        Path | None,
        typer.Option(
            help="A folder of recordings, each a voice by its name: lin-xia.wav, and its words in .txt."
        ),
    ] = None,
    host: Annotated[
        str, typer.Option(help="Who may ask; 0.0.0.0 is everybody in the network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 50000,
) -> None:
    """Serve a model of CosyVoice to the engine `cosyvoice`, and to clients of OpenAI's speech."""
    from pipeline.voices.cosy.model import Model
    from pipeline.voices.cosy.server import serve
    from pipeline.voices.cosy.speech import recorded

    recordings = recorded(voices.absolute()) if voices else {}
    loaded = Model(repository.absolute(), model.absolute())
    out.print(f"{loaded.told}, at http://{host}:{port}; Ctrl-C ends it.")
    serve(loaded, host, port, recordings)
