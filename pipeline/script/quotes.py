"""Prose cut into what is told and what is said in quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLOSING = {"“": "”", "「": "」", "『": "』", '"': '"', "‘": "’"}
_OPENING = re.compile(r"[“「『\"]|(?<![^\s—(（“])‘(?=\S)")
_ENDS_SPEECH = re.compile(r"[。！？!?…，,.—~～]['’]?$")
_ENDS_IN_CUE = re.compile(r"[：:]\s*$|(?:道|说|說|问|問|喊|said|asked|replied|whispered),?\s*$")


@dataclass(frozen=True)
class Part:
    """A stretch of a paragraph. *said* means that it stood in quotation marks, which are not part of it."""

    text: str
    said: bool
    quoted: str = ""
    """The text with its quotation marks, where it had any."""


def split_quotes(paragraph: str) -> list[Part]:
    """
    The parts of *paragraph* in order; outer quotation marks count, inner ones stay in the text.

    A quotation that is not closed goes on to the end. Words in quotation marks that nobody says
    (a so-called “friend”) stay in the telling.
    """
    parts: list[Part] = []
    told, at = 0, 0
    while opening := _OPENING.search(paragraph, at):
        end = _end(paragraph, opening)
        quoted = paragraph[opening.start() : end]
        words = quoted[1:].removesuffix(_CLOSING[opening[0]])
        before, after = paragraph[told : opening.start()], paragraph[end : end + 1]
        if words.strip() and _is_said(words, before, after):
            parts += [Part(before, said=False), Part(words.strip(), said=True, quoted=quoted)]
            told = end
        at = end
    parts.append(Part(paragraph[told:], said=False))
    return [part for part in parts if part.text.strip()]


def _end(paragraph: str, opening: re.Match[str]) -> int:
    """Behind the mark that closes the quotation; an apostrophe within a word closes nothing."""
    closing = _CLOSING[opening[0]]
    at = opening.end()
    depth = 1
    if closing in '"’':
        closed = re.compile(r"’(?!\w)" if closing == "’" else '"').search(paragraph, at)
        return closed.end() if closed else len(paragraph)
    for mark in re.finditer(f"[{opening[0]}{closing}]", paragraph[at:]):
        depth += 1 if mark[0] == opening[0] else -1
        if depth == 0:
            return at + mark.end()
    return len(paragraph)


def _is_said(words: str, before: str, after: str) -> bool:
    alone = not before.strip() and not after.strip()
    return alone or bool(_ENDS_SPEECH.search(words.strip())) or bool(_ENDS_IN_CUE.search(before[-20:]))
