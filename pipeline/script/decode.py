"""From the bytes of a script to its text: the encoding is found out, or the script is refused."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from pipeline.errors import ScriptError
from pipeline.script.hanzi import COMMON

#: A long novel has about three megabytes; more is something else than a script.
LARGEST_BYTES = 10 * 1024 * 1024

#: A novel may come as one paragraph, but the longest has fewer characters than this.
LONGEST_LINE = 1_000_000

_SAMPLE = 65_536
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),  # begins as UTF-32's does, which is therefore tried before
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF16 = ("utf-16-le", "utf-16-be")
_CHINESE = ("gb18030", "cp950", "big5hkscs", *_UTF16)
#: A page of Chinese has about 0.7; Korean, Japanese or Russian, read as Chinese, at most 0.3.
_LEAST_SHARE = 0.4
_PUNCTUATION = frozenset("，。！？：；、“”‘’「」『』《》〈〉（）【】…—─·△▲　")
_ASCII = re.compile(r"[\x00-\x7f]+")
_FOREIGN = re.compile(rb"[\x80-\xff]")
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

    Reads UTF-8 and UTF-16 with or without a byte order mark, UTF-32 with one, GB18030 and Big5.
    Raises `ScriptError` for what is empty, larger than `LARGEST_BYTES`, binary, damaged, in another
    encoding, or has a line longer than `LONGEST_LINE`.
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
    """*data* in its encoding; a last character that was cut in the middle is left out."""
    encoding = _encoding_of(data)
    if encoding is None:
        guess = (
            "not text but binary data" if b"\0" in data else "neither UTF-8, UTF-16, GB18030 nor Big5 text"
        )
        raise ScriptError(f"The script {name} is {guess}.", _HELP)
    try:
        return _decoded(data, encoding)
    except UnicodeDecodeError as error:
        before = _decoded(data[: error.start], encoding)
        raise ScriptError(
            f"Line {len(f'{before}.'.splitlines())} of the script {name} is damaged: the script is "
            f"{encoding.upper()} text, but the byte 0x{data[error.start]:02X} in that line is not.",
            "Correct the line, save the script in UTF-8 and try again.",
        ) from error


def _decoded(data: bytes, encoding: str, errors: str = "strict") -> str:
    return codecs.getincrementaldecoder(encoding)(errors).decode(data, final=False)


def _encoding_of(data: bytes) -> str | None:
    """What *data* is most likely written in; nothing where no encoding makes everyday text of it."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    if b"\0" in data:
        return _likeliest(data[:_SAMPLE], _UTF16)
    foreign = _FOREIGN.search(data)
    if foreign is None or _is_utf8(data):
        return "utf-8"
    start = foreign.start() & ~1
    return _likeliest(data[start : start + _SAMPLE], _CHINESE, skip=_ASCII)


def _is_utf8(data: bytes) -> bool:
    """Whether *data* is UTF-8, or is around its first bad byte: other encodings hardly ever look like it."""
    try:
        return not _decoded(data, "utf-8").isascii()
    except UnicodeDecodeError as error:
        near = data[max(error.start - _SAMPLE, 0) : error.start + _SAMPLE]
        read = _ASCII.sub("", near.decode("utf-8", "replace"))
        return read.count("\ufffd") * 5 < len(read)


def _likeliest(sample: bytes, encodings: tuple[str, ...], skip: re.Pattern[str] | None = None) -> str | None:
    """Of the *encodings*, in which almost any bytes can be read, the one that makes sense of *sample*."""
    texts = {encoding: _decoded(sample, encoding, "replace") for encoding in encodings}
    shares = {
        encoding: _everyday_share(skip.sub("", text) if skip else text) for encoding, text in texts.items()
    }
    best = max(encodings, key=shares.__getitem__)
    return best if shares[best] > _LEAST_SHARE else None


def _everyday_share(text: str) -> float:
    return sum(map(_is_everyday, text)) / max(len(text), 1)


def _is_everyday(character: str) -> bool:
    if character <= "\x7f":
        return character >= " " or character.isspace()
    return character in COMMON or character in _PUNCTUATION or "\uff01" <= character <= "\uff5e"


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
