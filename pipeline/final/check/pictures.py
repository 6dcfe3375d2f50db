"""The pictures of a film: do they play from everywhere, is nothing black or frozen that should move."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from pipeline.final.check.asked import Asked
from pipeline.final.check.material import Material
from pipeline.final.check.report import Finding, Result
from pipeline.final.check.stretches import Kind, Stretch, stretches
from pipeline.final.picture import cut
from pipeline.timeline import ShotSpan, Timeline

#: Where playing is tried, as parts of the film.
_ENTRIES = (0.0, 0.23, 0.5, 0.77, 0.98)
#: Seconds of black that no cut needs.
_LONGEST_BLACK = 4.0
#: Seconds: shorter ones are the film's own breath, or nobody sees them.
_LEAST: dict[Kind, float] = {"black": 0.25, "still": 1.0}
#: A clip does the same where it does so through this share of the time.
_MOST_OF_IT = 0.8
_NO_PICTURES = "it has no pictures"


def playing(material: Material, _asked: Asked) -> Result:
    """Whether it plays from several places on, as when somebody drags the slider."""
    import av

    media, findings = material.media, []
    if not media.width:
        return Result("playing", unknown=_NO_PICTURES)
    for part in _ENTRIES:
        at = part * media.seconds
        with av.open(str(material.path)) as container:
            container.seek(int(at * av.time_base))
            frame = None
            with suppress(av.FFmpegError):
                frame = next(container.decode(video=0), None)
            if frame is None or frame.time is None or frame.time > at + 1 / media.fps:
                said = f"It does not play from {material.at(at)} on."
                findings.append(Finding(said, start=at, frame=material.frame(at)))
    return Result("playing", tuple(findings), {"places": len(_ENTRIES)})


def black(material: Material, asked: Asked) -> Result:
    """Whether it is black only where its clips are, and nowhere for long."""
    if not material.media.width:
        return Result("black", unknown=_NO_PICTURES)
    found = [one for one in material.stretches if one.kind == "black"]
    findings = [finding for one in found for finding in _black(one, material, asked)]
    unknown = "" if asked.clips else "without its clips it is not known what should be black"
    measured = {"seconds": round(sum(one.seconds for one in found), 3)}
    return Result("black", tuple(findings), measured, unknown if found else "")


def _black(stretch: Stretch, material: Material, asked: Asked) -> Iterator[Finding]:
    whole = stretch.seconds >= 0.9 * material.media.seconds
    lasting = whole or stretch.seconds > _LONGEST_BLACK
    for part, span in _parts(stretch, asked.timeline):
        meant = _meant(part, span, asked)
        if lasting or not meant:
            yield _told("It is black", material, (part, span, meant), lasting=lasting)


def frozen(material: Material, asked: Asked) -> Result:
    """Whether its pictures move wherever those of its clips do."""
    if not material.media.width:
        return Result("frozen", unknown=_NO_PICTURES)
    still = [one for one in material.stretches if one.kind == "still"]
    found = [(*one, _meant(*one, asked)) for stretch in still for one in _parts(stretch, asked.timeline)]
    findings = tuple(_told("It stands still", material, one) for one in found if not one[2])
    held = sum(part.seconds for part, _, meant in found if meant)
    unknown = "without its clips it is not known what should move" if findings and not asked.clips else ""
    return Result("frozen", findings, {"held_seconds": round(held, 3)}, unknown)


_Seen = tuple[Stretch, ShotSpan | None, bool | None]


def _told(said: str, material: Material, seen: _Seen, *, lasting: bool = False) -> Finding:
    """What is *seen*: from when to when, in which shot, and whether its clip has it so."""
    part, span, meant = seen
    about = span.shot.id if span else ""
    shot = f" in {about}" if span else ""
    unlike = ", unlike its clip" if meant is False else ""
    return Finding(
        f"{said} from {material.at(part.start)} to {material.at(part.end)}{shot}{unlike}.",
        round(part.start, 3),
        round(part.end, 3),
        material.frame(part.start),
        about,
        wrong=lasting or meant is False,
    )


def _parts(stretch: Stretch, timeline: Timeline | None) -> Iterator[tuple[Stretch, ShotSpan | None]]:
    """What of *stretch* lies in each shot, without transitions and cards, and is long enough to be seen."""
    if timeline is None:
        if stretch.seconds >= _LEAST[stretch.kind]:
            yield stretch, None
        return
    for span in timeline.shots:
        first, last = span.body
        part = stretch.within(span.start + first / span.fps, span.start + last / span.fps)
        if part.seconds >= _LEAST[stretch.kind] - 1e-3:
            yield part, span


def _meant(part: Stretch, span: ShotSpan | None, asked: Asked) -> bool | None:
    """Whether the clip of *span* is as black or still as *part* of the film; nothing where it isn't known."""
    clip = asked.clips.get(span.shot.id) if span else None
    if span is None or clip is None or asked.film is None:
        return None
    footage = cut.looked_at(clip, span, asked.film)
    slower = cut.fitted(footage, span).slower
    start, end = ((time - span.start) / slower for time in (part.start, part.end))
    # What is over is held, and what is black does not move either.
    over = max(0.0, end - max(start, footage.seconds - 1 / asked.film.fps)) if part.kind == "still" else 0.0
    alike = {"still": ("still", "black"), "black": ("black",)}[part.kind]
    there = stretches(clip, [(start, min(end, footage.seconds))]) if start < footage.seconds else ()
    return sum(one.seconds for one in there if one.kind in alike) + over >= _MOST_OF_IT * (end - start)
