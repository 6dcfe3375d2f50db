"""What is worn in each era: garments, hairdos, colours, patterns."""

from __future__ import annotations

from pipeline.story import Age, Era

_GARMENTS = {
    (Era.ANCIENT, True): ("ruqun", "robe", "ruqun", "cloak"),
    (Era.ANCIENT, False): ("robe", "cloak", "robe"),
    (Era.REPUBLICAN, True): ("qipao", "qipao", "student"),
    (Era.REPUBLICAN, False): ("gown", "zhongshan", "suit", "gown"),
    (Era.MODERN, True): ("blouse", "dress", "coat", "sweater", "suit", "jacket"),
    (Era.MODERN, False): ("suit", "shirt", "coat", "jacket", "sweater", "hoodie"),
    (Era.FUTURE, True): ("tech", "techcoat"),
    (Era.FUTURE, False): ("tech", "techcoat"),
}


def garments(era: Era, female: bool, age: Age) -> tuple[str, ...]:
    """What people of that *era* and *age* wear."""
    if era is Era.MODERN and age in (Age.CHILD, Age.TEEN):
        return ("school", "hoodie", "sweater", "dress") if female else ("school", "hoodie", "sweater")
    if era is Era.MODERN and age is Age.OLD:
        return ("sweater", "blouse", "coat") if female else ("sweater", "jacket", "shirt", "zhongshan")
    if era is Era.ANCIENT and age is Age.CHILD:
        return ("robe",)
    return _GARMENTS[(era, female)]


SCARVES = ("#9c3236", "#c9b08a", "#3a5a7a", "#6f7f5a", "#7a4a6a", "#d8d2c6")
METALS = ("#d9b04a", "#cfd5dd", "#8fc7ab", "#e3c98a")
PATTERNS = {
    Era.ANCIENT: ("cloud", "flower", "ring", "bamboo", "plain"),
    Era.REPUBLICAN: ("flower", "stripe", "plain", "ring", "dot"),
    Era.MODERN: ("plain", "plain", "check", "stripe", "dot", "plain"),
    Era.FUTURE: ("plain", "circuit"),
}

#: Main colour, second colour, trim.
CLOTHS = {
    Era.ANCIENT: (
        ("#a83632", "#6f1f27", "#f0d9ae"),
        ("#2f5a84", "#1f3a5b", "#dde8ee"),
        ("#6a8f6b", "#3f6149", "#f1ecd6"),
        ("#7d5288", "#4f3160", "#eedbe8"),
        ("#d3dfe6", "#8faabb", "#fbfcfd"),
        ("#343a49", "#1d212d", "#c7a463"),
        ("#c98f45", "#8b5a27", "#fdf0d4"),
        ("#3f868b", "#235b62", "#e4f1ec"),
        ("#dc9aa9", "#ac5f76", "#fdf3f3"),
        ("#8c3152", "#5a1b37", "#f2cda9"),
        ("#b9c7a0", "#738a63", "#f7f5e6"),
        ("#5568a0", "#333f70", "#e6e3f3"),
    ),
    Era.REPUBLICAN: (
        ("#2f4f6f", "#1d3149", "#e9e2d2"),
        ("#7c2f3b", "#4d1a26", "#e8cfa2"),
        ("#3d6a5c", "#234338", "#ece5d0"),
        ("#5b4a76", "#392c50", "#e8dfee"),
        ("#c6b592", "#8d7c5c", "#fbf6ea"),
        ("#34353d", "#1d1e24", "#d7d2c6"),
        ("#a9b9bd", "#6d8188", "#ffffff"),
        ("#b06a72", "#7c3f4b", "#fbeee6"),
        ("#5f4a3c", "#3b2c24", "#e6d7bd"),
    ),
    Era.MODERN: (
        ("#26344f", "#151e33", "#f4f4f2"),
        ("#3a6684", "#23435a", "#f5efe6"),
        ("#a8443f", "#712a2a", "#f6e9e0"),
        ("#d6c3a0", "#a38c68", "#ffffff"),
        ("#3a6a5b", "#234639", "#f1f0e8"),
        ("#66568f", "#423664", "#f0e8f6"),
        ("#bccad6", "#8398a8", "#ffffff"),
        ("#2b2c34", "#17181e", "#e4e4e8"),
        ("#d8a0a8", "#a8687a", "#fff4f2"),
        ("#e6e2da", "#b3aca0", "#ffffff"),
        ("#7d8a62", "#545f3f", "#f4f2e4"),
        ("#c07a45", "#85502b", "#fbeedd"),
    ),
    Era.FUTURE: (
        ("#dfe5ec", "#9aa8b8", "#45d6e8"),
        ("#252c3d", "#141926", "#4fe0ff"),
        ("#3b4a66", "#232d42", "#ffb45e"),
        ("#4d4466", "#2d2840", "#e07bff"),
        ("#35555c", "#1f353b", "#7dffd0"),
        ("#6c7684", "#434b57", "#ff6f7d"),
        ("#e9e4dc", "#aaa397", "#ff9a5c"),
        ("#5a2f3a", "#351a23", "#ff8a9a"),
    ),
}
#: Main colours that only women wear unless it is said.
ROSY = ("#dc9aa9", "#b06a72", "#d8a0a8")
#: Suits are quieter than other clothes: main colour, second colour, trim.
SUITS = (
    ("#26344f", "#182237", "#f4f4f2"),
    ("#2c2d34", "#1a1b20", "#e4e4e8"),
    ("#4d525c", "#333740", "#f4f4f2"),
    ("#5b4a3d", "#3b2f27", "#f2e9dc"),
    ("#3b5263", "#263743", "#eef2f4"),
    ("#7b7468", "#544f46", "#faf6ee"),
    ("#4a2f3c", "#301d27", "#f3e8ec"),
)

#: Clothes whose colours say what they are.
UNIFORMS = {
    "dragon": ("#d2a23a", "#8a2f24", "#f6dd9a"),
    "bride": ("#b3272b", "#7c1720", "#e9c46a"),
    "wedding": ("#f4f1ee", "#cfc8c6", "#ffffff"),
    "armour": ("#59616e", "#8c2b2c", "#c9a55a"),
    "monk": ("#b98a4a", "#8a3f2c", "#e9d7ae"),
    "official": ("#8c2f35", "#1f2230", "#d9b45a"),
    "police": ("#24324d", "#161f33", "#9fc0e6"),
    "army": ("#5c6446", "#3a402c", "#d6b65c"),
    "doctor": ("#f1f4f6", "#7fa3b8", "#dfe8ec"),
    "nurse": ("#dfeaf3", "#9fbfd6", "#ffffff"),
    "school": ("#2f5f9c", "#1f3f70", "#f5f7fa"),
    "leather": ("#2a2527", "#15120f", "#b9bcc4"),
}
#: Clothes that are never figured.
UNFIGURED = (
    "police",
    "army",
    "doctor",
    "nurse",
    "school",
    "leather",
    "apron",
    "wedding",
    "armour",
    "monk",
    "zhongshan",
)
#: Those of them that are worn in other colours too.
DYED = ("armour", "official", "school", "leather", "monk")
