"""
The keys of vendors: from the environment, else from a file in the user's own folder.

They are read where a call is made and never written down; `hidden` takes them out of whatever is.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipeline.errors import ProfileError

#: Lines of `NAME=value`; it lies outside of every drama, so that no key is ever shared with one.
FILE = Path.home() / ".shortdrama" / "keys.env"

#: They log addresses, and at their most talkative the headers of answers.
_TALKATIVE = ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.http2", "httpcore.proxy")

_MARK, _QUOTED_MARK = "{{key %s}}", "{{quoted key %s}}"
#: What servers that ask for no key are given (`none`, `EMPTY`) is no secret, and part of other words.
_SHORTEST = 6
_seen: set[str] = set()


def secret(name: str) -> str:
    """The key called *name*; empty where there is none."""
    found = os.environ.get(name, "").strip() or _from_file(name)
    return remember(found) if found else ""


def remember(key: str) -> str:
    """The *key*, which is `hidden` from now on."""
    if len(key) >= _SHORTEST:
        _seen.add(key)
    return key


def hidden(text: str) -> str:
    """*text* without any key that was read so far, as it is or as it stands in an address."""
    for key in sorted(_seen.copy(), key=len, reverse=True):
        text = text.replace(key, "***").replace(_inner(key), "***").replace(quote(key, safe=""), "***")
    return text


class _Hiding(logging.Filter):
    """Takes keys out of what other packages log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = hidden(record.getMessage()), None
        return True


for _name in _TALKATIVE:
    logging.getLogger(_name).addFilter(_Hiding())


def sealed(data: Any, names: Iterable[str]) -> Any:
    """
    *data*, as JSON has it, fit to be written down: without any key.

    Those of *names* leave their names in their places, so that the address that a vendor gave can be
    `opened` again.
    """
    text = json.dumps(data, ensure_ascii=False)
    for name in names:
        if len(key := secret(name)) >= _SHORTEST:
            text = text.replace(_inner(key), _MARK % name).replace(quote(key, safe=""), _QUOTED_MARK % name)
    # A vendor may send halves of characters, which no file can hold.
    return json.loads(hidden(text).encode("utf-8", "replace"))


def opened(data: Any, names: Iterable[str]) -> Any:
    """What was `sealed`, with the keys of *names*, and no others, in their places."""
    text = json.dumps(data, ensure_ascii=False)
    for name in names:
        key = secret(name)
        text = text.replace(_MARK % name, _inner(key)).replace(_QUOTED_MARK % name, quote(key, safe=""))
    return json.loads(text)


def _inner(key: str) -> str:
    """How *key* stands inside a text of JSON."""
    return json.dumps(key, ensure_ascii=False)[1:-1]


def _from_file(name: str) -> str:
    if not FILE.is_file():
        return ""
    from dotenv import dotenv_values

    try:
        return (dotenv_values(FILE, interpolate=False).get(name) or "").strip()
    except (OSError, ValueError) as error:
        raise ProfileError(f"{FILE} can't be read: {error}.", "It holds lines of NAME=value.") from error
