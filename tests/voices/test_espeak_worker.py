from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import espeakng_loader

from pipeline.voices import espeak_worker

LIBRARY = Path(espeakng_loader.get_library_path())
REQUEST = {
    "library": str(LIBRARY),
    "voice": "cmn+f2",
    "text": "你好，Tom！",
    "words_per_minute": 190,
    "pitch": 50,
    "range": 50,
    "volume": 50,
}


def run(folder: Path = LIBRARY.parent, **changes: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-I", "-S", espeak_worker.__file__],
        input=json.dumps(REQUEST | changes).encode(),
        capture_output=True,
        cwd=folder,
        check=False,
    )


def test_it_answers_with_the_rate_the_words_and_the_sound():
    header, _, pcm = run().stdout.partition(b"\n")
    answer = json.loads(header)
    assert answer["rate"] == 22050
    assert [first for first, _ in answer["words"]] == [0, 3]
    assert 0 == answer["words"][0][1] < answer["words"][1][1] < len(pcm) // 2


def test_two_processes_give_the_same_bytes():
    assert run().stdout == run().stdout


def test_data_that_is_not_there_is_said(tmp_path):
    done = run(tmp_path)
    assert done.returncode == espeak_worker.CANNOT_RUN
    assert b"can't read its data" in done.stderr


def test_a_language_that_is_not_there_is_said():
    done = run(voice="tlh-xx")
    assert done.returncode == espeak_worker.CANNOT_RUN
    assert b"no voice 'tlh-xx'" in done.stderr


def test_a_library_that_is_not_there_is_said():
    done = run(library="/nowhere/libespeak-ng.so")
    assert done.returncode == espeak_worker.CANNOT_RUN
    assert b"/nowhere/libespeak-ng.so" in done.stderr


def test_it_imports_nothing_of_ours():
    source = Path(espeak_worker.__file__).read_text(encoding="utf-8")
    assert "pipeline" not in source
