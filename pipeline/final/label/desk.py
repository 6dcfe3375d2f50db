"""What an episode is made of, and by whom: of each file its engine, or that a person put it there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.drama import Drama
from pipeline.final.label import manifest
from pipeline.final.label.manifest import C2pa, Claim, Origin
from pipeline.records import BY_HAND
from pipeline.story import Episode

#: They draw, move and speak by rules; nothing in them was learned from works of others.
_RULES = frozenset(("drawn", "espeak", "parallax", "rules"))


@dataclass(frozen=True)
class Source:
    """The file *name*, with the hash of its content; *engine* made it, or it is `by hand`."""

    name: str
    engine: str
    sha256: str

    @property
    def stage(self) -> str:
        """What sort of file it is: `images`, `voices`."""
        return self.name.partition("/")[0]


def sources(drama: Drama, episode: Episode) -> tuple[Source, ...]:
    """The files of *episode* that are there, by stage; what is made on the way to them is not among them."""
    found = (_source(drama, name) for name in _names(drama, episode))
    return tuple(source for source in found if source)


def _names(drama: Drama, episode: Episode) -> Iterator[str]:
    shots = [shot.id for _, shot in episode.shots]
    yield f"storyboard/{episode.id}.json"
    yield from (f"images/{shot}.png" for shot in shots)
    yield from (f"voices/{line.id}.wav" for _, line in episode.lines)
    yield from (f"clips/{shot}.mp4" for shot in shots)
    if drama.profile.lips:
        yield from (f"clips/{shot}-lips.mp4" for shot in shots)


def _source(drama: Drama, name: str) -> Source | None:
    state = drama.project.state(name)
    if state.is_ == "missing":
        return None
    if state.is_ == "by hand" or state.record is None:
        return Source(name, BY_HAND, drama.project.sha256(drama.project.path(name)))
    return Source(name, state.record.engine, state.record.sha256)


def engines(found: Iterable[Source]) -> tuple[str, ...]:
    """The engines that made *found*, as `stage: engine`."""
    return tuple(dict.fromkeys(f"{source.stage}: {source.engine}" for source in found))


def origin(found: Iterable[Source]) -> Origin:
    """By what the pictures and voices in *found* were made, in the words of IPTC's vocabulary."""
    makers = {source.engine for source in found if source.stage != "storyboard"}
    if makers - _RULES - {BY_HAND}:
        return "compositeWithTrainedAlgorithmicMedia" if BY_HAND in makers else "trainedAlgorithmicMedia"
    return "composite" if BY_HAND in makers else "algorithmicMedia"


def claim(drama: Drama, episode: Episode, options: C2pa | None, title: str) -> Claim | None:
    """What is signed of the film *title* of *episode*; nothing where nothing is to be, or can't be."""
    if options is None or not (certificate := manifest.certificate(options, drama.root)).is_file():
        return None
    found = sources(drama, episode)
    return Claim(title, origin(found), engines(found), certificate, options.algorithm)
