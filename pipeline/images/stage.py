"""The pictures of a drama: `images/<character>.png`, and the first frame of each shot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline import prompts
from pipeline.attempt import Attempt, Made
from pipeline.drama import Drama, slug
from pipeline.images.engine import Brief, ImageEngine, ImageRequest, Person, Reference
from pipeline.profile import Chosen
from pipeline.story import Angle, Character, Feeling, Outline, Scene, Shot, Size, Time, Weather


def portrait(drama: Drama, outline: Outline, character: Character) -> Made:
    """How *character* looks in the whole series."""
    brief = Brief(
        place=None,
        inside=True,
        time=Time.DAY,
        weather=Weather.CLEAR,
        era=outline.era,
        size=Size.MEDIUM,
        angle=Angle.EYE,
        people=(_person(character, Feeling.CALM),),
        seen="",
        flashback=False,
    )
    values = {
        "name": character.name,
        "sex": character.sex,
        "age": character.age.value,
        "look": character.look,
    }
    return _draw(drama, f"images/{slug(character.name)}.png", "portrait", values, brief, ())


def frame(drama: Drama, outline: Outline, scene: Scene, shot: Shot, portraits: Mapping[str, Made]) -> Made:
    """The first frame of *shot*; *portraits* are of the drama's characters, by name."""
    people = tuple(_person(outline.character(name), _feeling(shot, name)) for name in shot.people)
    brief = Brief(
        place=outline.place(scene.place),
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
    references = tuple(
        Reference(person.name, portraits[person.name].path) for person in people if person.name in portraits
    )
    place = outline.place(scene.place)
    values = {
        "size": shot.size.value,
        "angle": f"{shot.angle.value}-level camera"
        if shot.angle is Angle.EYE
        else f"{shot.angle.value} camera",
        "place": f"{place.name} ({place.kind.value}) {place.look}".strip(),
        "inside": "inside" if scene.inside else "outside",
        "time": scene.time.value,
        "weather": f"{scene.weather.value} weather",
        "flashback": "A memory: faded, warm light." if scene.flashback else "",
        "people": "\n".join(_described(person, number) for number, person in enumerate(people, 1)),
        "seen": shot.seen,
    }
    return _draw(drama, f"images/{shot.id}.png", "frame", values, brief, references)


def _draw(
    drama: Drama,
    name: str,
    prompt: str,
    values: Mapping[str, str],
    brief: Brief,
    references: tuple[Reference, ...],
) -> Made:
    film = drama.profile.film
    shared = {"style": drama.profile.story.style, "era": f"{brief.era.value} times"}
    text = prompts.render(prompt, {**shared, **values}, drama.root)

    def attempt(chosen: Chosen[ImageEngine]) -> Attempt:
        abilities = chosen.engine.abilities
        request = ImageRequest(
            prompt=text,
            brief=brief,
            width=film.width,
            height=film.height,
            seed=drama.seed(name),
            references=references[: abilities.references],
        )

        def build(out: Path) -> None:
            chosen.engine.draw(request, out)

        unread = ("prompt",) if abilities.reads == "brief" else ("brief",)
        return drama.attempt(chosen, request, build, unread=unread)

    return drama.project.make(name, [attempt(chosen) for chosen in drama.profile.images])


def _person(character: Character, feeling: Feeling) -> Person:
    return Person(character.name, character.sex, character.age, character.look, feeling)


def _feeling(shot: Shot, name: str) -> Feeling:
    """What the face of *name* shows: the feeling of what they say in this shot."""
    said = (line.feeling for line in shot.lines if line.speaker == name)
    return next(said, Feeling.CALM)


def _described(person: Person, number: int) -> str:
    """A person in the words of a prompt; *number* is the place from the left, and of the reference."""
    return f"Person {number} from the left, as in image {number}: {person.name}, {person.sex}, {person.age.value}, {person.look}, {person.feeling.value}."
