"""
What becomes of a story with language models of many manners.

    python benchmarks/storyboard_manners.py [SCRIPT]

A loopback stand-in behaves as servers and models do, from strict to sloppy. The outline and every
episode are asked of each, in a new folder. Printed as Markdown: how it ended, the calls (those that
the server turned down or failed, and the second asks, among them), the tokens as the stand-in counts
them (two characters each), and what became of the dialogue.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import yaml

from pipeline.drama import open_drama
from pipeline.errors import EngineError
from pipeline.profile import find
from pipeline.story import Episode, Outline
from pipeline.storyboard.faithful import Coverage, coverage
from pipeline.storyboard.files import load
from pipeline.storyboard.source import episode_of
from pipeline.storyboard.stage import Storyboards

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from llm_server import MANNERS, Server, serving

_SCRIPT = Path(__file__).parents[1] / "assets" / "scripts" / "chapter.zh.txt"


def begin(folder: Path, script: Path, url: str) -> Path:
    """A drama in *folder* whose storyboard is asked for at *url*."""
    profile = yaml.safe_load(find("novel").read_text("utf-8"))
    profile["storyboard"]["openai"] |= {"base_url": url, "model": "stand-in"}
    folder.mkdir()
    (folder / "drama.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), "utf-8")
    (folder / f"script{script.suffix}").write_bytes(script.read_bytes())
    return folder


def told(folder: Path) -> list[Coverage]:
    """What became of each episode of the drama in *folder*, all of them made now."""
    boards = Storyboards(open_drama(folder))
    outline = load(boards.outline(), Outline)
    script = boards.cut(outline)
    numbers = [plan.number for plan in outline.episodes]
    made = [load(boards.episode(outline, number), Episode) for number in numbers]
    return [coverage(episode_of(script, episode.number), episode) for episode in made]


def row(manner: str, folder: Path, script: Path) -> str:
    """One line of the table."""
    with serving(manner) as server:
        try:
            found = told(begin(folder, script, server.url))
        except EngineError as error:
            ended, dialogue = f"{type(error).__name__}: {error.happened}", ""
        else:
            ended = f"{len(found)} episode(s)"
            dialogue = _dialogue(found)
    return f"| {manner} | {ended} | {_counted(server)} | {dialogue} |"


def _dialogue(found: list[Coverage]) -> str:
    lines, kept = sum(one.lines for one in found), sum(one.kept for one in found)
    named = {
        "dropped": sum(len(one.dropped) for one in found),
        "changed": sum(len(one.changed) for one in found),
        "invented": sum(len(one.invented) for one in found),
    }
    return ", ".join([f"{kept} of {lines} kept", *(f"{n} {what}" for what, n in named.items() if n)])


def _counted(server: Server) -> str:
    again = sum(asked.again for asked in server.asked)
    read, written = (sum(sent[at] for sent in server.tokens) for at in (0, 1))
    return f"{len(server.asked)} | {server.failed} | {again} | {read} | {written}"


def main() -> None:
    """Print the table."""
    script = Path(sys.argv[1]) if sys.argv[1:] else _SCRIPT
    print("| manner | ended with | calls | turned down | second asks | tokens read | written | dialogue |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for manner in MANNERS:
            print(row(manner, Path(folder, manner), script), flush=True)


if __name__ == "__main__":
    main()
