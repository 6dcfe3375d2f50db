"""
How far reckoned word times lie from the true ones.

    python benchmarks/word_times.py

Fifty lines in Chinese, in English and mixed are spoken by espeak-ng, whose own events say when each word
begins, in voices of all ages and feelings. The times that are reckoned from the text and the silences are
compared with them, with and without moving the pauses to silences. Printed as Markdown, in milliseconds.
"""

from __future__ import annotations

import tempfile
from itertools import chain, pairwise
from pathlib import Path

import numpy as np

from pipeline.story import Age, Feeling, Mode
from pipeline.voices import reckoning, sound
from pipeline.voices.engine import Voice, VoiceRequest, Word
from pipeline.voices.espeak import Espeak
from pipeline.voices.speakable import speakable
from pipeline.voices.timing import word_times

_CHINESE = (
    "我早就告诉过你，不要再回来了。你听见没有？",
    "雨下得很大，他没有带伞，只好站在门口等。",
    "你为什么不早点告诉我？现在已经来不及了！",
    "妈，我回来了。",
    "二十年前，也是在这样一个晚上，她离开了家。",
    "医生说，手术很成功，但是还要观察几天。",
    "别过来！再走一步，我就跳下去！",
    "这笔钱，是我父亲留下的，一分也不能动。",
    "陈总，合同已经准备好了，您看什么时候签？",
    "我不恨你，我只是不想再见到你。",
    "他笑了笑，把信放进口袋，转身走进了雨里。",
    "今天是你的生日，我给你做了一碗面，趁热吃吧。",
    "那一年我十八岁，什么都不懂，只知道往前跑。",
    "你以为你赢了吗？不，这才刚刚开始。",
    "天亮以后，镇上的人都知道了，老王家的儿子回来了。",
    "把门关上，坐下，慢慢说。",
    "姑娘，这么晚了，你一个人要去哪里？",
    "如果再给我一次机会，我还是会选择你。",
    "他们都说她疯了，只有我知道，她说的是真的。",
    "第3集，2024年的冬天，气温降到了-5℃。",
)
_ENGLISH = (
    "I told you before, don't come back. Did you hear me?",
    "The rain was heavy, he had no umbrella, so he waited at the door.",
    "Why didn't you tell me earlier? Now it's too late!",
    "Mom, I'm home.",
    "Twenty years ago, on a night like this, she left the house.",
    "The doctor says the operation went well, but they want to watch him for a few days.",
    "Stay back! One more step, and I jump!",
    "This money is what my father left me, and nobody touches it.",
    "The contract is ready, sir. When would you like to sign?",
    "I don't hate you. I just never want to see you again.",
    "He smiled, put the letter in his pocket, and walked into the rain.",
    "It's your birthday, I made you some noodles, eat while they're hot.",
    "You think you've won? No, this is only the beginning.",
    "Close the door, sit down, and tell me slowly.",
    "At 3:30, Dr. Wang will see you now.",
)
_MIXED = (
    "他说 I love you，然后走进了 Starbucks。",
    "这个 project 今天必须 finish，不然老板会 fire 我。",
    "Lisa，你的 PPT 做完了吗？客户十点就到。",
    "OK，我知道了，你先走吧。",
    "他在 Google 工作了五年，去年才回国。",
    "打开 email，把那份 report 发给我，马上！",
    "这件事，不是一句 sorry 就可以解决的。",
    "Tom 说他 never mind，可是我看得出来，他很难过。",
    "你的 password 是什么？快说！",
    "我们去 KTV 吧，我请客，今天 happy 一下。",
    "她的英文名叫 Catherine，但是大家都叫她小凯。",
    "Come on，别这样，大家都是朋友。",
    "手机没电了，有没有 charger？",
    "下一站，Central Park，请准备下车。",
    "这部电影叫 Rain Night，讲的是一个回家的故事。",
)
_LANGUAGES = {"Chinese": _CHINESE, "English": _ENGLISH, "mixed": _MIXED}


def errors(text: str, variant: int, out: Path) -> tuple[list[float], list[float]]:
    """By how many seconds the words of *text* are off, and those of them that come after a pause."""
    voice = Voice("x", "female" if variant % 2 else "male", list(Age)[variant % len(Age)], variant)
    request = VoiceRequest(text, "zh", voice, list(Feeling)[variant % len(Feeling)], Mode.SPEECH, variant)
    true = Espeak().speak(request, out)
    samples, rate = sound.read_wav(out)
    spoken = speakable(text, "zh")
    found = word_times(reckoning.reckoned(spoken, samples, rate), spoken, samples, rate)
    off = [abs(_start(found, word) - word.start) for word in true]
    paused = [bool(text[one.last : other.first].strip()) for one, other in pairwise(true)]
    return off, [error for error, pause in zip(off[1:], paused, strict=True) if pause]


def _start(words: tuple[Word, ...], wanted: Word) -> float:
    return next(word.start for word in words if word.first <= wanted.first < word.last)


def row(name: str, every: list[float], paused: list[float]) -> str:
    """One line of the table."""
    cells = (f"{len(off)} | {np.mean(off) * 1000:.0f} | {np.max(off) * 1000:.0f}" for off in (every, paused))
    return f"| {name} | {' | '.join(cells)} |"


def table(title: str, out: Path) -> None:
    """Print the errors of all lines."""
    print(f"\n{title}\n\n| lines | words | mean | max | after a pause | mean | max |")
    print("|---|---|---|---|---|---|---|")
    everything: tuple[list[float], list[float]] = ([], [])
    for name, lines in _LANGUAGES.items():
        found = [errors(line, variant, out) for variant, line in enumerate(lines)]
        every, paused = (list(chain.from_iterable(part)) for part in zip(*found, strict=True))
        everything[0].extend(every)
        everything[1].extend(paused)
        print(row(f"{name} ({len(lines)})", every, paused))
    print(row("**all**", *everything))


def main() -> None:
    """Both tables."""
    assert sum(map(len, _LANGUAGES.values())) == 50
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "line.wav"
        table("Proportional, with the pauses moved to silences:", out)
        reckoning._FLOORS = ()  # noqa: SLF001 - without the other half of the method
        table("Proportional only:", out)


if __name__ == "__main__":
    main()
