"""
The pictures of a drama: `images/<character>.png`, and the first frame of each shot.

Where an engine wants them, also `images/<character>-sheet.png`: the person from all sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import prompts
from pipeline.attempt import Attempt, Made
from pipeline.drama import SHEET, Drama, slug
from pipeline.images import watching
from pipeline.images.engine import Brief, ImageEngine, ImageRequest, Person, Reference
from pipeline.profile import Chosen
from pipeline.story import Angle, Character, Feeling, Outline, Scene, Shot, Size, Time, Weather


@dataclass(frozen=True)
class _Asked:
    """
    A picture before an engine is chosen: the prompt *file*, its *values*, and who has a portrait.

    *sheets* are shown besides, by engines that want them; *turned* is a picture with the film's sides
    exchanged.
    """

    file: str
    values: Mapping[str, str]
    brief: Brief
    references: tuple[Reference, ...] = ()
    sheets: tuple[Reference, ...] = ()
    turned: bool = False


def portrait(drama: Drama, outline: Outline, character: Character) -> Made:
    """How *character* looks in the whole series."""
    brief = _alone(outline, character, Size.MEDIUM)
    values = {
        "name": character.name,
        "sex": character.sex,
        "age": character.age.value,
        "look": f"{character.look} {character.costume}".strip(),
    }
    return _draw(drama, f"images/{slug(character.name)}.png", _Asked("portrait", values, brief))


def with_sheets(drama: Drama) -> bool:
    """Whether any engine that may draw the frames is to be shown people from all sides."""
    return any(chosen.engine.abilities.sheets for chosen in drama.profile.images)


def sheet(drama: Drama, outline: Outline, character: Character, portrait: Made) -> Made:
    """*character* from all sides, as the *portrait* shows them; drawn by an engine that wants it."""
    asked = _Asked(
        file="sheet",
        values={"name": character.name},
        brief=_alone(outline, character, Size.FULL),
        references=(Reference(character.name, portrait.path),),
        turned=drama.profile.film.width < drama.profile.film.height,
    )
    wanting = [chosen for chosen in drama.profile.images if chosen.engine.abilities.sheets]
    return _draw(drama, f"images/{slug(character.name)}{SHEET}.png", asked, wanting)


def frame(
    drama: Drama,
    outline: Outline,
    scene: Scene,
    shot: Shot,
    pictures: Mapping[str, Sequence[Made]],
) -> Made:
    """The first frame of *shot*; *pictures* are the portrait, and the sheet if there is one, by name."""
    place = outline.place(scene.place)
    characters = [outline.character(name) for name in shot.people]
    people = tuple(_person(person, _feeling(shot, person.name)) for person in characters)
    brief = Brief(
        place=place,
        inside=scene.inside,
        time=scene.time,
        weather=scene.weather,
        era=outline.era,
        size=shot.size,
        angle=shot.angle,
        people=people,
        seen=shot.seen,
        flashback=scene.flashback,
    )
    values = {
        "size": shot.size.value,
        "angle": "camera at eye level" if shot.angle is Angle.EYE else f"{shot.angle.value} camera",
        "place": f"{place.name} ({place.kind.value}) {place.look}".strip(),
        "inside": "inside" if scene.inside else "outside",
        "time": scene.time.value,
        "weather": f"{scene.weather.value} weather",
        "flashback": "A memory: faded, warm light." if scene.flashback else "",
        "seen": shot.seen,
    }
    known = tuple(Reference(p.name, made.path) for p in people for made in pictures.get(p.name, ())[:1])
    around = tuple(
        Reference(p.name, made.path, sheet=True) for p in people for made in pictures.get(p.name, ())[1:]
    )
    return _draw(drama, f"images/{shot.id}.png", _Asked("frame", values, brief, known, around))


def _draw(
    drama: Drama, name: str, asked: _Asked, engines: Sequence[Chosen[ImageEngine]] | None = None
) -> Made:
    film = drama.profile.film
    width, height = (film.height, film.width) if asked.turned else (film.width, film.height)

    def attempt(chosen: Chosen[ImageEngine]) -> Attempt:
        abilities = chosen.engine.abilities
        known = (*asked.references, *(asked.sheets if abilities.sheets else ()))
        references = known[: abilities.references]
        request = ImageRequest(
            prompt=_prompt(drama, asked, references, abilities.reference_name),
            brief=asked.brief,
            width=width,
            height=height,
            seed=drama.seed(name),
            references=references,
            faces=watching.watch(drama.profile.faces, chosen.engine, asked.references),
        )

        def build(out: Path) -> Mapping[str, Any]:
            notes = watching.draw(chosen.engine, request, out)
            # Whoever the engine could not be shown is told, never skipped in silence.
            unseen = [reference.name for reference in asked.references[len(references) :]]
            return {**notes, **({"without_reference": unseen} if unseen and abilities.references else {})}

        unread = "prompt" if abilities.reads == "brief" else "brief"
        return drama.attempt(chosen, request, build, unread=(unread, "faces"))

    return drama.project.make(name, [attempt(chosen) for chosen in engines or drama.profile.images])


def _prompt(drama: Drama, asked: _Asked, references: tuple[Reference, ...], called: str) -> str:
    pictures: dict[str, list[str]] = {}
    for number, one in enumerate(references, 1):
        if picture := called.format(number=number):
            said = f"{picture} shows {one.name} from all sides" if one.sheet else f"{picture} is {one.name}"
            pictures.setdefault(one.name, []).append(said)
    values = {
        "style": drama.profile.story.style,
        "era": f"{asked.brief.era.value} times",
        "people": "\n".join(_described(person, pictures) for person in asked.brief.people),
    }
    return prompts.render(asked.file, {**values, **asked.values}, drama.root)


def _described(person: Person, pictures: Mapping[str, Sequence[str]]) -> str:
    """A person in the words of a prompt, with the reference pictures that show them."""
    told = ", ".join(pictures.get(person.name, ()))
    shown = f"{person.name} ({told})" if told else person.name
    return f"{shown}: {person.sex}, {person.age.value}, {person.look}, looks {person.feeling.value}."


def _alone(outline: Outline, character: Character, size: Size) -> Brief:
    """*character* by themselves, before nothing."""
    return Brief(
        place=None,
        inside=True,
        time=Time.DAY,
        weather=Weather.CLEAR,
        era=character.era or outline.era,
        size=size,
        angle=Angle.EYE,
        people=(_person(character, Feeling.CALM),),
        seen="",
        flashback=False,
    )


def _person(character: Character, feeling: Feeling) -> Person:
    look = f"{character.look} {character.costume}".strip()
    return Person(character.name, character.sex, character.age, look, feeling)


def _feeling(shot: Shot, name: str) -> Feeling:
    """What the face of *name* shows: the feeling of what they say in this shot."""
    said = (line.feeling for line in shot.lines if line.speaker == name)
    return next(said, Feeling.CALM)
