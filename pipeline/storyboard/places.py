"""Where a scene plays, when, and in what weather, from the words of its heading and its action."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.script.screenplay import ScriptScene
from pipeline.story import Era, Language, Place, PlaceKind, Time, Weather
from pipeline.storyboard.vocabulary import ERAS, INDOORS, KINDS, NO_WEATHER, TIMES, WEATHERS, compiled

_KIND = compiled(KINDS)
_WEATHER = compiled(WEATHERS)
_TIME = compiled(TIMES)
_ERA = compiled(ERAS)
_WEATHER_BY_WEIGHT = tuple(WEATHERS)
_SOMEWHERE: dict[Language, str] = {"zh": "某处", "en": "somewhere"}

#: A scene's first thousands of characters say where it plays; a chapter may have many more.
_READ = 4000


def places_of(scenes: Iterable[ScriptScene], language: Language) -> list[Place]:
    """
    The place of each of *scenes*, which follow one another.

    Without a name in its heading a place is called by the first word for one in the action; a
    scene without any plays where the one before does.
    """
    places: list[Place] = []
    for scene in scenes:
        before = places[-1] if places else Place(name=_SOMEWHERE[language], kind=PlaceKind.STREET)
        places.append(_named(scene) or before)
    return places


def _named(scene: ScriptScene) -> Place | None:
    if scene.place:
        kind = kind_in(scene.place) or _kind_in_action(scene, inside=scene.inside)
        return Place(name=scene.place, kind=kind)
    match = _KIND.search(_shown(scene))
    return Place(name=match[0].lower(), kind=PlaceKind[str(match.lastgroup)]) if match else None


def kind_in(name: str) -> PlaceKind | None:
    """The kind of place that *name* tells; an English name is read up to its `of`, `in`, `on` or `at`."""
    head = re.split(r"\s(?:of|in|on|at|near|outside)\s", name, maxsplit=1, flags=re.IGNORECASE)[0]
    for words in (head, name):
        matches = [match.lastgroup for match in _KIND.finditer(words)]
        if matches and matches[-1]:
            return PlaceKind[matches[-1]]
    return None


def _kind_in_action(scene: ScriptScene, *, inside: bool) -> PlaceKind:
    for match in _KIND.finditer(_shown(scene)):
        kind = PlaceKind[str(match.lastgroup)]
        if (kind in INDOORS) == inside:
            return kind
    return PlaceKind.ROOM if inside else PlaceKind.STREET


def is_inside(scene: ScriptScene, place: Place) -> bool:
    """As the heading says; without a heading, as the kind of place suggests."""
    return scene.inside if scene.heading else place.kind in INDOORS


def weather_of(scene: ScriptScene, before: Weather) -> Weather:
    """
    The strongest weather that the heading, the action or the narrator speaks of.

    Where nobody speaks of any it is as *before*; where it is said to have ended it is clear.
    """
    said = f"{scene.heading} {_shown(scene)}"
    words = NO_WEATHER.sub("", said)
    named = {Weather[str(match.lastgroup)] for match in _WEATHER.finditer(words)}
    return next(
        (weather for weather in _WEATHER_BY_WEIGHT if weather in named),
        before if words == said else Weather.CLEAR,
    )


def time_of(scene: ScriptScene, before: Time) -> Time:
    """As the heading says, else the first time of day that is spoken of, else as in the scene *before*."""
    if scene.time is not None:
        return scene.time
    match = _TIME.search(f"{scene.heading} {_shown(scene)}")
    return Time[str(match.lastgroup)] if match else before


def era_of(texts: Iterable[str]) -> Era:
    """The era whose words are most frequent in *texts*; modern where none are."""
    found = Counter(str(match.lastgroup) for text in texts for match in _ERA.finditer(text))
    return Era[found.most_common(1)[0][0]] if found else Era.MODERN


def _shown(scene: ScriptScene) -> str:
    """The beginning of what the scene shows, without its dialogue."""
    words: list[str] = []
    length = 0
    for element in scene.elements:
        if length > _READ:
            break
        if element.kind == "action" or (element.kind == "dialogue" and not element.speaker):
            words.append(element.text[:_READ])
            length += len(element.text)
    return " ".join(words)
