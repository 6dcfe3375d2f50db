"""Names that may mean one person are put to the language model; it decides, within what is possible."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from pydantic import BaseModel, ConfigDict, Field

from pipeline.script.mentions import Mentions
from pipeline.story import Language
from pipeline.storyboard.asking.ask import Asker
from pipeline.storyboard.letters import letters_of
from pipeline.storyboard.outlining.merging import Groups, Seen, claims_of
from pipeline.storyboard.outlining.names import handles, is_role
from pipeline.storyboard.outlining.reading import LANGUAGES
from pipeline.storyboard.writing.shots import Names, Text

#: More names than that are asked about in several questions.
_AT_ONCE = 80
_TOLD = 160
_IDENTITY = re.compile(
    r"就是|正是|即[是为]|真名|本名|原名|化名|又名|也叫|又叫|人称|真实身份|同一个?人|"
    r"\b(?:also|really|actually|in fact|alias|known as|called|real name|same (?:person|man|woman))\b",
    re.IGNORECASE,
)

Pair = tuple[str, str]


class SameForm(BaseModel):
    """One person who has several names."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Text = Field(default="", description="the fullest of the names")
    others: Names = Field(default=(), description="the other names of the same person in the list")
    why: Text = Field(default="", description="what in the list shows it, one short sentence")


class SamesForm(BaseModel):
    """The people who have several names."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    same: tuple[SameForm, ...] = Field(default=(), description="people with several names; often none")


def candidates(groups: Groups, seen: Sequence[Seen], open_pairs: Iterable[Pair]) -> list[Pair]:
    """Pairs of names for which something speaks that they mean one person, and nothing against it."""
    pairs = [*open_pairs, *_by_handles(seen), *_by_shared_names(seen), *_by_words(groups, seen)]
    return [pair for pair in dict.fromkeys(pairs) if not groups.same(*pair) and groups.possible(*pair)]


def _by_handles(seen: Sequence[Seen]) -> Iterator[Pair]:
    """老张, 张师傅 and 张建国; Mr. Moreau and Jean Moreau. Two full names are two people."""
    buckets: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for person in seen:
        for handle, full in handles(person.name).items():
            buckets[handle][person.key] = full
    for bucket in buckets.values():
        for one, other in combinations(bucket, 2):
            if not (bucket[one] and bucket[other]):
                yield one, other


def _by_shared_names(seen: Sequence[Seen]) -> Iterator[Pair]:
    spelled = {letters_of(other): other for person in seen for other in person.others}
    for key, owners in claims_of(seen).items():
        if not is_role(spelled[key]):
            yield from combinations(sorted(owners), 2)


def _by_words(groups: Groups, seen: Sequence[Seen]) -> Iterator[Pair]:
    """Who is said to be somebody else: `真实身份就是顾言`."""
    mentions = Mentions({person.name: person.key for person in seen if not is_role(person.name)})
    for person in seen:
        said = f"{person.form.who} {person.form.look}"
        if _IDENTITY.search(said):
            named = (key for key in mentions.named(said) if key in groups and key != person.key)
            yield from ((person.key, key) for key in named)


def ask_who_is_same(
    groups: Groups, seen: Sequence[Seen], pairs: Sequence[Pair], asker: Asker, language: Language
) -> None:
    """Put *pairs*, if there are any, to the model, and unite whom it takes for one person."""
    people: dict[str, Seen] = {}
    for person in seen:
        people.setdefault(person.key, person)
    clusters = _clusters(pairs)
    batches = list(_batches(clusters))
    for number, batch in enumerate(batches, start=1):
        name = "outline-same" if len(batches) == 1 else f"outline-same-{number}"
        for said in _ask(name, batch, people, asker, language):
            _unite(groups, said, clusters)


def _ask(
    name: str, keys: Sequence[str], people: dict[str, Seen], asker: Asker, language: Language
) -> Iterator[SameForm]:
    listed = "\n".join(_told(people[key]) for key in keys)
    words = asker.work.prompt("same", {"language": LANGUAGES[language], "people": listed})
    form = asker.ask(name, words, SamesForm)
    if form is not None:
        yield from form.same
    elif len(keys) > 2:
        half = len(keys) // 2
        yield from _ask(f"{name}a", keys[:half], people, asker, language)
        yield from _ask(f"{name}b", keys[half:], people, asker, language)


def _told(person: Seen) -> str:
    form = person.form
    also = f" ({', '.join(person.others)})" if person.others else ""
    facts = (form.sex if form.sex != "unknown" else "", form.age or "", form.who, form.look)
    return f"- {person.name}{also}: {'; '.join(filter(None, facts))}"[:_TOLD]


def _clusters(pairs: Sequence[Pair]) -> list[list[str]]:
    """Names that hang together by *pairs*, in their order."""
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        first, second = found.setdefault(one, [one]), found.setdefault(other, [other])
        if first is not second:
            first += second
            found.update(dict.fromkeys(second, first))
    return [cluster for key, cluster in found.items() if cluster[0] == key]


def _batches(clusters: Sequence[list[str]]) -> Iterator[list[str]]:
    """Clusters together up to `_AT_ONCE` names; a larger one is divided."""
    batch: list[str] = []
    for cluster in clusters:
        for start in range(0, len(cluster), _AT_ONCE):
            part = cluster[start : start + _AT_ONCE]
            if batch and len(batch) + len(part) > _AT_ONCE:
                yield batch
                batch = []
            batch = [*batch, *part]
    if batch:
        yield batch


def _unite(groups: Groups, said: SameForm, clusters: Sequence[list[str]]) -> None:
    """Only names that something speaks for are united: a wrong merge is worse than a missed one."""
    keys = [letters_of(name) for name in (said.name, *said.others)]
    for cluster in clusters:
        inside = [key for key in dict.fromkeys(keys) if key in cluster]
        for other in inside[1:]:
            groups.unite(inside[0], other, said.why or "?")
