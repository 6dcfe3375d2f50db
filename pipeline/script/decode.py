"""From the bytes of a script to its text: the encoding is found out, or the script is refused."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from pipeline.errors import ScriptError

#: A long novel has about three megabytes; more is something else than a script.
LARGEST_BYTES = 10 * 1024 * 1024

#: A novel may come as one paragraph, but the longest has fewer characters than this.
LONGEST_LINE = 1_000_000

_SAMPLE = 65_536
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_HELP = "Save it as plain text in UTF-8 and try again."


def load(path: Path) -> str:
    """The text of the script at *path*; `ScriptError` where it can't be opened or `decode` refuses it."""
    try:
        size = path.stat().st_size
        _check_size(size, path.name)
        data = path.read_bytes()
    except OSError as error:
        raise ScriptError(
            f"The script {path} can't be read: {error.strerror}.", "Check its name and your access to it."
        ) from error
    return decode(data, path.name)


def decode(data: bytes, name: str = "script") -> str:
    r"""
    The text in *data* with `\\n` at the end of its lines.

    Reads UTF-8 and UTF-16 with or without a byte order mark, and GB18030. Raises `ScriptError`
    for what is empty, larger than `LARGEST_BYTES`, binary, in another encoding, or has a line
    longer than `LONGEST_LINE`.
    """
    _check_size(len(data), name)
    text = "\n".join(_text(data, name).replace("\ufeff", "").splitlines())
    _check_text(text, name)
    return _CONTROL.sub("", text)


def _check_size(size: int, name: str) -> None:
    if size == 0:
        raise ScriptError(f"The script {name} is empty.", "Write at least one scene or one sentence.")
    if size > LARGEST_BYTES:
        raise ScriptError(
            f"The script {name} has {size / 1e6:.1f} MB, more than {LARGEST_BYTES / 1e6:.1f}.",
            "Split it into several scripts, one drama each.",
        )


def _text(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_strictly(data, encoding, name)
    if b"\0" in data:
        return _utf16(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _chinese_text(data, name)


def _decode_strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable(name) from error


def _unreadable(name: str) -> ScriptError:
    return ScriptError(f"The script {name} is neither UTF-8, UTF-16 nor GB18030 text.", _HELP)


def _utf16(data: bytes, name: str) -> str:
    """Of the two byte orders, the one in which more of the text is everyday text."""
    readings = [data[: len(data) & ~1].decode(f"utf-16-{order}", "replace") for order in ("le", "be")]
    best = max(readings, key=lambda text: _everyday_share(text[:_SAMPLE]))
    if len(data) % 2 or "\0" in best or _everyday_share(best[:_SAMPLE]) < 0.6:
        raise ScriptError(f"The script {name} is not text but binary data.", _HELP)
    return best


def _chinese_text(data: bytes, name: str) -> str:
    """The first reading that looks like Chinese; almost any bytes *can* be read in these encodings."""
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text[:_SAMPLE]) and _everyday_share(text[:_SAMPLE], above="\x7f") > 0.6:
            return text
    raise _unreadable(name)


def _everyday_share(text: str, above: str = "") -> float:
    """How much of *text* (its characters *above* the one given) is everyday hanzi or punctuation."""
    counted = [character for character in text if character > above]
    return sum(map(_is_everyday, counted)) / max(len(counted), 1)


def _is_everyday(character: str) -> bool:
    """GB2312 has the hanzi that are in daily use."""
    if "\u4e00" <= character <= "\u9fff":
        return bool(character.encode("gb2312", "ignore"))
    if character <= "\x7f":
        return character >= " " or character.isspace()
    return character in "·—‘’“”…△▲" or "\u3000" <= character <= "\u301f" or "\uff00" <= character <= "\uff5f"


def _check_text(text: str, name: str) -> None:
    if not text.strip():
        raise ScriptError(
            f"The script {name} has only blank lines.", "Write at least one scene or one sentence."
        )
    if len(_CONTROL.findall(text[:_SAMPLE])) > min(len(text), _SAMPLE) // 200 or "\0" in text:
        raise ScriptError(f"The script {name} is not text but binary data.", _HELP)
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise ScriptError(
                f"Line {number} of the script {name} has {len(line)} characters, over {LONGEST_LINE}.",
                "Break it into paragraphs.",
            )
