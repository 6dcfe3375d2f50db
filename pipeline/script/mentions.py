"""Where people are mentioned in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping


class Mentions:
    """
    Finds names in texts, the longest where several begin at one place; case does not matter.

    *owners* maps each name to whom it means. The work grows with the text, however many names
    there are: a text is only looked at where one can begin, and once for each length of a name.
    """

    def __init__(self, owners: Mapping[str, str]) -> None:
        self._owners = {name.lower(): owner for name, owner in owners.items() if name}
        self._lengths: dict[str, set[int]] = {}
        for name in self._owners:
            self._lengths.setdefault(name[0], set()).add(len(name))
        firsts = "".join(re.escape(first) for first in sorted(self._lengths))
        self._start = re.compile(f"[{firsts}]" if firsts else r"(?!)", re.IGNORECASE)

    def owner(self, name: str) -> str:
        """Whom exactly *name* means; *name* itself where it is unknown."""
        return self._owners.get(name.lower(), name)

    def hits(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Every mention: whom it means, and from where to where it stands in *text*."""
        at = 0
        while match := self._start.search(text, at):
            start = match.start()
            end = self._end(text, start)
            if end:
                yield self._owners[text[start:end].lower()], start, end
            at = end or start + 1

    def named(self, text: str) -> tuple[str, ...]:
        """Who is mentioned in *text*, in the order of the first mention."""
        return tuple(dict.fromkeys(name for name, _, _ in self.hits(text)))

    def _end(self, text: str, start: int) -> int:
        """Where the longest name that begins at *start* ends; 0 where none does."""
        for length in sorted(self._lengths.get(text[start].lower(), ()), reverse=True):
            end = start + length
            if end <= len(text) and text[start:end].lower() in self._owners and _is_whole(text, start, end):
                return end
        return 0


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the Latin letters at both ends of a name don't go on in the text."""
    return not (_joined(text[start - 1 : start], text[start]) or _joined(text[end : end + 1], text[end - 1]))


def _joined(neighbour: str, edge: str) -> bool:
    return bool(neighbour) and all(
        character.isascii() and character.isalnum() for character in (neighbour, edge)
    )
