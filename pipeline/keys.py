"""
The keys of vendors: from the environment, else from a file in the user's own folder.

They are read where a call is made and never written down; `hidden` takes them out of whatever is.
"""

from __future__ import annotations

import os
from pathlib import Path

#: Lines of `NAME=value`; it lies outside of every drama, so that no key is ever shared with one.
FILE = Path.home() / ".shortdrama" / "keys.env"

_seen: set[str] = set()


def secret(name: str) -> str:
    """The key called *name*; empty where there is none."""
    found = os.environ.get(name, "").strip() or _from_file(name)
    if found:
        _seen.add(found)
    return found


def hidden(text: str) -> str:
    """*text* without any key that was read so far."""
    for key in sorted(_seen, key=len, reverse=True):
        text = text.replace(key, "***")
    return text


def _from_file(name: str) -> str:
    if not FILE.is_file():
        return ""
    from dotenv import dotenv_values

    return (dotenv_values(FILE).get(name) or "").strip()
