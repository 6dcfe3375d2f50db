"""
A film by the way of other tools, in a Python that has moviepy; `against_moviepy.py` starts it.

As MoneyPrinterTurbo composes: each clip is resized and written by moviepy, the written clips are joined
by an encode of ffmpeg, and moviepy writes that once more with subtitles, voices and music. The
encoder's settings are those of the other side. It imports nothing of ours.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from imageio_ffmpeg import get_ffmpeg_exe
from moviepy import (  # type: ignore[import-not-found]
    AudioFileClip,
    CompositeAudioClip,
    CompositeVideoClip,
    TextClip,
    VideoFileClip,
)

#: Of all three encodes.
_ENCODER = ["-crf", "20", "-profile:v", "high"]


def compose(told: dict[str, Any], folder: Path) -> None:
    """Write `film.mp4` into *folder*, from what *told* says of clips, lines and sound."""
    size, fps, preset = tuple(told["size"]), told["fps"], told["preset"]
    written = []
    for number, (clip, seconds) in enumerate(told["clips"]):
        out = folder / f"written{number}.mp4"
        with VideoFileClip(clip, audio=False) as source:
            _write(source.subclipped(0, seconds).resized(new_size=size), out, fps, preset)
        written.append(out)
    joined = folder / "joined.mp4"
    listed = folder / "written.txt"
    listed.write_text("".join(f"file '{out}'\n" for out in written), encoding="utf-8")
    source = ["-f", "concat", "-safe", "0", "-i", str(listed), "-an"]
    encoder = ["-c:v", "libx264", "-preset", preset, *_ENCODER, "-pix_fmt", "yuv420p"]
    subprocess.run([get_ffmpeg_exe(), "-y", "-v", "error", *source, *encoder, str(joined)], check=True)
    with VideoFileClip(str(joined), audio=False) as film:
        rows = [
            TextClip(
                font=told["font"], text=text, font_size=64 * size[0] // 1080, color="#FFFFFF",
                stroke_color="#000000", stroke_width=2,
            )
            .with_start(start).with_end(end).with_position(("center", int(size[1] * 0.7)))
            for text, start, end in told["rows"]
        ]  # fmt: skip
        voices = [AudioFileClip(told["voice"]).with_start(start) for start in told["voices"]]
        whole = CompositeVideoClip([film, *rows], size=size).with_audio(CompositeAudioClip(voices))
        _write(whole, folder / "film.mp4", fps, preset)


def _write(clip: Any, out: Path, fps: int, preset: str) -> None:
    clip.write_videofile(
        str(out), fps=fps, codec="libx264", preset=preset, audio_codec="aac", threads=2,
        ffmpeg_params=_ENCODER, logger=None,
    )  # fmt: skip


if __name__ == "__main__":
    compose(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[1]).parent)
