"""What came of an episode, as a page of Markdown: what was made and kept, by whom, at what cost."""

from __future__ import annotations

import html
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pipeline.drama import Drama
from pipeline.errors import in_short
from pipeline.outcome import Outcome, passed_over
from pipeline.page import PAGE
from pipeline.plan import Plan
from pipeline.progress import stage_of
from pipeline.project import STAGES
from pipeline.show import Shown, faces, look, unlike
from pipeline.spending import Money

#: The address of a file, for whoever reads the page.
Link = Callable[[Path], str]


def summary(drama: Drama, outcome: Outcome, seconds: float, link: Link) -> str:
    """What came of *outcome*, made in *seconds*; *link* says where files can be seen."""
    files = look(drama.project, Plan((outcome,), (), ()))
    others = passed_over(outcome.files).items()
    return "\n".join(
        [
            f"# {_plain(drama.root.name)} {_plain(_title(outcome))}",
            "",
            _end(drama, outcome, link),
            "",
            *_table(files),
            "",
            f"It took {_lasting(seconds)}. Spent on the drama so far: {_sum(drama.project.ledger.totals())}.",
            *_part(
                "Not made by the first engine",
                (f"{in_short(names)} by {engine}; passed over {why}" for (engine, why), names in others),
            ),
            *_part("Faces", _faces(files, drama.profile.faces.least)),
            *_part("Missing", (f"{name}: {why}" for name, why in outcome.missing.items())),
            *_part("To know", outcome.warnings),
        ]
    )


def ending(outcome: Outcome) -> str:
    """In a word how it ended: `failed`, `waits` or `done`."""
    return "failed" if outcome.missing else "waits" if outcome.waits_for else "done"


def _title(outcome: Outcome) -> str:
    return f"{outcome.id} {outcome.episode.title}" if outcome.episode else outcome.id


def _end(drama: Drama, outcome: Outcome, link: Link) -> str:
    page = f"[its pictures and its storyboard]({link(drama.root / PAGE)})"
    told = {
        "failed": f"{len(outcome.missing)} file(s) are missing. Run it again to go on.",
        "waits": outcome.waits_for.sentence if outcome.waits_for else "",
        "done": "It is made as far as it was asked for.",
    }[ending(outcome)]
    film = f"[The film]({link(outcome.film.path)}), " if outcome.film else "See "
    return f"{told} {film}{page}."


def _table(files: Iterable[Shown]) -> Iterator[str]:
    yield "| stage | made | kept | cost | at work | engines |"
    yield "|:--|--:|--:|--:|--:|:--|"
    for stage in STAGES:
        here = [shown for shown in files if stage_of(shown.made.name) == stage]
        new = [shown for shown in here if shown.made.status == "made"]
        if here:
            engines = Counter(shown.made.engine for shown in here)
            by = in_short([f"{_plain(engine)} {count}" for engine, count in engines.most_common()])
            cost = _sum(Money(shown.cost, shown.currency) for shown in new if shown.cost)
            lasted = _lasting(sum(shown.took_seconds for shown in new))
            yield f"| {stage} | {len(new)} | {len(here) - len(new)} | {cost} | {lasted} | {by} |"


def _sum(costs: Iterable[Money]) -> str:
    """*costs* by currency; nothing where there are none."""
    total: defaultdict[str, float] = defaultdict(float)
    for cost in costs:
        total[cost.currency] += cost.amount
    return ", ".join(str(Money(amount, currency)) for currency, amount in total.items()) or "nothing"


def _faces(files: Iterable[Shown], least: float) -> Iterator[str]:
    for shown in files:
        if told := ", ".join(faces(shown.notes)):
            mark = f" (under {least})" if unlike(shown, least) else ""
            yield f"{Path(shown.made.name).stem}: {told}{mark}"


def _part(title: str, lines: Iterable[str]) -> list[str]:
    told = [f"- {_plain(line)}" for line in lines]
    return ["", f"## {title}", "", *told] if told else []


def _plain(text: str) -> str:
    """*text* on one line, with nothing that Markdown takes for a sign of its own."""
    one_line = " ".join(html.escape(text, quote=False).split())
    return "".join(f"\\{c}" if c in "\\`*_[]|#" else c for c in one_line)


def _lasting(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
