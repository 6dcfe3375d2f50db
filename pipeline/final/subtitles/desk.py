"""What the subtitles of an episode say and how they look, by its profile, styles and translations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from pipeline.attempt import Made
from pipeline.drama import Drama
from pipeline.errors import DramaError
from pipeline.final.output import Output
from pipeline.final.picture import cards
from pipeline.final.subtitles import styles
from pipeline.final.subtitles.fonts import bundled, missing, unshown
from pipeline.final.subtitles.lettering import Lettering, choose
from pipeline.final.subtitles.looks import Looks
from pipeline.final.subtitles.styles import Style
from pipeline.final.subtitles.subtitles import Cue, Subtitles, cues
from pipeline.final.subtitles.subtitles import warnings as too_fast
from pipeline.outcome import Outcome
from pipeline.story import Outline
from pipeline.storyboard.translating_stage import texts
from pipeline.timeline import Timeline


def looks_of(drama: Drama, output: Output, outline: Outline) -> Looks:
    """How the subtitles of *output* look; `ProfileError` where its style or a font can't be used."""
    said = output.final.subtitles
    style, lettering = _read(drama.root, said, styles.stamp(said.style, drama.root))
    people = {name: one.name for one in outline.characters for name in (one.name, *one.aliases)}
    return Looks(output.film, style.over(said), style, lettering, people)


@lru_cache(maxsize=8)  # asked for by every shot
def _read(root: Path, said: Subtitles, stamp: tuple[int, int]) -> tuple[Style, Lettering]:  # noqa: ARG001 - as long as it stays
    return styles.read(said.style, root), choose(said.font, said.fonts, root)


def cues_of(
    timeline: Timeline, outline: Outline, looks: Looks, translations: Mapping[str, Made]
) -> tuple[Cue, ...]:
    """The cues of *timeline*, with the second language that *looks* ask for."""
    made = translations.get(looks.options.second)
    second = texts(made) if made else {}
    if second is None:
        # What is not translated yet is different from what there is now, whatever it will be.
        second = {line.line.id: line.line.id for line in timeline.lines}
    return cues(timeline, outline.language, looks.options, second)


def problems(drama: Drama, outputs: Iterable[Output], outline: Outline) -> dict[str, str]:
    """What is wrong with the subtitles of *outputs*, by what it is about; nothing can be finished with it."""
    found: dict[str, str] = {}
    if not bundled().path.is_file():
        lacking = f"The font of the subtitles, {bundled().path}, is not there. Install the program anew."
        return {"subtitles": lacking}
    for output in outputs:
        try:
            looks = looks_of(drama, output, outline)
        except DramaError as error:
            found["subtitles"] = str(error)
            continue
        if looks.options.second == outline.language:
            found["subtitles"] = (
                f"`final.subtitles.second` is {outline.language}, which is the language of the film."
                " Choose another one, or none."
            )
    return found


def warnings(drama: Drama, outcome: Outcome) -> Iterator[str]:
    """What of the subtitles of *outcome* is drawn otherwise than it is written, or passes too fast."""
    found: list[str] = []
    if not bundled().path.is_file():
        return
    for output in drama.outputs:
        outline, _ = outcome.story
        try:
            looks = looks_of(drama, output, outline)
        except DramaError:
            continue  # told as a problem
        found += _unlike(looks.lettering, _written(output, outcome), output.final.label.words)
        if outcome.timeline:
            shown = cues(outcome.timeline, outline.language, looks.options)
            found += too_fast(shown, outline.language)
    yield from dict.fromkeys(found)


def _written(output: Output, outcome: Outcome) -> str:
    """Everything that is written in the picture of *output*, but for the label."""
    outline, episode = outcome.story
    said = cards.words(output.final.cards, outline, episode)
    translated = outcome.translations.get(output.final.subtitles.second)
    return "\n".join(
        [
            *(line.text for _, line in episode.lines),
            *(shot.caption for _, shot in episode.shots),
            *((texts(translated) or {}).values() if translated else ()),
            *(said.title, said.below, *said.credits),
        ]
    )


def _unlike(lettering: Lettering, text: str, label: str) -> Iterator[str]:
    """How *text*, and the *label* in the bundled font, will be drawn otherwise than it is written."""
    own = lettering.main.family
    if lacking := "".join(dict.fromkeys(lettering.lacking(text) + missing(label, bundled()))):
        yield (
            f"the font {own} has no {' '.join(lacking)}, nor has any other here; these would be boxes."
            " Write other words, or name a font with them under `final.subtitles.fonts`."
        )
    if emoji := unshown(text + label):
        yield f"{' '.join(emoji)} can't be drawn in subtitles and is left out."
    if others := lettering.standing_in(text):
        characters = "".join(c for c in missing(text, lettering.main) if lettering.font(c))
        families = ", ".join(dict.fromkeys(font.family for font in others))
        yield f"the font {own} has no {' '.join(characters[:20])}; that is drawn in {families}."
