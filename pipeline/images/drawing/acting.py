"""What the words of a shot make people do: feel, hold something, sit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.images.drawing.things import Thing, thing_in
from pipeline.images.engine import Person
from pipeline.story import Era, Feeling

_FEELINGS = {
    Feeling.AFRAID: r"颤抖|发抖|惊恐|恐惧|害怕|后退|trembl|shak(?:es|ing)|backs away|terrified",
    Feeling.SURPRISED: r"僵住|愣|怔|震惊|脸部特写|停住|freez|stunned|stops|the face of",
    Feeling.SAD: r"哭|泪|眼睛红|眼眶|哽咽|cries|crying|weep|tears?\b",
    Feeling.COLD: r"冷笑|冷冷|笑意.{0,4}消失|反锁|sneer|coldly|mocking",
    Feeling.ANGRY: r"怒|瞪|咬牙|吼|glare|furious",
    Feeling.TENDER: r"护在怀里|抱住|温柔|轻抚|embrac|hugs?\b|gently",
    Feeling.HAPPY: r"微笑|笑着|笑了|smil|laugh",
}
_CALLS = re.compile(r"听着电话|打电话|接(?:起|听|通)|on the phone|answers? the (?:phone|call)", re.IGNORECASE)
_UMBRELLA = re.compile(r"伞|umbrella", re.IGNORECASE)
_HOLDS = re.compile(
    r"拿|握|攥|捧|抱着|举|递|捏|端着|手里|手中|怀里|打开|"
    r"\b(?:hold(?:s|ing)?|clutch(?:es|ing)?|pressed|carr(?:ies|ying)|hands?|opens|unfolds|raises|with an?)\b",
    re.IGNORECASE,
)
#: Before the name of somebody to whom something is done.
_IS_OBJECT = re.compile(r"(?:对|向|朝|着|越过|望着)$|\b(?:to|at|of|beside) $", re.IGNORECASE)
_SEATS = {
    "wicker": r"藤椅|摇椅|wicker|rocking chair",
    "bed": r"坐.{0,4}床|床(?:边|上|沿)|on the (?:edge of the )?bed",
    "counter": r"坐.{0,4}(?:柜台|桌上|台阶|地上|石)|sits? on the (?:counter|steps|table|wall)",
    "chair": r"坐(?!标|地铁|车|火车|飞机|立)|\b(?:sits?|sitting|seated)\b",
}


@dataclass(frozen=True)
class Act:
    """
    What one person does.

    *holding* is `"umbrella"`, `"call"` (a phone at the ear), `"thing"` (what *thing* draws) or empty;
    *seat* is what they sit on, or empty.
    """

    holding: str = ""
    thing: Thing = ()
    seat: str = ""


def act_of(seen: str, person: Person, people: Sequence[Person], era: Era) -> Act:
    """What *person*, one of *people*, does in the words of *seen*."""
    words = _about(seen, person, people)
    seat = next((seat for seat, said in _SEATS.items() if re.search(said, words, re.IGNORECASE)), "")
    if _UMBRELLA.search(words):
        return Act("umbrella", seat=seat)
    if _CALLS.search(words) and era in (Era.MODERN, Era.FUTURE):
        return Act("call", seat=seat)
    thing = thing_in(words, era) if _HOLDS.search(words) else None
    return Act("thing", thing, seat) if thing else Act(seat=seat)


def felt(seen: str, people: Sequence[Person]) -> tuple[Person, ...]:
    """*people*, those who are calm with the feeling that the words give them."""
    return tuple(
        replace(person, feeling=_feeling(_about(seen, person, people)))
        if person.feeling is Feeling.CALM
        else person
        for person in people
    )


def _feeling(words: str) -> Feeling:
    found = (feeling for feeling, said in _FEELINGS.items() if re.search(said, words, re.IGNORECASE))
    return next(found, Feeling.CALM)


def _about(seen: str, person: Person, people: Sequence[Person]) -> str:
    """What *seen* says of *person*: from their name to the next; all of it where nobody is named."""
    starts = {other.name: seen.lower().find(other.name.lower()) for other in people}
    named = sorted((start, name) for name, start in starts.items() if start >= 0)
    named = [(start, name) for start, name in named if not _IS_OBJECT.search(seen[:start])] or named
    if not any(start >= 0 for start in starts.values()):
        return seen if person == people[0] else ""
    ends = [*(start for start, _ in named[1:]), len(seen)]
    spans = {name: (start, end) for (start, name), end in zip(named, ends, strict=True)}
    if person.name not in spans:
        return ""
    start, end = spans[person.name]
    return seen[0 if start == named[0][0] else start : end]
