"""An episode as editors are to get it: its clips, voices and stems, and what is written over them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipeline.attempt import Made
from pipeline.drama import Drama
from pipeline.final.export.handed import Handed, heard, shown
from pipeline.final.film import Film
from pipeline.final.output import Output
from pipeline.final.stage import Reel
from pipeline.final.subtitles.desk import cues_of, looks_of
from pipeline.final.subtitles.looks import Looks
from pipeline.final.subtitles.subtitles import Cue, Subtitles
from pipeline.recipe import plain

#: The stems that lie under an editor's timeline; the voices are there line by line.
STEMS = ("music", "effects")
_CARDS = ("title", "credits")


@dataclass(frozen=True)
class Asked:
    """
    All that decides a timeline.

    *told* is a hash of what it says of its *files*, *root* where the drama lies, for formats that say so.
    """

    title: str
    told: str
    files: tuple[Path, ...]
    film: Film
    subtitles: Subtitles
    root: str = ""


@dataclass(frozen=True)
class Cut:
    """
    An episode that editors are to get: its *reel*, and the *clips* and *voices* it is cut from.

    They go by the ids of shots and lines; *takes* are the clips as their engines made them, with their
    sound. Cards and stems are found where they lie.
    """

    drama: Drama
    output: Output
    reel: Reel
    clips: Mapping[str, Made]
    voices: Mapping[str, Made]
    takes: Mapping[str, Made]

    @property
    def name(self) -> str:
        """The film's title and its episode."""
        return f"{self.reel.outline.title} {self.reel.episode.id}"

    @property
    def looks(self) -> Looks:
        """How its subtitles look."""
        return looks_of(self.drama, self.output, self.reel.outline)

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Its subtitles."""
        return cues_of(self.reel.timeline, self.reel.outline, self.looks, self.reel.translations)

    @property
    def cards(self) -> dict[str, Made]:
        """The cards that were made."""
        pieces = {piece.kind: f"{self.output.shots}/{piece.name}.mp4" for piece in self.reel.timeline.pieces}
        return self._there({kind: pieces[kind] for kind in _CARDS if kind in pieces})

    @property
    def stems(self) -> dict[str, Made]:
        """The stems that were exported once."""
        folder, episode = f"{self.output.folder}/stems", self.reel.episode.id
        return self._there({stem: f"{folder}/{episode}-{stem}.wav" for stem in STEMS})

    def _there(self, names: Mapping[str, str]) -> dict[str, Made]:
        paths = {key: (name, self.drama.project.path(name)) for key, name in names.items()}
        return {
            key: Made(name, path, "kept", key, 1) for key, (name, path) in paths.items() if path.is_file()
        }

    def handed(self) -> Handed:
        """All of it, looked at; `BadResult` where a file can't be used."""
        span_of, film = self.reel.timeline.shot, self.output.film
        pictures = {shot: shown(made, span_of(shot), film) for shot, made in self.clips.items()}
        cards = {key: heard(made) for key, made in self.cards.items()}
        return Handed(
            self.name,
            self.reel.outline.language,
            self.reel.timeline,
            film,
            pictures | cards,
            {line: heard(made) for line, made in self.voices.items()},
            {stem: heard(made) for stem, made in self.stems.items()},
            self.cues,
            self._colours,
        )

    @property
    def _colours(self) -> dict[str, str]:
        """The colours of those who have one of their own."""
        spoken = {cue.speaker: cue for cue in self.cues if cue.kind == "line"}
        names = {speaker: self.looks.style_name(cue) for speaker, cue in spoken.items()}
        made = self.looks.styles(spoken.values())
        colours = {speaker: made[name].primarycolor for speaker, name in names.items() if " " in name}
        return {speaker: f"#{one.r:02X}{one.g:02X}{one.b:02X}" for speaker, one in colours.items()}

    def asked(self, root: str = "") -> Asked:
        """All that decides a timeline of it."""
        made = [*self.clips.values(), *self.voices.values(), *self.cards.values(), *self.stems.values()]
        told = [(one.name, one.engine, one.take) for one in made]
        said = json.dumps(
            plain((self.reel.timeline, self.cues, self._colours, told), self.drama.project.sha256),
            sort_keys=True,
        )
        paths = tuple(one.path for one in made)
        said_hash = sha256(said.encode()).hexdigest()
        return Asked(self.name, said_hash, paths, self.output.film, self.looks.options, root)
