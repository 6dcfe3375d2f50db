"""
The encoders of the film's pictures: software, and hardware where it really works.

Hardware that ffmpeg lists may be missing, busy or broken. It is tried once with some pictures of the
film's own form, and what comes out is decoded and looked at.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline.errors import BadResult, FfmpegError
from pipeline.ffmpeg import executable, listed, run
from pipeline.final.film import Codec, Encoding, Film
from pipeline.final.inspecting import check_pictures

Options = dict[str, str | int]

SOFTWARE: Mapping[Codec, str] = {"h264": "libx264", "h265": "libx265", "av1": "libsvtav1"}
_PREFIX: Mapping[Codec, str] = {"h264": "h264", "h265": "hevc", "av1": "av1"}

#: In the order in which they are tried; each is a whole machine's or a card's, seldom is there more than one.
_FAMILIES = ("nvenc", "videotoolbox", "qsv", "amf", "vaapi")

HARDWARE = frozenset(f"{prefix}_{family}" for prefix in _PREFIX.values() for family in _FAMILIES)

#: The buffer of a bit rate's ceiling in seconds, and how full it is at the start (x264's default).
_BUFFER_SECONDS, _BUFFER_FULL = 0.5, 0.9

#: A film may not depend on how many cores a machine has, and x264's output depends on its threads.
_THREADS = 4

#: The presets from fastest to slowest, and what stands for them elsewhere.
_PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower")
_SVT = (12, 11, 10, 9, 8, 7, 5, 3)
_NVENC = ("p1", "p2", "p3", "p4", "p4", "p5", "p6", "p7")
_QSV = ("veryfast", "veryfast", "veryfast", "faster", "fast", "medium", "slow", "slower")
_AMF = ("speed", "speed", "speed", "balanced", "balanced", "balanced", "quality", "quality")

#: Those that keep a bit rate's ceiling at an even quality.
_WITH_CEILING = (*SOFTWARE.values(), "nvenc")

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
    if _family(encoder) not in _OPTIONS:
        return f"It is none of {', '.join((*SOFTWARE.values(), *_hardware(encoding.codec)))}."
    # What decides nothing here is no reason to try again.
    return _trouble(executable(), encoder, film, replace(encoding, encoder=encoder, hardware="never"))


def told() -> Iterator[str]:
    """Which encoders work here at the usual size, a sentence each, for a person."""
    names = [(codec, name) for codec in SOFTWARE for name in (SOFTWARE[codec], *_hardware(codec))]
    with ThreadPoolExecutor() as pool:
        found = pool.map(lambda one: trouble(one[1], Film(), Encoding(codec=one[0])), names)
        for (codec, name), why in zip(names, found, strict=True):
            yield f"Film encoder {name} ({codec}): {why or 'works here.'}"


def _hardware(codec: Codec) -> tuple[str, ...]:
    return tuple(f"{_PREFIX[codec]}_{family}" for family in _FAMILIES)


@cache
def _trouble(_program: str, encoder: str, film: Film, encoding: Encoding) -> str:
    if encoder not in listed("encoders"):
        return "This ffmpeg was built without it."
    if encoding.most_kbps and _family(encoder) not in _WITH_CEILING:
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
    """The line in which ffmpeg says why an encoder could not be opened: the first one of a component."""
    lines = error.last_lines.splitlines()
    said = [line.partition("] ")[2] for line in lines if line.startswith("[") and "] " in line]
    return (said[0] if said else error.happened).strip().rstrip(".") + "."


def _probe(film: Film, encoding: Encoding, out: Path) -> list[str]:
    """The arguments that encode some pictures of one colour as the film's would be."""
    colour = "0x{:02X}{:02X}{:02X}".format(*_PROBE_COLOUR)
    source = (
        f"color={colour}:s={film.width}x{film.height}:r={film.fps},format=gbrp,"
        "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,"
        "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
    )
    source += "".join(f",{name}={value}" for name, value in upload(encoding))
    chosen = [part for item in options(encoding, film, 1.0).items() for part in (f"-{item[0]}", str(item[1]))]
    devices = [part for item in device(encoding).items() for part in (f"-{item[0]}", str(item[1]))]
    return [*devices, "-f", "lavfi", "-i", source, "-frames:v", str(_PROBE_FRAMES), *chosen, str(out)]


