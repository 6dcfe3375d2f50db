"""Joining: the film from its segments without encoding them again, with its sound and its subtitles."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.ffmpeg import run
from pipeline.final.film import Encoding, Film, clock
from pipeline.story import Language

#: ISO 639-2/T, as MP4 has it, of the languages that have one of ISO 639-1 and are subtitled in short dramas.
_ISO_639_2: Mapping[str, str] = {
    "ar": "ara",
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "fr": "fra",
    "hi": "hin",
    "id": "ind",
    "it": "ita",
    "ja": "jpn",
    "ko": "kor",
    "ms": "msa",
    "pl": "pol",
    "pt": "por",
    "ru": "rus",
    "th": "tha",
    "tl": "tgl",
    "tr": "tur",
    "vi": "vie",
    "zh": "zho",
}


@dataclass(frozen=True)
class Track:
    """
    Subtitles in the film that can be switched on: *file* (SRT), its *language* and what a player calls it.

    *language* is a tag as `zh`, `zh-Hant` or `en`; at most one track is the *default*, which players show
    unasked.
    """

    file: Path
    language: str
    title: str = ""
    default: bool = False


def join(
    segments: Sequence[Path],
    sound: Path,
    *,
    subtitles: Sequence[Track] = (),
    film: Film,
    encoding: Encoding,
    metadata: Mapping[str, str],
    language: Language,
    out: Path,
) -> None:
    """
    Join *segments* without encoding them again and put the film's *sound* (WAV) under them.

    *language* is that of the sound. *metadata* is written under its own names, such as `AIGC`. The index
    comes first in the file, so that it plays while being loaded.
    """
    with tempfile.TemporaryDirectory(dir=out.parent) as work:
        listed = Path(work, "segments.txt")
        listed.write_text("".join(map(_concat_line, segments)), encoding="utf-8")
        inputs = ["-f", "concat", "-safe", "0", "-i", str(listed), "-i", str(sound.resolve())]
        streams = ["-map", "0:v", "-c:v", "copy", "-map", "1:a", "-c:a", "aac", "-aac_coder", "fast"]
        streams += ["-b:a", f"{encoding.audio_kbps}k", "-metadata:s:a:0", f"language={iso_639_2(language)}"]
        streams += ["-disposition:v:0", "default", "-disposition:a:0", "default"]
        streams += ["-tag:v", "hvc1"] if encoding.codec == "h265" else []
        for number, track in enumerate(subtitles):
            inputs += ["-i", str(track.file.resolve())]
            streams += _subtitle_options(number, track)
        tags = [part for key, value in metadata.items() for part in ("-metadata", f"{key}={value}")]
        container = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
        container += [part for name, ticks in clock(film).items() for part in (f"-{name}", str(ticks))]
        container += ["-bsf:v", _on_frames(film), "-movflags", "+faststart+use_metadata_tags"]
        run([*inputs, *streams, *container, *tags, str(out.resolve())], what=f"join {out.name}")


def _subtitle_options(number: int, track: Track) -> Iterator[str]:
    """How the file of *track*, which is the input after pictures and sound, becomes a stream."""
    stream = f"s:{number}"
    yield from ("-map", f"{number + 2}:s", f"-c:{stream}", "mov_text")
    yield from (f"-metadata:s:{stream}", f"language={iso_639_2(track.language)}")
    yield from (f"-disposition:{stream}", "default" if track.default else "0")
    if track.title:
        # MP4 has no title of a track that all players read; most show the name of its handler.
        yield from (f"-metadata:s:{stream}", f"title={track.title}")
        yield from (f"-metadata:s:{stream}", f"handler_name={track.title}")


def iso_639_2(language: str) -> str:
    """The three letters of a *language* tag such as `zh-Hant`; `und` for one that is not known here."""
    first = language.partition("-")[0].lower()
    return first if first in _ISO_639_2.values() else _ISO_639_2.get(first, "und")


def _on_frames(film: Film) -> str:
    """A filter of packets that puts each on its frame: the concat list counts in microseconds."""
    snapped = f"round({{0}}*TB*{film.fps})/(TB*{film.fps})"
    return f"setts=pts={snapped.format('PTS')}:dts={snapped.format('DTS')}:duration=1/(TB*{film.fps})"


def _concat_line(segment: Path) -> str:
    """One line of ffmpeg's concat list; inside single quotes only the quote itself is special."""
    quoted = str(segment.resolve()).replace("'", r"'\''")
    return f"file '{quoted}'\n"
