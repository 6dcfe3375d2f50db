"""The outline of a whole script: read in chunks side by side, and put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from pipeline.script.screenplay import Screenplay
from pipeline.story import EpisodePlan, Era, Language, Merged, Outline
from pipeline.storyboard.asking.ask import Asker
from pipeline.storyboard.asking.understood import EraWord
from pipeline.storyboard.letters import Letters
from pipeline.storyboard.outlining.casting import cast_of
from pipeline.storyboard.outlining.describing import characters_of
from pipeline.storyboard.outlining.keeping import as_before
from pipeline.storyboard.outlining.paragraphs import Paragraph, chunks_of, paragraphs_of
from pipeline.storyboard.outlining.planning import Lengths, cuts_of, own_episodes, planned
from pipeline.storyboard.outlining.reading import LANGUAGES, Options, Reading, read
from pipeline.storyboard.outlining.settings import settings_of
from pipeline.storyboard.places import era_of
from pipeline.storyboard.writing.shots import Text

_UNTITLED: dict[Language, str] = {"zh": "无题", "en": "Untitled"}


class SeriesForm(BaseModel):
    """What the series is."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: Text = Field(default="", description="title of the series")
    logline: Text = Field(default="", description="the story in one sentence that makes curious")
    era: EraWord | None = Field(default=None, description="when it plays")


@dataclass(frozen=True)
class _Script:
    """A script, its letters and its paragraphs."""

    screenplay: Screenplay
    letters: Letters
    paragraphs: Sequence[Paragraph]


def outline(screenplay: Screenplay, asker: Asker, options: Options) -> Outline:
    """
    The people, places and episodes of *screenplay*.

    People and places of the earlier outline keep all they had, and stand first; the episodes of a
    novel keep their beginnings, titles and hooks, as far as the text has them still.
    """
    before, language = asker.work.before, screenplay.language
    script = _script(screenplay, options)
    chunks = chunks_of(script.paragraphs, options.reads_at_once)
    said = read(chunks, asker, options, language, cuts=screenplay.chapters)
    cast = cast_of(screenplay, script.letters, said, asker, before.characters if before else ())
    title, logline, era = _series(script, said, asker, options.reads_at_once)
    return Outline(
        title=title,
        language=language,
        era=era,
        logline=logline,
        characters=tuple(characters_of(cast.people, asker, language, era)),
        places=tuple(settings_of(screenplay, said, before.places if before else ())),
        episodes=tuple(_episodes(script, said, options, before)),
        merged=_merged(before, cast.merged),
    )


def _script(screenplay: Screenplay, options: Options) -> _Script:
    letters = Letters(screenplay)
    longest = min(options.source_per_episode // 2, options.reads_at_once // 4)
    return _Script(screenplay, letters, paragraphs_of(screenplay, letters, longest))


def _episodes(
    script: _Script, said: Sequence[Reading], options: Options, before: Outline | None
) -> list[EpisodePlan]:
    if not script.screenplay.chapters:
        return own_episodes(script.screenplay, script.paragraphs, said)
    lengths = Lengths(script.paragraphs, options.source_per_episode)
    cuts = cuts_of(script.screenplay, script.paragraphs, said, lengths)
    if before:
        cuts = as_before(cuts, before.episodes, script.paragraphs, script.letters, lengths)
    return planned(cuts, script.paragraphs, script.letters, options.episode_seconds)


def _series(script: _Script, said: Sequence[Reading], asker: Asker, most: int) -> tuple[str, str, Era]:
    """The title, logline and era; those of the earlier outline stay, but for a title of the script."""
    screenplay, before = script.screenplay, asker.work.before
    named = screenplay.title if screenplay.title != _UNTITLED[screenplay.language] else ""
    if before:
        return named or before.title, before.logline, before.era
    form = _asked(screenplay, said, asker, most) or SeriesForm()
    era = form.era or era_of(unit.text for unit in script.letters.units)
    return named or form.title or screenplay.title, screenplay.logline or form.logline, era


def _asked(screenplay: Screenplay, said: Sequence[Reading], asker: Asker, most: int) -> SeriesForm | None:
    """The model's answer from what happens in every chunk; of a long story from chunks spread over it."""
    happens = [reading.form.happens for reading in said if reading.form.happens]
    step = max(1, -(-sum(map(len, happens)) // most))
    words = asker.work.prompt(
        "series",
        {
            "language": LANGUAGES[screenplay.language],
            "title": screenplay.title,
            "happens": "\n".join(f"- {text}" for text in happens[::step]),
        },
    )
    return asker.ask("outline-series", words, SeriesForm)


def _merged(before: Outline | None, now: Sequence[Merged]) -> tuple[Merged, ...]:
    """The decisions of the earlier outline, and what is new."""
    earlier = before.merged if before else ()
    known = {(merged.name, other) for merged in earlier for other in merged.others}
    new = (merged for merged in now if not all((merged.name, other) in known for other in merged.others))
    return (*earlier, *new)