def device(encoding: Encoding) -> Options:
    """Options before the inputs: the device that VAAPI's pictures are put onto."""
    return (
        {"init_hw_device": "vaapi=card", "filter_hw_device": "card"}
        if encoding.encoder.endswith("vaapi")
        else {}
    )


def upload(encoding: Encoding) -> tuple[tuple[str, str], ...]:
    """The filters, with their argument, that hand pictures over to the encoder."""
    return (("format", "nv12"), ("hwupload", "")) if encoding.encoder.endswith("vaapi") else ()


def options(encoding: Encoding, film: Film, seconds: float) -> Options:
    """
    What the encoder of *encoding* is told for a segment of that many *seconds*.

    Groups of two seconds that need no others, so that players seek quickly and segments join; `crf` is
    x264's, and stands for about the same quality elsewhere.
    """
    encoder = encoding.encoder or SOFTWARE[encoding.codec]
    own = _OPTIONS[_family(encoder)](encoding)
    group: Options = {"g": 2 * film.fps}
    profile: Options = {"profile:v": "high"} if encoding.codec == "h264" else {}
    tag: Options = {"tag:v": "hvc1"} if encoding.codec == "h265" else {}
    named: Options = {"c:v": encoder}
    return named | own | profile | group | tag | _ceiling(encoding, seconds)


def _ceiling(encoding: Encoding, seconds: float) -> Options:
    """
    A ceiling that also the mean of a short segment keeps.

    Each segment begins with a full buffer, which comes on top of its seconds at the highest rate.
    """
    if not encoding.most_kbps:
        return {}
    rate = encoding.most_kbps * seconds / (seconds + _BUFFER_FULL * _BUFFER_SECONDS)
    return {"maxrate": f"{rate:.0f}k", "bufsize": f"{rate * _BUFFER_SECONDS:.0f}k"}


def _family(encoder: str) -> str:
    return encoder.partition("_")[2] or encoder


def _step(encoding: Encoding) -> int:
    return _PRESETS.index(encoding.preset)


def _x264(encoding: Encoding) -> Options:
    return {
        "preset": encoding.preset,
        "crf": encoding.crf,
        "threads": _THREADS,
        "flags:v": "+bitexact+cgop",
    }


def _x265(encoding: Encoding) -> Options:
    # Its own default is 28 where x264's is 23, for about the same look.
    parameters = "open-gop=0:info=0:log-level=error:pools=4:frame-threads=2"
    return {
        "preset": encoding.preset,
        "crf": encoding.crf + 5,
        "x265-params": parameters,
        "flags:v": "+bitexact",
    }


def _svt(encoding: Encoding) -> Options:
    # From 0 to 63 instead of 51, with the default 35 where x264's is 23.
    return {
        "preset": _SVT[_step(encoding)],
        "crf": min(63, max(1, round(encoding.crf * 1.5))),
        "svtav1-params": "lp=4",
        "flags:v": "+bitexact",
    }


def _nvenc(encoding: Encoding) -> Options:
    quality: Options = {
        "rc": "vbr",
        "cq": max(1, encoding.crf + (10 if encoding.codec == "av1" else 2)),
        "b:v": 0,
    }
    return {"preset": _NVENC[_step(encoding)], "tune": "hq", **quality, "strict_gop": 1}


def _videotoolbox(encoding: Encoding) -> Options:
    # From 1 to 100, best last; 65 looks about like x264's 20.
    return {"q:v": max(1, 100 - round(encoding.crf * 1.75)), "allow_sw": 0, "flags:v": "+cgop"}


def _qsv(encoding: Encoding) -> Options:
    return {
        "preset": _QSV[_step(encoding)],
        "global_quality": max(1, encoding.crf + 2),
        "flags:v": "+cgop",
    }


def _vaapi(encoding: Encoding) -> Options:
    return {"rc_mode": "CQP", "qp": max(1, encoding.crf + 3) * (5 if encoding.codec == "av1" else 1)}


def _amf(encoding: Encoding) -> Options:
    level = max(1, encoding.crf + 3) * (5 if encoding.codec == "av1" else 1)
    return {"quality": _AMF[_step(encoding)], "rc": "cqp", "qp_i": level, "qp_p": level}


_OPTIONS: Mapping[str, Callable[[Encoding], Options]] = {
    "libx264": _x264,
    "libx265": _x265,
    "libsvtav1": _svt,
    "nvenc": _nvenc,
    "videotoolbox": _videotoolbox,
    "qsv": _qsv,
    "vaapi": _vaapi,
    "amf": _amf,
}
