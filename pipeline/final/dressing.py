"""What the subtitles of an episode say and how they look, by its profile, styles and translations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from pipeline.attempt import Made
from pipeline.drama import Drama
from pipeline.errors import DramaError
from pipeline.final import styles
from pipeline.final.fonts import bundled, missing, unshown
from pipeline.final.lettering import Lettering, choose
from pipeline.final.looks import Looks
from pipeline.final.output import Output
from pipeline.final.styles import Style
from pipeline.final.subtitles import Cue, Subtitles, cues
from pipeline.story import Outline
from pipeline.storyboard.translating import texts
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


def unreadable(looks: Looks, text: str, marked: str) -> list[str]:
    """What of *text*, and of what is *marked* in the bundled font, is not shown as it is written."""
    lacking = "".join(dict.fromkeys(looks.lettering.lacking(text) + missing(marked, bundled())))
    emoji = unshown(text)
    others = {font.family for font in looks.lettering.standing_in(text)}
    warnings = []
    if lacking:
        warnings.append(
            f"the font {looks.lettering.main.family} has no {' '.join(lacking)}, nor has any other here;"
            " these would be boxes. Write other words, or name a font with them under `final.subtitles.fonts`."
        )
    if emoji:
        warnings.append(f"{' '.join(emoji)} can't be drawn in subtitles and is left out.")
    if others and looks.lettering.main != bundled():
        warnings.append(
            f"what the font {looks.lettering.main.family} lacks is drawn in {', '.join(sorted(others))}."
        )
    return warnings
