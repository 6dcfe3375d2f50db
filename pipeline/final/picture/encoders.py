"""
The encoders of the film's pictures: software, and hardware where it really works.

Hardware that ffmpeg lists may be missing, busy or broken. It is tried once with some pictures of the
film's own form, and what comes out is decoded and looked at.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline.errors import BadResult, FfmpegError
from pipeline.ffmpeg import executable, listed, run
from pipeline.final.film import Codec, Encoding, Film
from pipeline.final.picture.encoder_options import (
    FAMILIES,
    KNOWN,
    PREFIX,
    SOFTWARE,
    WITH_CEILING,
    device,
    family,
    options,
    spelt,
    upload,
)
from pipeline.final.picture.inspecting import check_pictures

_FAILURE = re.compile(r"fail|cannot|could not|can't|unable|error|invalid|no such|not ", re.IGNORECASE)

#: What every chip encodes; films are tried at their own size.
_SMALL = Film(width=360, height=640)

_PROBE_FRAMES = 8
_PROBE_COLOUR = (0xC0, 0x40, 0x20)
_PROBE_PATIENCE = 20.0


def candidates(film: Film, encoding: Encoding) -> dict[str, str]:
    """
    What to put for `encoding.encoder`, best first, with why each can't work here (empty where it can).

    Empty stands for the software of `encoding.codec`, which comes last.
    """
    if encoding.encoder not in ("", SOFTWARE[encoding.codec]):
        return {encoding.encoder: trouble(encoding.encoder, film, encoding)}
    hardware = () if encoding.hardware == "never" else _hardware(encoding.codec)
    # x264 is part of what ffmpeg must have: it is not tried, which would take a moment of every run.
    known = "" if encoding.codec == "h264" else trouble(SOFTWARE[encoding.codec], film, encoding)
    return {name: trouble(name, film, encoding) for name in hardware} | {"": known}


def problems(film: Film, encoding: Encoding) -> Iterator[str]:
    """What stands in the way of encoding *film* at all, before any work."""
    found = candidates(film, encoding)
    if all(found.values()):
        name, why = list(found.items())[-1]
        yield (
            f"`final.encoding` asks for {name or SOFTWARE[encoding.codec]} ({encoding.codec}). {why}"
            " `drama engines` lists the encoders that work here."
        )


def trouble(encoder: str, film: Film, encoding: Encoding) -> str:
    """Why *encoder* can't make *film* here, as a sentence; empty where it can. Found out once."""
    if family(encoder) not in KNOWN:
        return f"It is none of {', '.join((*SOFTWARE.values(), *_hardware(encoding.codec)))}."
    # What decides nothing here is no reason to try again.
    return _trouble(executable(), encoder, film, replace(encoding, encoder=encoder, hardware="never"))


def told() -> Iterator[str]:
    """Which encoders work here, a sentence each, for a person."""
    with ThreadPoolExecutor() as pool:
        found = dict(zip(FAMILIES, pool.map(_works, FAMILIES), strict=True))
    for codec, name in SOFTWARE.items():
        why = "works here." if name in listed("encoders") else "this ffmpeg was built without it."
        yield f"Film encoder {name} ({codec}): {why}"
    for kind, why in found.items():
        yield f"Film encoder {kind}: {why}"


def _works(kind: str) -> str:
    """What a family of hardware encoders can do; where it has no H.264, it has nothing."""
    if why := trouble(f"h264_{kind}", _SMALL, Encoding()):
        return why
    named = {codec: f"{prefix}_{kind}" for codec, prefix in PREFIX.items()}
    able = [codec for codec, name in named.items() if not trouble(name, _SMALL, Encoding(codec=codec))]
    return f"works here for {', '.join(able)}."


def _hardware(codec: Codec) -> tuple[str, ...]:
    return tuple(f"{PREFIX[codec]}_{kind}" for kind in FAMILIES)


@cache
def _trouble(_program: str, encoder: str, film: Film, encoding: Encoding) -> str:
    if encoder not in listed("encoders"):
        return "This ffmpeg was built without it."
    if encoding.most_kbps and family(encoder) not in WITH_CEILING:
        return "It keeps no ceiling of the bit rate (`most_kbps`) at an even quality."
    with tempfile.TemporaryDirectory() as work:
        out = Path(work, "probe.mp4")
        try:
            run(_probe(film, encoding, out), what=f"probe of {encoder}", patience=_PROBE_PATIENCE)
            check_pictures(out, film, encoding.codec, _PROBE_FRAMES, colour=_PROBE_COLOUR)
        except FfmpegError as error:
            return f"It does not work here: {_reason(error)}"
        except BadResult as error:
            return f"It works wrongly here: {error.happened}"
    return ""


def _reason(error: FfmpegError) -> str:
    """The first of ffmpeg's last lines that tells of a failure; those behind it tell what that led to."""
    found = (line for line in error.last_lines.splitlines() if _FAILURE.search(line))
    return re.sub(r"^\[.*?\] ", "", next(found, error.happened)).strip().rstrip(".") + "."


def _probe(film: Film, encoding: Encoding, out: Path) -> list[str]:
    """The arguments that encode some pictures of one colour as the film's would be."""
    colour = "0x{:02X}{:02X}{:02X}".format(*_PROBE_COLOUR)
    source = (
        f"color={colour}:s={film.width}x{film.height}:r={film.fps},format=gbrp,"
        "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,"
        "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
    )
    source += "".join(f",{name}={value}" for name, value in upload(encoding))
    inputs = [*spelt(device(encoding)), "-f", "lavfi", "-i", source, "-frames:v", str(_PROBE_FRAMES)]
    return [*inputs, *spelt(options(encoding, film, 1.0)), str(out)]
