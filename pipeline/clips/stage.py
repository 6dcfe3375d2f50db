"""The moving shots: `clips/<shot>.mp4`, as long as the timeline asks, and `clips/<shot>-lips.mp4`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline import ffmpeg, prompts
from pipeline.attempt import Attempt, Made
from pipeline.clips.engine import ClipAbilities, ClipEngine, ClipRequest, Talk
from pipeline.clips.lips.engine import LipEngine, LipRequest
from pipeline.clips.lips.sound import mix
from pipeline.drama import Drama
from pipeline.errors import BadResult
from pipeline.final.film import Encoding, Film
from pipeline.final.picture import cut
from pipeline.final.picture.cut import SLOWEST
from pipeline.final.subtitles.fonts import bundled
from pipeline.profile import Chosen
from pipeline.story import Episode, Mode, Outline, Shot
from pipeline.timeline import LineSpan, ShotSpan


@dataclass(frozen=True)
class _Lips:
    """All that decides the lips of a shot."""

    clip: Path
    talks: tuple[Talk, ...]
    frames: int
    film: Film
    seed: int

    @property
    def seconds(self) -> float:
        return self.frames / self.film.fps


def clip(
    drama: Drama, outline: Outline, span: ShotSpan, voices: Mapping[str, Made], frame: Made, *following: Made
) -> Made:
    """
    The shot of *span* in motion, from its first *frame*; *voices* are its lines, by id.

    It ends with the picture `images/<shot>-last.png` and passes `images/<shot>-2.png`, `-3.png` and so on
    where a person put them and the engine can. *following* is the frame of the next shot, where this one
    goes over into it: an engine that joins shots ends with that.
    """
    name, film = f"clips/{span.shot.id}.mp4", drama.profile.film
    prompt = prompts.render("motion", _values(outline, span), drama.root)
    own, keys = _last(drama, span.shot), _keys(drama, span.shot)
    talks = _talks(span, voices)

    def attempt(chosen: Chosen[ClipEngine]) -> Attempt:
        abilities = chosen.engine.abilities
        last = own or (following[0].path if following and abilities.joins else None)
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
            last=last if abilities.last else None,
            keys=keys[: abilities.keys],
        )
        given = [picture for picture in (*keys, own) if picture]

        def build(out: Path) -> Mapping[str, Any]:
            chosen.engine.animate(request, out)
            return {"seconds": ffmpeg.probe(out).seconds, **_left_out(given, request)}

        unread = () if abilities.reads_prompt else ("prompt",)
        return drama.attempt(chosen, request, build, unread=unread)

    attempts = [attempt(chosen) for chosen in drama.profile.clips if _reaches(chosen, span.seconds)]
    return drama.project.make(name, attempts, check=_check)


def _left_out(given: Sequence[Path], request: ClipRequest) -> dict[str, list[str]]:
    """Those of *given*, by a person, that the engine does not take: they are not left out in silence."""
    unused = [picture.name for picture in given if picture not in (*request.keys, request.last)]
    return {"without_pictures": unused} if unused else {}


def lips(drama: Drama, span: ShotSpan, voices: Mapping[str, Made], clip: Made) -> Made:
    """
    The *clip* of *span* with mouths that say what is heard, as long as the shot exactly.

    The clip itself where its engine has moved them already or made an animatic, or where a person made it.
    """
    acted = {chosen.name for chosen in drama.profile.clips if _acts_without_words(chosen.engine.abilities)}
    if clip.engine not in acted:
        return clip
    name, film, talks = f"clips/{span.shot.id}-lips.mp4", drama.profile.film, _talks(span, voices)
    asked = _Lips(clip.path, talks, span.frames, film, drama.seed(name))

    def attempt(chosen: Chosen[LipEngine]) -> Attempt:
        def build(out: Path) -> None:
            with TemporaryDirectory(dir=out.parent) as work:
                video, sound = Path(work, "clip.mp4"), Path(work, "voices.wav")
                whole, fonts = replace(span, enter=None, leave=None), bundled().path.parent
                cut.segment(clip.path, whole, ass="", fonts=fonts, film=film, encoding=Encoding(), out=video)
                mix(talks, span.seconds, sound)
                chosen.engine.sync(LipRequest(video, sound, span.seconds, asked.seed), out)

        return drama.attempt(chosen, asked, build)

    return drama.project.make(name, [attempt(chosen) for chosen in drama.profile.lips], check=_check)


def _acts_without_words(abilities: ClipAbilities) -> bool:
    return not (abilities.reads_talks or abilities.animatic)


def wants_lips(drama: Drama, span: ShotSpan) -> bool:
    """Whether lips are asked for, and somebody who is seen in *span* says something."""
    return bool(drama.profile.lips) and any(_is_seen(span, line) for line in span.lines)


def _talks(span: ShotSpan, voices: Mapping[str, Made]) -> tuple[Talk, ...]:
    return tuple(
        Talk(line.line.speaker, line.start - span.start, line.end - span.start, voices[line.line.id].path)
        for line in span.lines
        if _is_seen(span, line)
    )


def _is_seen(span: ShotSpan, line: LineSpan) -> bool:
    return line.line.mode is Mode.SPEECH and line.line.speaker in span.shot.people


def frames_needed(drama: Drama, episode: Episode) -> dict[str, list[str]]:
    """
    The shots whose frames each clip of *episode* needs, by its id: its own, and the next where it goes over.

    It does where an engine joins shots, within a scene, and the same people are seen in the same size from
    the same angle: what would be a jump cut. A picture that a person made for the end of a shot goes before.
    """
    needed = {shot.id: [shot.id] for _, shot in episode.shots}
    if any(chosen.engine.abilities.joins for chosen in drama.profile.clips):
        for one, other in chain.from_iterable(pairwise(scene.shots) for scene in episode.scenes):
            if _framed(one) == _framed(other) and not _last(drama, one):
                needed[one.id].append(other.id)
    return needed


def _framed(shot: Shot) -> tuple[object, ...]:
    return shot.people, shot.size, shot.angle


def _last(drama: Drama, shot: Shot) -> Path | None:
    """The picture that a person wants at the end of *shot*."""
    file = drama.root / f"images/{shot.id}-last.png"
    return file if file.is_file() else None


def _keys(drama: Drama, shot: Shot) -> tuple[Path, ...]:
    """The pictures that a person wants on the way, by their numbers; the frame itself is the first."""
    files = (drama.root / "images").glob(f"{shot.id}-*.png")
    numbered = {int(number): file for file in files if (number := file.stem.rpartition("-")[2]).isdecimal()}
    return tuple(numbered[number] for number in sorted(numbered))


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
