"""What is wrong with the shots that a language model wrote, in words that help it to do better."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.story import Outline
from pipeline.storyboard.likeness import bare
from pipeline.storyboard.source import Piece
from pipeline.storyboard.writing.naming import Cast, place_called
from pipeline.storyboard.writing.shots import EpisodeForm
from pipeline.storyboard.writing.telling import Take, Telling

#: So many pieces of dialogue are quoted, the rest is counted.
_MOST = 20
#: Of lines so many may be the model's own: a short answer, a call.
_INVENTED_SHARE = 0.1
#: So many people whom nobody knows may walk by: a waiter, a neighbour.
_STRANGERS = 2
#: Who scrolls past a film decides in about three seconds.
_HOOK_SECONDS = 4


@dataclass(frozen=True)
class Reader:
    """
    Reads what a model wrote about *pieces*.

    Dialogue is missed where less than *least_told* of it is told. What *opens* the episode has a hook.
    """

    pieces: tuple[Piece, ...]
    outline: Outline
    least_told: float
    opens: bool

    def complaints(self, form: EpisodeForm) -> list[str]:
        """One sentence for each thing that is wrong; nothing where all is well."""
        cast = Cast(self.outline.characters)
        takes = [take for _, scene in Telling(self.pieces, cast).scenes(form.scenes) for take in scene]
        if not takes:
            return ["There are no shots: tell the script in scenes, and every scene in shots."]
        found: tuple[Callable[[], Iterator[str]], ...] = (
            lambda: self._missing(takes),
            lambda: self._invented(takes),
            lambda: self._slow(takes[0]),
            lambda: self._strangers(cast),
            lambda: self._unknown_places(form),
        )
        return [complaint for complain in found for complaint in complain()]

    def _missing(self, takes: Sequence[Take]) -> Iterator[str]:
        told = set().union(*(take.tells for take in takes))
        said = [piece for piece in self.pieces if piece.said]
        missing = [piece for piece in said if piece.number not in told]
        if not said or 1 - len(missing) / len(said) >= self.least_told:
            return
        for piece in missing[:_MOST]:
            line = f"{piece.speaker}: “{piece.text}”" if piece.speaker else f"“{piece.text}”"
            yield f'Piece [{piece.number}] is left out: {line} Add a line with "source": {piece.number}.'
        if missing[_MOST:]:
            numbers = ", ".join(str(piece.number) for piece in missing[_MOST : 5 * _MOST])
            yield f"{len(missing) - _MOST} more pieces of dialogue are left out: {numbers}."

    def _invented(self, takes: Sequence[Take]) -> Iterator[str]:
        lines = [line for take in takes for line in take.lines]
        invented = [line.text for line in lines if line.invented]
        if len(invented) > max(1, _INVENTED_SHARE * len(lines)):
            quoted = ", ".join(f"“{text[:40]}”" for text in invented[:_MOST])
            yield f"These lines are not in the script: {quoted}. Take lines of the script instead."

    def _slow(self, first: Take) -> Iterator[str]:
        if self.opens and not first.lines and first.form.seconds > _HOOK_SECONDS:
            yield (
                f"The first shot lasts {first.form.seconds:g} seconds without a word: begin with a line,"
                " or with something that can't be looked away from, in at most 3 seconds."
            )

    def _strangers(self, cast: Cast) -> Iterator[str]:
        text = bare("".join(f"{piece.speaker}{piece.text}" for piece in self.pieces))
        strangers = [name for name in cast.guests if bare(name) not in text]
        if len(strangers) > _STRANGERS:
            for name in strangers[:_MOST]:
                yield f"Nobody in the script is called {name}: use the names in the list of people."

    def _unknown_places(self, form: EpisodeForm) -> Iterator[str]:
        text = bare("".join(piece.text for piece in self.pieces))
        known = self.outline.places
        names = [scene.place for scene in form.scenes if scene.place and known]
        strange = [name for name in names if not place_called(name, known) and bare(name) not in text]
        if len(strange) * 2 > len(names):
            for name in list(dict.fromkeys(strange))[:_MOST]:
                yield f"There is no place called {name}: use the names in the list of places."
