"""Where the story plays: the places of all chunks, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.script.screenplay import Screenplay
from pipeline.story import Place
from pipeline.storyboard.letters import letters_of
from pipeline.storyboard.outlining.reading import PlaceForm, Reading
from pipeline.storyboard.places import places_of
from pipeline.storyboard.writing.naming import place_called


def settings_of(screenplay: Screenplay, said: Sequence[Reading], before: Iterable[Place] = ()) -> list[Place]:
    """
    The places in the order in which they come; those *before* stay as they were, and first.

    The headings of a script name its places: none is missing, and what is like one is that one.
    """
    headed = _headed(screenplay)
    forms: dict[str, list[PlaceForm]] = {place.name: [] for place in headed}
    spelled = {letters_of(place.name): place.name for place in headed}
    for form in (form for reading in said for form in reading.form.places if letters_of(form.name)):
        name = place_called(form.name, headed) or spelled.setdefault(letters_of(form.name), form.name)
        forms.setdefault(name, []).append(form)
    rules = {place.name: place for place in headed}
    places = {letters_of(place.name): place for place in before}
    for name, told in forms.items():
        places.setdefault(letters_of(name), _place(told, rules.get(name, Place(name=name))))
    return list(places.values())


def _headed(screenplay: Screenplay) -> list[Place]:
    """The places that the headings of scenes name."""
    scenes = [scene for episode in screenplay.episodes for scene in episode.scenes if scene.place]
    return list({place.name: place for place in places_of(scenes, screenplay.language)}.values())


def _place(told: Sequence[PlaceForm], rule: Place) -> Place:
    """The kind that most say, and the first look."""
    if not told:
        return rule
    kind = Counter(form.kind for form in told).most_common(1)[0][0]
    return rule.model_copy(update={"kind": kind, "look": next((form.look for form in told if form.look), "")})
