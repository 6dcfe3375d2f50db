"""Bringing the pictures of any clip to the film's size, rate and colours."""

from __future__ import annotations

import math
from pathlib import Path

from ffmpeg.nodes import FilterableStream as Pictures

from pipeline.errors import BadResult
from pipeline.ffmpeg import listed
from pipeline.final.film import Film
from pipeline.final.picture.footage import Footage
from pipeline.final.picture.reframing import around, inside

BT709 = {"color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709"}

#: In cd/m2: the white of what is no highlight (ITU-R BT.2408, 2.1), and what phones' cameras and most graders
#: take for the brightest; what is brighter still becomes white.
_WHITE, _BRIGHTEST = 203, 1000
_TRANSFERS = {"pq": "smpte2084", "hlg": "arib-std-b67"}
_TONE_MAPPING = ("zscale", "tonemap")

#: A picture beyond those that are missing, since a rate that is not the film's is rounded at both ends.
_SPARE = 1


def normalised(
    pictures: Pictures, footage: Footage, film: Film, slower: float = 1.0, kept: float = 0.5
) -> Pictures:
    """
    The *pictures* of *footage*, *slower* times as slow, in the film's picture as `film.reframe` says.

    What lies outside the shape is cut away before anything is enlarged, and *kept* says what stays: 0 is
    the left or upper end, 1 the other. What fits already passes untouched. Transparent parts are black,
    interlaced fields become pictures, high dynamic range and wide colours are brought to BT.709.
    """
    pictures = pictures.filter("setpts", f"(PTS-STARTPTS)*{slower:.6f}")
    if footage.interlaced:
        pictures = pictures.filter("bwdif", mode="send_frame", deint="interlaced")
    if footage.fps / slower > film.fps:
        # Pictures that the film has no place for are not worth converting.
        pictures = pictures.filter("fps", film.fps, eof_action="pass")
    if footage.alpha:
        pictures = pictures.filter("premultiply", inplace=1)
    size = inside(film, footage.aspect)
    shape = size[0] / size[1]
    pictures = pictures.filter(
        "crop",
        f"min(iw,ih*{shape:.8f}/sar)",
        f"min(ih,iw*sar/{shape:.8f})",
        f"(iw-ow)*{kept:.4f}",
        f"(ih-oh)*{kept:.4f}",
    )
    bring = _recoloured if footage.transfer or footage.wide else _scaled
    timed = bring(pictures, footage, *size).filter("setsar", 1).filter("fps", film.fps, eof_action="pass")
    return around(timed, size, film)


def held(pictures: Pictures, footage: Footage, frames: int, film: Film, slower: float = 1.0) -> Pictures:
    """
    Exactly *frames* of *pictures*, which are in the film's form; the last one is held where they end.

    It is held as long as *footage* is too short for them, and no longer: where less can be decoded
    than the clip says it has, there are fewer.
    """
    there = math.floor(footage.seconds * slower * film.fps)
    last = math.ceil(footage.last_seconds * slower * film.fps)
    missing = max(0, frames - there) + last + _SPARE
    return _ended(pictures.filter("tpad", stop=missing, stop_mode="clone"), frames)


def held_to_the_end(pictures: Pictures, frames: int) -> Pictures:
    """Exactly *frames* of *pictures*, however few can be decoded."""
    return _ended(pictures.filter("tpad", stop=-1, stop_mode="clone"), frames)


def _ended(pictures: Pictures, frames: int) -> Pictures:
    ended = pictures.filter("trim", end_frame=frames).filter("format", "yuv420p")
    return ended.filter("setparams", range="tv", **BT709)


def _scaled(pictures: Pictures, footage: Footage, width: int, height: int) -> Pictures:
    if not (footage.says_colours or footage.rgb):
        # Players take untagged HD for BT.709; ffmpeg would take it for BT.601 and shift the colours.
        pictures = pictures.filter("setparams", **BT709)
    return pictures.filter("scale", width, height, out_color_matrix="bt709", out_range="tv")


def _recoloured(pictures: Pictures, footage: Footage, width: int, height: int) -> Pictures:
    """High dynamic range by its light, which is compressed into the film's; wide colours moved inside."""
    said = {"transferin": _TRANSFERS[footage.transfer]} if footage.transfer else {}
    if footage.transfer and not footage.says_colours:
        said |= {"matrixin": "2020_ncl", "primariesin": "2020"}
    light = pictures.filter(
        "zscale", width, height, transfer="linear", npl=_WHITE, filter="bicubic", **said
    ).filter("format", "gbrpf32le")
    inside = light.filter("zscale", primaries="709")
    if footage.transfer:
        inside = inside.filter("tonemap", "mobius", desat=0, peak=round(_BRIGHTEST / _WHITE, 2))
    return inside.filter("zscale", transfer="709", matrix="709", range="limited", primaries="709")


def insist(footage: Footage, clip: Path, shot: str) -> None:
    """`BadResult` where this ffmpeg lacks what the colours of *footage*, the *clip* of *shot*, need."""
    if not (footage.transfer or footage.wide):
        return
    if lacking := [name for name in _TONE_MAPPING if name not in listed("filters")]:
        range_ = f"high dynamic range ({footage.transfer.upper()})" if footage.transfer else "wide colours"
        raise BadResult(
            f"{clip.name}, the clip of shot {shot}, has {range_}, and this ffmpeg lacks"
            f" {' and '.join(lacking)} to bring them to the film's.",
            "Unset DRAMA_FFMPEG to use the ffmpeg that came along, or convert the clip to BT.709.",
        )
