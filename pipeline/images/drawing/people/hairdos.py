"""How hair is worn in each era."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.story import Age, Era


class Hairdo(NamedTuple):
    """
    Hair in three parts: the *fringe* over the forehead, what hangs at the *back*, what sits on *top*.

    The words are the names of the functions' entries in `fringe.py`, `tresses.py` and `topknot.py`.
    """

    fringe: str
    back: str = ""
    top: str = ""


_PLAIN = {
    (Era.ANCIENT, True): (
        Hairdo("center", "long", "loops"),
        Hairdo("heart", "long", "bun"),
        Hairdo("swept", "long", "cloud"),
        Hairdo("center", "tails", "buns"),
        Hairdo("side", "long", "knot"),
        Hairdo("heart", "", "cloud"),
        Hairdo("airy", "long", "bun"),
        Hairdo("back", "mane", "tail"),
    ),
    (Era.ANCIENT, False): (
        Hairdo("peak", "long", "crown"),
        Hairdo("back", "", "crown"),
        Hairdo("locks", "long", "ribbon"),
        Hairdo("peak", "mane", "tail"),
        Hairdo("back", "", "scarf"),
        Hairdo("locks", "long", "crown"),
        Hairdo("back", "long", "pin"),
    ),
    (Era.REPUBLICAN, True): (
        Hairdo("waves", "curled"),
        Hairdo("side", "", "chignon"),
        Hairdo("full", "bob"),
        Hairdo("airy", "braids"),
        Hairdo("waves", "", "chignon"),
        Hairdo("center", "braids"),
        Hairdo("side", "waves"),
    ),
    (Era.REPUBLICAN, False): (
        Hairdo("slick", "nape"),
        Hairdo("parted", "nape"),
        Hairdo("curtain", "nape"),
        Hairdo("crop", "nape"),
        Hairdo("quiff", "nape"),
        Hairdo("combed", "nape"),
    ),
    (Era.MODERN, True): (
        Hairdo("center", "straight"),
        Hairdo("airy", "straight"),
        Hairdo("side", "waves"),
        Hairdo("full", "bob"),
        Hairdo("airy", "", "ponytail"),
        Hairdo("side", "lob"),
        Hairdo("curtain", "waves"),
        Hairdo("airy", "", "bun"),
        Hairdo("full", "straight"),
        Hairdo("swept", "bob"),
    ),
    (Era.MODERN, False): (
        Hairdo("parted", "nape"),
        Hairdo("spiky", "nape"),
        Hairdo("curtain", "nape"),
        Hairdo("crop", "nape"),
        Hairdo("quiff", "nape"),
        Hairdo("combed", "nape"),
        Hairdo("mop", "nape"),
        Hairdo("slick", "nape"),
    ),
    (Era.FUTURE, True): (
        Hairdo("full", "bob"),
        Hairdo("swept", "lob"),
        Hairdo("back", "mane", "tail"),
        Hairdo("center", "straight"),
        Hairdo("swept", "straight"),
        Hairdo("back", "", "bun"),
        Hairdo("airy", "lob"),
    ),
    (Era.FUTURE, False): (
        Hairdo("slick", "nape"),
        Hairdo("spiky", "nape"),
        Hairdo("quiff", "nape"),
        Hairdo("crop", "nape"),
        Hairdo("curtain", "nape"),
        Hairdo("parted", "nape"),
    ),
}


_CHILDREN = {
    (Era.ANCIENT, True): (
        Hairdo("full", "", "buns"),
        Hairdo("airy", "tails", "buns"),
        Hairdo("full", "tails", "loops"),
    ),
    (Era.ANCIENT, False): (Hairdo("airy", "", "pin"), Hairdo("full", "", "buns"), Hairdo("locks", "", "pin")),
    (Era.REPUBLICAN, True): (Hairdo("full", "braids"), Hairdo("full", "bob"), Hairdo("airy", "braids")),
    (Era.MODERN, True): (
        Hairdo("airy", "pigtails"),
        Hairdo("full", "bob"),
        Hairdo("full", "pigtails"),
        Hairdo("airy", "", "ponytail"),
    ),
    (Era.FUTURE, True): (Hairdo("full", "bob"), Hairdo("airy", "pigtails"), Hairdo("airy", "", "bun")),
}


_BOYS = (Hairdo("mop", "nape"), Hairdo("crop", "nape"), Hairdo("spiky", "nape"), Hairdo("combed", "nape"))


_OLD = {
    (Era.ANCIENT, True): (
        Hairdo("back", "", "bun"),
        Hairdo("heart", "", "knot"),
        Hairdo("center", "", "cloud"),
    ),
    (Era.ANCIENT, False): (
        Hairdo("peak", "long", "pin"),
        Hairdo("back", "", "crown"),
        Hairdo("back", "long", "pin"),
    ),
    (Era.MODERN, True): (
        Hairdo("waves", "curled"),
        Hairdo("back", "", "chignon"),
        Hairdo("side", "", "chignon"),
        Hairdo("swept", "bob"),
    ),
    (Era.MODERN, False): (
        Hairdo("receding", "nape"),
        Hairdo("slick", "nape"),
        Hairdo("parted", "nape"),
        Hairdo("crop", "nape"),
    ),
}


_NAMED = {
    "bald": (Hairdo("none"),),
    "ponytail": (Hairdo("airy", "", "ponytail"), Hairdo("side", "", "ponytail")),
    "braids": (Hairdo("airy", "braids"), Hairdo("center", "braids"), Hairdo("full", "braids")),
    "bun": (Hairdo("airy", "", "bun"), Hairdo("side", "", "bun")),
    "curls": (Hairdo("side", "waves"), Hairdo("curtain", "waves"), Hairdo("airy", "waves")),
    "bob": (Hairdo("full", "bob"), Hairdo("swept", "bob"), Hairdo("airy", "bob")),
    "short": (Hairdo("swept", "bob"), Hairdo("airy", "bob"), Hairdo("full", "bob")),
    "long": (Hairdo("center", "straight"), Hairdo("airy", "straight"), Hairdo("side", "straight")),
}


_NAMED_MEN = {
    "bald": (Hairdo("none"),),
    "curls": (Hairdo("mop", "nape"),),
    "short": (Hairdo("crop", "nape"), Hairdo("combed", "nape"), Hairdo("spiky", "nape")),
    "long": (Hairdo("curtain", "lob"), Hairdo("back", "lob")),
    "ponytail": (Hairdo("back", "mane", "tail"),),
    "bun": (Hairdo("back", "", "pin"),),
}


HAIR_OF_GARMENT = {
    "bride": Hairdo("center", "long"),
    "dragon": Hairdo("back", "", "diadem"),
    "official": Hairdo("back", "", "gauze"),
    "monk": Hairdo("none"),
}


def hairdos(era: Era, female: bool, age: Age) -> tuple[Hairdo, ...]:
    """How people of that *era* and *age* wear their hair."""
    if age is Age.CHILD:
        return _CHILDREN.get((era, female), _BOYS)
    if age is Age.OLD:
        return _OLD[(Era.ANCIENT if era is Era.ANCIENT else Era.MODERN, female)]
    return _PLAIN[(era, female)]


def hairdos_named(said: str, era: Era, female: bool) -> tuple[Hairdo, ...]:
    """The hairdos that a description's word stands for; none where the era's own fit it as well."""
    if era is Era.ANCIENT and said in ("long", "bun"):
        return tuple(h for h in _PLAIN[(era, female)] if bool(h.top if said == "bun" else h.back))
    return (_NAMED if female else _NAMED_MEN).get(said, ())
