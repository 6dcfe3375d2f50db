"""What a film is to be, as far as it is known: the measure that it is checked by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.final.film import Codec, Film
from pipeline.final.label.label import Label
from pipeline.final.output import Output
from pipeline.final.sound.sound import Sound
from pipeline.timeline import Timeline


@dataclass(frozen=True)
class Asked:
    """
    What a film is to be. What is left out is not known, and what depends on it is not checked.

    *tracks* are the languages of its subtitle tracks, in three letters. *mark* is an ASS file with nothing
    but the visible label. *voices* go by the ids of lines, *clips* by the ids of shots.
    """

    timeline: Timeline | None = None
    film: Film | None = None
    codec: Codec | None = None
    sound: Sound | None = None
    tracks: tuple[str, ...] | None = None
    label: Label | None = None
    mark: str = ""
    voices: Mapping[str, Path] = field(default_factory=dict)
    clips: Mapping[str, Path] = field(default_factory=dict)
    output: Output | None = None


NOTHING = Asked()
