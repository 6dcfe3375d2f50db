"""What the encoders of the film's pictures are told: one look, in the words of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.final.film import Codec, Encoding, Film

Options = dict[str, str | int]

SOFTWARE: Mapping[Codec, str] = {"h264": "libx264", "h265": "libx265", "av1": "libsvtav1"}
PREFIX: Mapping[Codec, str] = {"h264": "h264", "h265": "hevc", "av1": "av1"}

#: In the order in which they are tried; each is a whole machine's or a card's, seldom is there more than one.
FAMILIES = ("nvenc", "videotoolbox", "qsv", "amf", "vaapi")

HARDWARE = frozenset(f"{prefix}_{family}" for prefix in PREFIX.values() for family in FAMILIES)

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
WITH_CEILING = (*SOFTWARE.values(), "nvenc")


def spelt(options: Options) -> list[str]:
    """*options* as ffmpeg's command line has them."""
    return [part for name, value in options.items() for part in (f"-{name}", str(value))]


def device(encoding: Encoding) -> Options:
    """Options before the inputs: the device that VAAPI's pictures are put onto."""
    vaapi = encoding.encoder.endswith("vaapi")
    return {"init_hw_device": "vaapi=card", "filter_hw_device": "card"} if vaapi else {}


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
    own = _OPTIONS[family(encoder)](encoding)
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


def family(encoder: str) -> str:
    """The kind of chip that *encoder* runs on, such as `nvenc`, or the name of the software."""
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

#: The families that these words are known for.
KNOWN = frozenset(_OPTIONS)
