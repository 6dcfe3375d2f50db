"""
How long `drama plan` takes for a novel-sized script, and how much memory.

    python benchmarks/novel.py

Writes scripts of 5, 10 and 20 episodes (the last of about 1 MB) and plans all their episodes, each
in a process of its own. Time and memory should grow with the size, not faster.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.drama import begin

_WORDS = "雨夜归人灯门信街河山风雪月光影声梦路心手你我他她来去说看听等走回"
_PEOPLE = ("林夏", "陈默", "苏晚", "老周")
_PLACES = ("老街", "客厅", "天台", "医院走廊", "河边")
_EPISODE_BYTES = 52_000


def script(episodes: int) -> str:
    """A short-drama script of that many episodes, about `_EPISODE_BYTES` each."""
    chance = random.Random(1)
    text = [
        "《长夜》",
        "人物小传：",
        *(f"{name}（{20 + 10 * i}岁）：寻常打扮" for i, name in enumerate(_PEOPLE)),
    ]
    for number in range(1, episodes + 1):
        episode = [f"第{number}集"]
        size, scene = 0, 0
        while size < _EPISODE_BYTES:
            scene += 1
            part = [
                f"{number}-{scene} {chance.choice('日夜')} {chance.choice('内外')} {chance.choice(_PLACES)}"
            ]
            for _ in range(8):
                part.append(f"△{chance.choice(_PEOPLE)}{_sentence(chance, 12)}")
                part.append(f"{chance.choice(_PEOPLE)}：{_sentence(chance, 18)}")
            episode += part
            size += sum(len(line.encode()) for line in part)
        text += episode
    return "\n".join(text)


def _sentence(chance: random.Random, letters: int) -> str:
    return "".join(chance.choices(_WORDS, k=letters)) + "。"


def measure(folder: Path) -> tuple[float, float, str]:
    """CPU seconds and peak MiB of planning all episodes of *folder*, and the plan's last line."""
    command = [sys.executable, "-m", "pipeline", "plan", str(folder), "--episode", "all"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        last = process.stdout.read().strip().splitlines()[-1]
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    kibibytes = usage.ru_maxrss if sys.platform == "linux" else usage.ru_maxrss / 1024
    return usage.ru_utime + usage.ru_stime, kibibytes / 1024, last


def main() -> None:
    """Print one line per size."""
    print("episodes     MB  CPU s  s per MB  peak MiB")
    with tempfile.TemporaryDirectory() as work:
        for episodes in (5, 10, 20):
            folder = Path(work, str(episodes))
            begin(folder, "offline")
            text = script(episodes)
            (folder / "script.txt").write_text(text, "utf-8")
            seconds, peak, last = measure(folder)
            size = len(text.encode()) / 1e6
            print(f"{episodes:8} {size:6.2f} {seconds:6.1f} {seconds / size:9.1f} {peak:9.0f}   {last}")


if __name__ == "__main__":
    main()
