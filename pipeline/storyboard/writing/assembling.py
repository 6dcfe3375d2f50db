"""An episode out of the forms that a model filled in, and what of the script they leave out."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.ids import episode_id, scene_id
from pipeline.script.screenplay import ScriptEpisode, ScriptScene
from pipeline.story import Episode, Language, Outline, Scene, Unused
from pipeline.storyboard import sounding
from pipeline.storyboard.entering import enter_of
from pipeline.storyboard.people import mentions_of
from pipeline.storyboard.source import Piece
from pipeline.storyboard.writing.cutting import Bounds, Cutter, with_captions
from pipeline.storyboard.writing.naming import Cast, place_called
from pipeline.storyboard.writing.shots import SceneForm, ShotForm
from pipeline.storyboard.writing.telling import Take, Telling

_SOMEWHERE: dict[Language, str] = {"zh": "某处", "en": "somewhere"}


@dataclass(frozen=True)
class Assembly:
    """What all episodes are put together from: *pieces* are those of *script*."""

    script: ScriptEpisode
    pieces: tuple[Piece, ...]
    outline: Outline
    bounds: Bounds

    def episode(self, forms: Sequence[SceneForm], front: Sequence[Unused] = ()) -> Episode:
        """The episode that *forms* tell; *front* is what was left out of the script before."""
        cast = Cast(self.outline.characters)
        telling = Telling(self.pieces, cast)
        told = telling.scenes(forms) or telling.scenes(self._opening())
        cutter = self._cutter(cast)
        captions = [piece for piece in self.pieces if piece.kind == "caption"]
        told = [scene for form, taken in told for scene in self._apart(form, cutter.divided(taken))]
        takes = with_captions([taken for _, taken in told], captions)
        filled = [(form, taken) for (form, _), taken in zip(told, takes, strict=True) if taken]
        scenes = tuple(self._scenes(filled, cutter))
        untold = telling.untold([take for scene in takes for take in scene])
        return Episode(
            id=episode_id(self.script.number),
            number=self.script.number,
            title=self._title,
            scenes=scenes,
            guests=tuple(guest for guest in cast.guests.values() if guest.name in _names(scenes)),
            unused=(*front, *self.script.unused, *self._unused(untold)),
        )

    @property
    def _title(self) -> str:
        plan = self.outline.plan(self.script.number)
        return (plan.title if plan else "") or self.script.title

    def _opening(self) -> list[SceneForm]:
        """The first piece of the script, where a model tells nothing at all."""
        return [SceneForm(shots=(ShotForm(shows=(self.pieces[0].number,)),))]

    def _cutter(self, cast: Cast) -> Cutter:
        mentions = mentions_of((*self.outline.characters, *cast.guests.values()))
        by_number = {piece.number: piece for piece in self.pieces}
        return Cutter(by_number, mentions, self.outline.language, self.bounds)

    def _scenes(self, told: Sequence[tuple[SceneForm, Sequence[Take]]], cutter: Cutter) -> Iterator[Scene]:
        place, before, cues = "", None, sounding.cues(self.script.unused)
        for number, (form, taken) in enumerate(told, start=1):
            written = self._written(taken)
            place = self._place(form, written) or place or _SOMEWHERE[self.outline.language]
            own = written if written and written.heading else None
            yield Scene(
                id=scene_id(self.script.number, number),
                heading=own.heading if own else "",
                place=place,
                inside=own.inside if own else form.inside,
                time=(own.time if own else None) or form.time,
                weather=form.weather,
                flashback=own.flashback if own else form.flashback,
                enter=enter_of(self.script, written) if written and written is not before else "",
                shots=tuple(
                    shot.model_copy(update={"sounds": sounding.due(cues, self._line(take))})
                    for shot, take in zip(cutter.shots(taken, self.script.number, number), taken, strict=True)
                ),
            )
            before = written or before

    def _apart(self, form: SceneForm, takes: Sequence[Take]) -> Iterator[tuple[SceneForm, list[Take]]]:
        """One scene of the model as those of the script's headings that it tells."""
        scene: ScriptScene | None = None
        groups: list[list[Take]] = []
        for take in takes:
            written = self._written([take])
            new = written is not None and bool(written.heading) and written is not scene
            if not groups or (new and scene is not None):
                groups.append([])
            groups[-1].append(take)
            scene = written if new else scene
        return ((form, group) for group in groups)

    def _written(self, takes: Sequence[Take]) -> ScriptScene | None:
        """The scene of the script of which *takes* tell the most."""
        scenes = {piece.number: piece.scene for piece in self.pieces}
        counted = Counter(scenes[told] for take in takes for told in take.tells)
        return self.script.scenes[counted.most_common(1)[0][0]] if counted else None

    def _line(self, take: Take) -> int:
        """Where the script tells first what is in *take*; 0 where it tells nothing."""
        numbers = {piece.number: piece.line_number for piece in self.pieces}
        return min((numbers[told] for told in take.tells if told in numbers), default=0)

    def _place(self, form: SceneForm, written: ScriptScene | None) -> str:
        """As the script's heading says, else as the model does; by the outline's name where it has one."""
        names = (written.place if written else "", form.place)
        known = (place_called(name, self.outline.places) for name in names)
        return next(filter(None, (*known, *names)), "")

    def _unused(self, untold: Sequence[Piece]) -> Iterator[Unused]:
        """What is not told, neighbours together."""
        between = "" if self.outline.language == "zh" else " "
        for _, group in itertools.groupby(enumerate(untold), lambda item: item[1].number - item[0]):
            lost = [piece for _, piece in group]
            text = between.join(piece.text for piece in lost)
            yield Unused(text=text, line_number=lost[0].line_number, why=NOT_TOLD)


#: Why a part of the script is unused that a model left out.
NOT_TOLD = "not told in this episode"


def _names(scenes: Sequence[Scene]) -> set[str]:
    """Who speaks or is seen."""
    shots = [shot for scene in scenes for shot in scene.shots]
    return {name for shot in shots for name in (*shot.people, *(line.speaker for line in shot.lines))}
