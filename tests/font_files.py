"""Fonts as a system has them, built small: what a character looks like makes no difference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from pipeline.final.subtitles import typefaces


def build(path: Path, family: str, characters: str, *, weight: int = 400) -> Path:
    """A font of squares that has *characters*."""
    glyphs = [".notdef", *(f"u{ord(c):x}" for c in characters)]
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({ord(c): f"u{ord(c):x}" for c in characters})
    pen = TTGlyphPen(None)
    for at, point in enumerate([(100, 0), (100, 700), (800, 700), (800, 0)]):
        (pen.lineTo if at else pen.moveTo)(point)
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf(dict.fromkeys(glyphs, square))
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (900, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(
        sTypoAscender=800, usWinAscent=900, usWinDescent=300, usWeightClass=weight, sCapHeight=700, version=4
    )
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    return path


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The fonts of a system that has no others."""
    place = tmp_path / "system"
    build(place / "hand.ttf", "Hand Script", "你好a")
    build(place / "hand-bold.ttf", "Hand Script", "你好a", weight=700)
    build(place / "deep" / "rare.ttf", "Rare Serif", "龘𠮷好")
    build(place / "rare-sans.ttf", "Rare Hei", "龘")
    (place / "broken.ttf").write_bytes(b"\0\1\0\0" + b"\xff" * 40)
    (place / "empty.otf").write_bytes(b"")
    monkeypatch.setattr(typefaces, "folders", lambda: (place, tmp_path / "nowhere"))
    cached = (typefaces.system, typefaces.stand_in, typefaces._standing_by)
    for one in cached:
        one.cache_clear()
    yield place
    for one in cached:
        one.cache_clear()
