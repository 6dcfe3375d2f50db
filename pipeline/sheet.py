"""The storyboard as a person reads it in a terminal: scenes, shots and lines, and what is not told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from rich.console import Group, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.errors import DramaError, NameUnknown
from pipeline.review import Lost, Review, Summary, Told
from pipeline.story import Angle, Character, Feeling, Line, Mode, Outline, Scene, Shot
from pipeline.timeline import LineSpan, ShotSpan
from pipeline.wording import Wording

#: So many parts of the script are quoted, and so many characters of each; the page has all of them.
_MOST_LOST = 12
_QUOTED = 100

_WORDS = Wording("en")


def sheet(review: Review, numbers: Sequence[int] | None = None) -> Iterator[RenderableType]:
    """
    The episodes *numbers*, or all that are there, then the people and what it took.

    `NameUnknown` where one of *numbers* is not there. A broken storyboard is told in its place.
    """
    there = review.numbers
    if numbers is None:
        numbers = there
    elif lacking := [number for number in numbers if number not in there]:
        raise NameUnknown(
            f"There is no storyboard of episode {', '.join(map(str, lacking))} yet.",
            f"There are: {', '.join(map(str, there)) or 'none'}. Make more with `drama run`.",
        )
    yield Text(review.outline.title, "bold")
    if review.outline.logline:
        yield Text(review.outline.logline)
    for number in numbers:
        yield Text()
        try:
            yield from _episode(review.episode(number))
        except DramaError as error:
            yield Text(str(error), "bold")
    yield from _people(review.outline)
    yield from _asked(review)


def _episode(told: Told) -> Iterator[RenderableType]:
    summary = told.summary
    yield Text(_WORDS.title(summary.number, summary.title), "bold underline")
    yield Text(", ".join(_figures(summary)))
    for label, words in (("Hook", told.plan.hook), ("Cliff-hanger", told.plan.cliffhanger)):
        if words:
            yield Text(f"{label}: {words}")
    for spans in told.scenes:
        yield Text()
        yield _heading(spans[0].scene)
        yield _shots(spans)
    yield from _lost(told.lost)
    if told.uncompared:
        yield Text(f"Not compared with the script: {told.uncompared}")


def _figures(summary: Summary) -> Iterator[str]:
    about = "" if summary.exact else "about "
    yield f"{about}{summary.seconds:.0f} s"
    yield _WORDS.count(summary.shots, "shot")
    yield _WORDS.count(summary.lines, "line")
    if summary.kept is not None and summary.told is not None:
        yield f"dialogue kept {_percent(summary.kept)}"
        yield f"told {_percent(summary.told)}"
    yield f"invented {summary.invented}"


def _percent(share: float) -> str:
    """Never 100 % where something is missing."""
    return f"{int(share * 100)} %"


def _heading(scene: Scene) -> Text:
    marks = ["inside" if scene.inside else "outside", scene.time, scene.weather]
    if scene.flashback:
        marks.append("flashback")
    return Text(f"{scene.id}  {scene.place} ({', '.join(marks)})", "bold")


def _shots(spans: Sequence[ShotSpan]) -> Table:
    """One row per shot: its id, its seconds, and all that is seen and heard."""
    table = _columns("left", "right")
    for span in spans:
        told = Group(_camera(span.shot), *_seen(span.shot), *map(_line, span.lines))
        table.add_row(span.shot.id, f"{span.seconds:.1f} s", told)
    return table


def _columns(*sides: JustifyMethod) -> Table:
    """Columns as wide as what is in them, and a last one that takes what the window has left."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    for side in sides:
        table.add_column(no_wrap=True, justify=side)
    table.add_column(ratio=1, overflow="fold")
    return table


def _camera(shot: Shot) -> Text:
    invented = ["[invented]"] if shot.invented else []
    angle = [] if shot.angle is Angle.EYE else [shot.angle]
    people = [f"({', '.join(shot.people)})"] if shot.people else []
    return Text(" ".join([*invented, shot.size, *angle, shot.move, *people]))


def _seen(shot: Shot) -> Iterator[Text]:
    for label, words in (("", shot.seen), ("moves: ", shot.moves), ("caption: ", shot.caption)):
        if words:
            yield Text(f"{label}{words}")


def _line(span: LineSpan) -> RenderableType:
    line = span.line
    told = Text()
    told.append(line.speaker or "narrator", "bold")
    if how := _how(line):
        told.append(f" ({how})")
    told.append(f": {line.text}")
    if line.invented:
        told.append(" [invented]", "bold")
    return Padding(told, (0, 0, 0, 2))


def _how(line: Line) -> str:
    mode = line.mode if line.speaker and line.mode is not Mode.SPEECH else ""
    feeling = "" if line.feeling is Feeling.CALM else line.feeling
    return ", ".join(filter(None, (mode, feeling, line.note)))


def _lost(lost: Sequence[Lost]) -> Iterator[RenderableType]:
    if not lost:
        return
    yield Text()
    yield Text("Not told as the script has it:", "bold")
    table = _columns("right")
    for part in islice(lost, _MOST_LOST):
        became = f"-> {part.instead}" if part.instead else f"({part.why})"
        table.add_row(f"line {part.line_number}", Text(f"{_short(part.text)} {became}"))
    yield table
    if len(lost) > _MOST_LOST:
        yield Text(f"... and {len(lost) - _MOST_LOST} more; see storyboard.html")


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}..."


def _people(outline: Outline) -> Iterator[RenderableType]:
    if not outline.characters:
        return
    yield Text()
    yield Text("People", "bold underline")
    table = _columns("left")
    for person in outline.characters:
        table.add_row(Text(person.name, "bold"), Text(_described(person)))
    yield table
    for merged in outline.merged:
        why = f" ({merged.why})" if merged.why else ""
        yield Text(f"{', '.join(merged.others)} taken for {merged.name}{why}")


def _described(person: Character) -> str:
    parts = [
        f"{person.sex}, {person.age}",
        f"also {', '.join(person.aliases)}" if person.aliases else "",
        person.look,
        person.costume,
        person.temper,
        person.voice,
    ]
    return "; ".join(part.rstrip("。.；;") for part in parts if part)


def _asked(review: Review) -> Iterator[RenderableType]:
    asked = review.asked()
    if asked.calls:
        cost = ", ".join(map(str, asked.cost)) or "nothing"
        yield Text()
        yield Text(
            f"The models were asked {_WORDS.count(asked.calls, 'time')}, read {asked.tokens_read:,} tokens"
            f" and wrote {asked.tokens_written:,}; that cost {cost}."
        )
