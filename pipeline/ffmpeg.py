"""
ffmpeg: run it, and look into media files.

The only place that starts ffmpeg. It comes with imageio-ffmpeg; `DRAMA_FFMPEG` names another one,
which should be version 6 or newer, with libx264 and libass.
Looking into files goes through PyAV, since ffprobe does not come with it. Every start is logged
under `drama.ffmpeg` at DEBUG; the first argument of the record is the name of the work.
"""

from __future__ import annotations

import logging
import os
import shlex
import shutil
import subprocess
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Literal

from pipeline.errors import BadResult, FfmpegError, NotHere

_log = logging.getLogger("drama.ffmpeg")
_LAST_LINES = 12
#: AVCOL_SPC_UNSPECIFIED of libavutil/pixfmt.h.
_NO_MATRIX = 2


@cache
def executable() -> str:
    """The ffmpeg to run; `NotHere` where there is none."""
    named = os.environ.get("DRAMA_FFMPEG")
    if named:
        found = shutil.which(named)
        if not found:
            raise NotHere(
                f"DRAMA_FFMPEG names {named!r}, and no such program can be run.",
                "Correct it, or unset it to use the ffmpeg that came with the installation.",
            )
        return found
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def run(
    arguments: Sequence[str], *, cwd: Path | None = None, what: str = "ffmpeg", patience: float | None = None
) -> str:
    """
    Run ffmpeg with *arguments* in *cwd* and give back what it said.

    It overwrites its output, asks nothing and leaves the terminal alone. `FfmpegError` with
    ffmpeg's last lines where it fails or takes more than *patience* seconds; *what* names the work
    in that message.
    """
    return _finished(["-nostdin", "-y", *arguments], cwd, what, patience).stderr


def listed(kind: Literal["encoders", "filters"]) -> frozenset[str]:
    """The names of all of that *kind* that this ffmpeg was built with."""
    return _listed(executable(), kind)


@cache
def _listed(_program: str, kind: str) -> frozenset[str]:
    rows = _finished([f"-{kind}"], None, f"list of {kind}", None).stdout.splitlines()
    # " V....D libx264   libx264 H.264 ...": flags, name and what it is; the legend has "=" for a name.
    return frozenset(name for _, name, *_ in (row.split() for row in rows if len(row.split()) > 2))


def _finished(
    arguments: Sequence[str], cwd: Path | None, what: str, patience: float | None
) -> subprocess.CompletedProcess[str]:
    try:
        done = subprocess.run(
            _command(what, arguments),
            cwd=cwd,
            capture_output=True,
            check=False,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=patience,
        )
    except subprocess.TimeoutExpired as error:
        raise FfmpegError(
            f"{what} failed: ffmpeg was ended after {patience:g} s.",
            "A driver that hangs is the usual cause.",
        ) from error
    if done.returncode:
        raise _failure(what, done.returncode, done.stderr)
    return done


@contextmanager
def feed(arguments: Sequence[str], *, cwd: Path | None = None, what: str = "ffmpeg") -> Iterator[IO[bytes]]:
    """
    Run ffmpeg with *arguments* while the caller writes to its standard input.

    ffmpeg is ended when the block is left by an exception; `FfmpegError` where it fails itself.
    """
    command = _command(what, ["-loglevel", "warning", "-y", *arguments])
    # A file, not a pipe: nobody reads while frames are written, and a full pipe would stop ffmpeg.
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=log
        )
        assert process.stdin is not None
        try:
            with suppress(BrokenPipeError):  # ffmpeg ended first: its own words, below, say why
                yield process.stdin
        except BaseException:
            process.kill()
            raise
        finally:
            with suppress(BrokenPipeError):
                process.stdin.close()
            code = process.wait()
        log.seek(0)
        said = log.read().decode("utf-8", "replace")
    if code:
        raise _failure(what, code, said)


def _command(what: str, arguments: Sequence[str]) -> list[str]:
    command = [executable(), "-hide_banner", *arguments]
    _log.debug("%s: %s", what, shlex.join(command))
    return command


def _failure(what: str, code: int, said: str) -> FfmpegError:
    lines = "\n".join(deque(said.splitlines(), maxlen=_LAST_LINES))
    return FfmpegError(
        f"{what} failed: ffmpeg ended with code {code}.",
        "Its last lines, below, usually name the file or the option; a full disk shows here too.",
        lines,
    )


@dataclass(frozen=True)
class Media:
    """
    What a media file holds: length of the longest stream in *seconds*, and its streams.

    *frames*, *width*, *height* and *fps* are 0 where there are no pictures, *rate* (samples per
    second) and *channels* where there is no sound. *says_colours* is whether the pictures name
    the matrix that their colours were coded with.
    """

    seconds: float
    video_codec: str = ""
    width: int = 0
    height: int = 0
    fps: float = 0.0
    frames: int = 0
    says_colours: bool = False
    audio_codec: str = ""
    rate: int = 0
    channels: int = 0
    subtitle_streams: int = 0


def probe(path: Path) -> Media:
    """What *path* holds; `BadResult` where it is no readable media file."""
    import av

    try:
        with av.open(str(path)) as container:
            video = next(iter(container.streams.video), None)
            audio = next(iter(container.streams.audio), None)
            return Media(
                seconds=(container.duration or 0) / av.time_base,
                video_codec=video.codec_context.name if video else "",
                width=video.width if video else 0,
                height=video.height if video else 0,
                fps=float(video.average_rate or 0) if video else 0.0,
                frames=video.frames if video else 0,
                says_colours=video.codec_context.colorspace != _NO_MATRIX if video else False,
                audio_codec=audio.codec_context.name if audio else "",
                rate=audio.rate if audio else 0,
                channels=audio.channels if audio else 0,
                subtitle_streams=len(container.streams.subtitles),
            )
    except (av.FFmpegError, OSError) as error:
        raise BadResult(
            f"{path.name} can't be read as a media file: {error}.",
            "It is usually cut off or of another kind than its name says; make it again.",
        ) from error
