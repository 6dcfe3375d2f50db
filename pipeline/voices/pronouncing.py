"""
How each kind of voice is told the pinyin that a lexicon has for hanzi.

Some take it in the text: `Spoken` is then written anew for them, and what they tell of its words is mapped
by that one. Everything else (`finish`) takes the text as it was. Others take it beside the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from pipeline.voices.pinyin import syllables
from pipeline.voices.speakable import Lexicon, Spoken

_PARTS = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)([a-z]+)([1-5])")
#: The combining marks of the tones 1 to 4.
_TONES = "\u0304\u0301\u030c\u0300"
#: The finals without a tone that CosyVoice 3 has a token for.
_TONELESS = re.compile(r"a|ai|an|ang|ao|e|ei|en|eng|i|ian|in|ing|iu|o|ong|ou|u|uang|ue|un|uo")


def _inline(spoken: Spoken, write: Callable[[str, str], str]) -> Spoken:
    """*spoken* with each hanzi that has a reading as `write(hanzi, syllable)`; places stay known."""
    readings = dict(spoken.readings)
    parts = [
        write(character, readings[at]) if at in readings else character
        for at, character in enumerate(spoken.text)
    ]
    origin = tuple(place for part, place in zip(parts, spoken.origin, strict=True) for _ in range(len(part)))
    return replace(spoken, text="".join(parts), origin=origin, readings=())


def espeak(spoken: Spoken) -> Spoken:
    """*spoken* as espeak-ng reads it: its Mandarin voices take syllables between hanzi."""
    return _inline(spoken, lambda _, syllable: f" {syllable} ")


def cosyvoice(spoken: Spoken) -> Spoken:
    """
    *spoken* for CosyVoice 3, which has tokens for parts of syllables: `[h][uán]` in place of 还.

    A hanzi whose syllable has no tokens stays as it is.
    """
    return _inline(spoken, _tokens)


def hot_fix(lexicon: Lexicon) -> dict[str, list[dict[str, str]]]:
    """The pinyin of *lexicon* as DashScope's `hot_fix`; empty where there is none."""
    pairs = [{word: " ".join(found)} for word, said in lexicon if (found := syllables(said))]
    return {"pronunciation": pairs} if pairs else {}


def _tokens(character: str, syllable: str) -> str:
    parts = _PARTS.fullmatch(syllable)
    assert parts
    initial, final, tone = parts.groups()
    if tone == "5" and not _TONELESS.fullmatch(final):
        return character
    return (f"[{initial}]" if initial else "") + f"[{_with_tone(final, int(tone))}]"


def _with_tone(final: str, tone: int) -> str:
    """*final* with the mark over a or e, else over the o of ou, else over the last vowel."""
    # CosyVoice writes ü as a letter of its own only where it carries the tone.
    final = "ü" if final == "v" else final
    if tone == 5:
        return final
    bearers = [at for at in (final.find("a"), final.find("e"), final.find("ou")) if at >= 0]
    at = bearers[0] if bearers else max(final.rfind(vowel) for vowel in "iouü")
    marked = unicodedata.normalize("NFC", final[at] + _TONES[tone - 1])
    return final[:at] + marked + final[at + 1 :]
