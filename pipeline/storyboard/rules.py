"""The storyboard by plain rules: no model, no key, no network; the same script gives the same shots."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import ScriptError
from pipeline.ids import episode_id, line_id, scene_id, shot_id
from pipeline.script.mentions import Mentions
from pipeline.script.screenplay import Screenplay, ScriptEpisode, ScriptScene
from pipeline.story import Episode, EpisodePlan, Language, Line, Outline, Place, Scene, Shot, Time, Weather
from pipeline.storyboard import sounding
from pipeline.storyboard.beat import Beat
from pipeline.storyboard.beats import SceneReader
from pipeline.storyboard.engine import Work
from pipeline.storyboard.entering import enter_of
from pipeline.storyboard.framing import Camera
from pipeline.storyboard.people import gather, mentions_of
from pipeline.storyboard.places import era_of, is_inside, places_of, time_of, weather_of
from pipeline.storyboard.seen import over_shoulder


@dataclass(frozen=True, config=OPTIONS)
class Rules:
    """Keeps every line word for word and breaks scenes into shots by who speaks and what happens."""

    previews: ClassVar[bool] = True
    prompts: ClassVar[tuple[str, ...]] = ()

    shortest_shot_seconds: float = Field(default=2.0, ge=0.5, le=10)
    """No shot is shorter."""

    longest_shot_seconds: float = Field(default=8.0, ge=3, le=60)
    """Longer actions and lines are split into several shots."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.shortest_shot_seconds >= self.longest_shot_seconds:
            raise ValueError("shortest_shot_seconds must be below longest_shot_seconds")
        return self

    def unavailable(self) -> str:
        """It runs everywhere."""
        return ""

    def quote(self, characters: int) -> None:
        """It is free."""

    def outline(self, screenplay: Screenplay, work: Work) -> Outline:  # noqa: ARG002 - it asks nobody
        """The people, places and episodes of the whole script."""
        scenes = [scene for episode in screenplay.episodes for scene in episode.scenes]
        language = screenplay.language
        places: dict[str, Place] = {}
        for episode in screenplay.episodes:
            for place in places_of(episode.scenes, language):
                places.setdefault(place.name, place)
        return Outline(
            title=screenplay.title,
            language=language,
            era=era_of(_words(scenes)),
            logline=screenplay.logline,
            characters=gather(screenplay),
            places=tuple(places.values()),
            episodes=tuple(
                EpisodePlan(number=episode.number, title=episode.title) for episode in screenplay.episodes
            ),
        )

    def needs(self, screenplay: Screenplay, outline: Outline, number: int) -> Mapping[str, Any]:  # noqa: ARG002
        """Who and what there is, not how it looks."""
        return {
            "language": outline.language,
            "characters": [[c.name, *c.aliases] for c in outline.characters],
            "places": [place.name for place in outline.places],
        }

    def write(
        self,
        screenplay: Screenplay,
        outline: Outline,
        number: int,
        work: Work,  # noqa: ARG002 - it asks nobody
    ) -> Episode:
        """Episode *number* as scenes, shots and lines; `ScriptError` where there is no such episode."""
        script = _episode(screenplay, number)
        front = screenplay.unused if script is screenplay.episodes[0] else ()
        return Episode(
            id=episode_id(number),
            number=number,
            title=script.title,
            scenes=tuple(self._scenes(script, outline)),
            unused=(*front, *script.unused),
        )

    def _scenes(self, script: ScriptEpisode, outline: Outline) -> Iterator[Scene]:
        mentions, camera = mentions_of(outline.characters), Camera()
        cues = sounding.cues(script.unused)
        time, weathers = Time.DAY, dict[tuple[str, Time], Weather]()
        places = places_of(script.scenes, outline.language)
        for index, (scene, place) in enumerate(zip(script.scenes, places, strict=True), start=1):
            time = time_of(scene, time)
            here = (place.name, time)
            weathers[here] = weather_of(scene, weathers.get(here, Weather.CLEAR))
            yield Scene(
                id=scene_id(script.number, index),
                heading=scene.heading,
                place=place.name,
                inside=is_inside(scene, place),
                time=time,
                weather=weathers[here],
                flashback=scene.flashback,
                enter=enter_of(script, scene),
                shots=tuple(
                    self._shots(scene, mentions, camera, outline.language, (script.number, index), cues)
                ),
            )

    def _shots(  # noqa: PLR0917 - a scene, who is in it, how it is seen and told, where, and what is heard
        self,
        scene: ScriptScene,
        mentions: Mentions,
        camera: Camera,
        language: Language,
        ids: tuple[int, int],
        cues: deque[tuple[int, str]],
    ) -> Iterator[Shot]:
        reader = SceneReader(scene, mentions, language, self.shortest_shot_seconds, self.longest_shot_seconds)
        for index, beat in enumerate(reader.beats(), start=1):
            frame = camera.frame(beat)
            yield Shot(
                id=shot_id(*ids, index),
                size=frame.size,
                angle=frame.angle,
                move=frame.move,
                seen=over_shoulder(beat.seen, frame.over, language) if frame.over else beat.seen,
                people=reader.in_order(frame.people),
                lines=tuple(_lines(beat, (*ids, index))),
                caption=beat.caption,
                least_seconds=beat.seconds,
                sounds=sounding.due(cues, beat.line_number),
            )


def _episode(screenplay: Screenplay, number: int) -> ScriptEpisode:
    for episode in screenplay.episodes:
        if episode.number == number:
            return episode
    numbers = ", ".join(str(episode.number) for episode in screenplay.episodes[:30])
    raise ScriptError(f"The script {screenplay.title} has no episode {number}.", f"It has {numbers}.")


def _words(scenes: list[ScriptScene]) -> Iterator[str]:
    return (
        text for scene in scenes for text in (scene.heading, *(element.text for element in scene.elements))
    )


def _lines(beat: Beat, ids: tuple[int, int, int]) -> Iterator[Line]:
    for index, piece in enumerate(beat.pieces, start=1):
        yield Line(
            id=line_id(*ids, index),
            speaker=piece.speaker,
            text=piece.text,
            mode=piece.mode,
            feeling=piece.feeling,
            note=piece.note,
        )
