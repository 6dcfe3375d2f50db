"""Whether the visible label is in the picture: its letters alone, drawn again, are compared with the film."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.ffmpeg import run
from pipeline.final.check.asked import Asked
from pipeline.final.check.material import Material
from pipeline.final.check.report import Finding, Result
from pipeline.final.film import Film
from pipeline.final.subtitles.fonts import bundled

#: Luma of black and white, and how much of a point the letters must cover to be compared there.
_BLACK, _WHITE = 16.0, 235.0
_COVERED = 0.85
#: How far the luma of letters may be off in the mean; encoding softens their edges.
_OFF = 40.0
#: When it is looked for: seconds from the start of the film. The standard asks for two at least.
_TIMES = (0.0, 1.0, 1.9)

Luma = NDArray[np.float64]


def mark(material: Material, asked: Asked) -> Result:
    """Whether the words that say that it is made by AI are seen while it begins."""
    if not (asked.label and asked.label.visible and asked.mark and asked.film):
        return Result("mark", unknown="no visible label is asked for, or it is not known how it looks")
    if not material.media.width:
        return Result("mark", unknown="it has no pictures")
    times = [time for time in _TIMES if time < material.media.seconds]
    letters, covered = _letters(asked.mark, asked.film)
    off = [_off(seen, letters, covered) for seen in _seen(material.path, times)]
    findings = [
        Finding(
            f"The words of the label are not seen at {material.at(time)}.", time, None, material.frame(time)
        )
        for time, far in zip(times, off, strict=False)
        if far > _OFF
    ]
    return Result("mark", tuple(findings), {"off": round(max(off, default=0.0), 1)})


def _letters(ass: str, film: Film) -> tuple[Luma, NDArray[np.bool_]]:
    """The luma of the letters of *ass*, and where they cover what is below them."""
    on_black, on_white = _drawn(ass, film)
    opaque = 1 - (on_white - on_black) / (_WHITE - _BLACK)
    covered = opaque > _COVERED
    return on_black, covered


def _drawn(ass: str, film: Film) -> tuple[Luma, Luma]:
    """*ass* on black and on white."""
    size = f"s={film.width}x{film.height}:r={film.fps}:d=1"
    with tempfile.TemporaryDirectory() as work:
        Path(work, "mark.ass").write_text(ass, encoding="utf-8")
        Path(work, "fonts").symlink_to(bundled().path.parent, target_is_directory=True)
        planes = []
        for colour in ("black", "white"):
            shown = ["-f", "lavfi", "-i", f"color={colour}:{size},format=yuv420p,ass=mark.ass:fontsdir=fonts"]
            raw = ["-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "yuv420p", f"{colour}.yuv"]
            run([*shown, *raw], cwd=Path(work), what="draw the label")
            planes.append(np.fromfile(Path(work, f"{colour}.yuv"), np.uint8, film.width * film.height))
    black, white = (plane.reshape(film.height, film.width).astype(np.float64) for plane in planes)
    return black, white


def _seen(path: Path, times: list[float]) -> list[Luma]:
    """The luma of the pictures of *path* that are seen at *times*, which are in order."""
    import av

    wanted, seen = list(times), []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        lasts = 1 / float(stream.average_rate or 1)
        for frame in container.decode(stream):
            while wanted and (frame.time or 0.0) + lasts > wanted[0] + 1e-3:
                seen.append(frame.to_ndarray(format="yuv420p")[: frame.height].astype(np.float64))
                wanted.pop(0)
            if not wanted:
                break
    return seen


def _off(seen: Luma, letters: Luma, covered: NDArray[np.bool_]) -> float:
    """How far *seen* is from *letters* in the mean, where they cover the picture."""
    if seen.shape != letters.shape or not covered.any():
        return float(_WHITE)
    return float(np.abs(seen - letters)[covered].mean())
