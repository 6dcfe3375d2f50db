"""
The same film by the way of others and by ours: `python benchmarks/against_moviepy.py --python PYTHON`.

PYTHON is one that has moviepy (`python -m venv M && M/bin/pip install moviepy==2.2.1`): it is no
dependency of ours. Both ways cut the same clips with the same lines at the same places in one run, by
the same x264 settings; what is compared is the user CPU of all processes. Our side mixes music and
ducks it, brings the film to its loudness and burns subtitles by libass; theirs lays voices over it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

from composing import Bench, user_cpu

from pipeline.final.film import Film
from pipeline.final.subtitles import subtitles
from pipeline.final.subtitles.fonts import bundled


def told(bench: Bench) -> dict[str, object]:
    """What the other side needs to know of the film."""
    cues = subtitles.cues(bench.timeline, "zh", subtitles.Subtitles())
    spans = bench.timeline.shots
    return {
        "size": [bench.film.width, bench.film.height],
        "fps": bench.film.fps,
        "preset": bench.encoding.preset,
        "font": str(bundled().path),
        "clips": [[str(clip), span.seconds] for clip, span in zip(bench.clips, spans, strict=True)],
        "rows": [["\n".join(cue.lines), cue.start, cue.end] for cue in cues],
        "voice": str(bench.voice),
        "voices": [line.start for line in bench.timeline.lines],
    }


def main() -> None:
    """Print both and their ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", required=True, help="a Python with moviepy")
    parser.add_argument("--shots", type=int, default=6, help="a multiple of three, at most 21")
    parser.add_argument("--seconds", type=float, default=6.0, help="of each shot, at least 6")
    parser.add_argument("--width", type=int, default=1080)
    parser.add_argument("--height", type=int, default=1920)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), Film(width=asked.width, height=asked.height), asked.shots, asked.seconds)
        page = Path(folder, "told.json")
        page.write_text(json.dumps(told(bench)), encoding="utf-8")
        worker = [asked.python, str(Path(__file__).with_name("moviepy_way.py")), str(page)]
        steps = (lambda: bench.cut(list(bench.timeline.shots)), bench.mix, bench.join)
        ours = sum(map(user_cpu, steps))
        theirs = user_cpu(lambda: subprocess.run(worker, check=True))
    print(f"{bench.timeline.seconds:.1f} s of film at {asked.width}x{asked.height}, {asked.shots} shots")
    print(f"ours    {ours:8.2f} s user CPU")
    print(f"moviepy {theirs:8.2f} s user CPU, {theirs / ours:.2f} of ours")


if __name__ == "__main__":
    main()
