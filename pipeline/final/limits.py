"""The limits of platforms: told before the work as far as they can be known, and measured in each film."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.final.film import Film
from pipeline.final.output import Output
from pipeline.final.platforms import Platform
from pipeline.outcome import Outcome

if TYPE_CHECKING:
    from pipeline.final.check.material import Material

#: Bits that x264 takes for a pixel of a busy picture at its usual quality.
_BITS_PER_PIXEL = 0.1

#: What AAC may add to a peak, and the hair by which a rate or a length may be off.
_AAC_LIFT, _HAIR = 0.5, 1.001

_HELP = {
    "fps": "Set `film.fps` within them, or take the platform out of `final.platforms`.",
    "long": "Make a shorter episode, or take the platform out of `final.platforms`.",
    "short": "Make a longer episode, or take the platform out of `final.platforms`.",
    "large": "Set `final.encoding.crf` higher or `final.encoding.most_kbps`, so that it becomes smaller.",
    "rate": "Set `final.encoding.most_kbps` to a lower ceiling.",
    "loud": "Set `final.sound.true_peak_dbtp` lower.",
}


def problems(outputs: Iterable[Output]) -> Iterator[str]:
    """Which of *outputs* their platforms can't take, whatever the story."""
    for output, platform in _for_platforms(outputs):
        if why := _rate(output.film.fps, platform):
            yield f"{output.name}: {why}"


def warnings(outputs: Sequence[Output], outcomes: Iterable[Outcome]) -> Iterator[str]:
    """What may be wrong with *outputs* on their platforms, as far as it can be estimated."""
    for output, platform in _for_platforms(outputs):
        yield from (f"{output.name}: {why}" for why in _wishes(output, platform))
        for outcome in outcomes:
            if outcome.timeline:
                seconds = outcome.timeline.seconds
                for why in _measures(seconds, _megabytes(output, seconds), platform, "about "):
                    yield f"{outcome.id} for {output.name}: {why}"


def broken(film: Material, platform: Platform) -> Iterator[str]:
    """The limits of *platform* that *film* is beyond."""
    media, peak = film.media, platform.true_peak_dbtp
    yield from _measures(media.seconds, film.path.stat().st_size / 1e6, platform)
    yield from filter(None, [_rate(media.fps, platform), _ceiling(film.path, media.seconds, platform)])
    if peak is not None and film.loudness.true_peak > peak + _AAC_LIFT:
        yield f"its true peak is {film.loudness.true_peak:.1f} dBTP, over {peak:g}. {_HELP['loud']}"


def _for_platforms(outputs: Iterable[Output]) -> Iterator[tuple[Output, Platform]]:
    return ((output, output.platform) for output in outputs if output.platform)


def _wishes(output: Output, platform: Platform) -> Iterator[str]:
    """What a platform would rather have."""
    film, label = output.film, output.final.label
    if film.width * film.height < 0.9 * platform.width * platform.height:
        shown = f"{platform.width}x{platform.height}"
        yield f"the film is {film.width}x{film.height}, and {shown} fills its picture. Set `film` for that."
    given = {"visible": label.visible, "metadata": label.metadata, "c2pa": bool(label.c2pa)}
    for name in platform.label:
        if not given[name]:
            yield f"it asks for `final.label.{name}`, which is not set."


def _measures(seconds: float, megabytes: float, platform: Platform, about: str = "") -> Iterator[str]:
    """The limits of length and size that a film breaks."""
    longest, shortest, largest = platform.longest_seconds, platform.shortest_seconds, platform.most_megabytes
    if longest is not None and seconds > longest * _HAIR:
        yield f"the film lasts {about}{seconds:.1f} s, and {longest:g} s are taken at most. {_HELP['long']}"
    if seconds * _HAIR < shortest:
        yield f"the film lasts {about}{seconds:.1f} s, and {shortest:g} s are the least. {_HELP['short']}"
    if largest is not None and megabytes > largest:
        yield f"it has {about}{megabytes:.1f} MB, and {largest:g} MB are taken at most. {_HELP['large']}"


def _rate(fps: float, platform: Platform) -> str:
    if platform.least_fps / _HAIR <= fps <= platform.most_fps * _HAIR:
        return ""
    span = f"{platform.least_fps} to {platform.most_fps}"
    return f"the film has {fps:g} frames a second, and {span} are taken. {_HELP['fps']}"


def _ceiling(path: Path, seconds: float, platform: Platform) -> str:
    """Where the pictures of *path* take more bits than the platform has for them."""
    import av

    if not platform.most_kbps:
        return ""
    with av.open(str(path)) as container:
        kbps = 8e-3 * sum(packet.size for packet in container.demux(video=0)) / seconds
    if kbps <= platform.most_kbps * _HAIR:
        return ""
    return f"its pictures take {kbps:.0f} kbit/s, and {platform.most_kbps} are taken at most. {_HELP['rate']}"


def _megabytes(output: Output, seconds: float) -> float:
    """How large a film of *seconds* becomes, at most by its ceiling."""
    film, encoding = output.film, output.final.encoding
    kbps = _usual_kbps(film)
    if encoding.most_kbps:
        kbps = min(kbps, encoding.most_kbps)
    return (kbps + encoding.audio_kbps) * seconds / 8000


def _usual_kbps(film: Film) -> float:
    return film.width * film.height * film.fps * _BITS_PER_PIXEL / 1000
