"""The moving shots: `clips/<shot>.mp4`, as long as the timeline asks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline import ffmpeg, prompts
from pipeline.attempt import Attempt, Made
from pipeline.clips.engine import ClipEngine, ClipRequest, Talk
from pipeline.drama import Drama
from pipeline.errors import BadResult
from pipeline.final.cut import SLOWEST
from pipeline.profile import Chosen
from pipeline.story import Mode, Outline
from pipeline.timeline import ShotSpan


def clip(drama: Drama, outline: Outline, span: ShotSpan, frame: Made, voices: Mapping[str, Made]) -> Made:
    """
    The shot of *span* in motion, from its first *frame*; *voices* are its lines, by id.

    It ends with the picture `images/<shot>-last.png` where a person put one and the engine can.
    """
    name = f"clips/{span.shot.id}.mp4"
    film, last = drama.profile.film, drama.root / f"images/{span.shot.id}-last.png"
    prompt = prompts.render("motion", _values(outline, span), drama.root)
    talks = tuple(
        Talk(line.line.speaker, line.start - span.start, line.end - span.start, voices[line.line.id].path)
        for line in span.lines
        if line.line.mode is Mode.SPEECH and line.line.speaker in span.shot.people
    )

    def attempt(chosen: Chosen[ClipEngine]) -> Attempt:
        abilities = chosen.engine.abilities
        request = ClipRequest(
            prompt=prompt,
            image=frame.path,
            seconds=abilities.length_for(span.seconds),
            width=film.width,
            height=film.height,
            fps=film.fps,
            move=span.shot.move,
            seed=drama.seed(name),
            talks=talks if abilities.reads_talks else (),
            last=last if abilities.last and last.is_file() else None,
        )

        def build(out: Path) -> Mapping[str, Any]:
            chosen.engine.animate(request, out)
            return {"seconds": ffmpeg.probe(out).seconds}

        unread = () if abilities.reads_prompt else ("prompt",)
        return drama.attempt(chosen, request, build, unread=unread)

    attempts = [attempt(chosen) for chosen in drama.profile.clips if _reaches(chosen, span.seconds)]
    return drama.project.make(name, attempts, check=_check)


def _reaches(chosen: Chosen[ClipEngine], seconds: float) -> bool:
    """Whether a clip of *chosen* fills the shot; only where `auto` chose does another engine fit better."""
    return not chosen.gives_way or chosen.engine.abilities.length_for(seconds) * SLOWEST >= seconds


def _values(outline: Outline, span: ShotSpan) -> Mapping[str, str]:
    people = (outline.character(name) for name in span.shot.people)
    return {
        "seen": span.shot.seen,
        "moves": span.shot.moves,
        "people": " ".join(f"{person.name}: {person.look} {person.costume}".rstrip() for person in people),
        "move": span.shot.move.value.replace("-", " "),
        "weather": f"{span.scene.weather.value} weather",
    }


def _check(file: Path) -> None:
    if not ffmpeg.probe(file).width:
        raise BadResult(f"{file.name} holds no pictures.", "Try again, or use another clip engine.")
