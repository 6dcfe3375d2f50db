"""A whole script becomes an outline: read in chunks, each once, and put together."""

import re
import time
from dataclasses import replace

from readers import Reader, Short, asker, part_of

from pipeline.script import parse
from pipeline.script.screenplay import Element, Screenplay, ScriptEpisode, ScriptScene
from pipeline.story import Era, Mode, Outline, PlaceKind
from pipeline.storyboard.asking.ask import Asker
from pipeline.storyboard.outlining.outline import outline
from pipeline.storyboard.recut import recut

SCRIPT = """\
《雨夜》
第1集 归人
1-1 夜 外 街口
林夏：你是谁？
顾言：我是你。
第3集
1-1 日 内 医院
林夏：快跑！
"""


def chapter(number: int, *more: str) -> str:
    lines = [f"林夏在{number}号码头等了{line}天，船没有来。" for line in range(6)]
    spoken = [f"老张说：“{number}号船不来了。”", f"林夏说：“{number}天也等。”"]
    return "\n\n".join([f"第{number}章 名{number}", *lines, *spoken, *more])


def novel(*changed: int, count: int = 12) -> Screenplay:
    text = "\n\n".join(
        chapter(number, "这一天起了风，谁也没有说话。") if number in changed else chapter(number)
        for number in range(1, count + 1)
    )
    return parse(text, "novel.txt")


def reading(words: str) -> dict[str, object]:
    """Whoever is named in the part is there; an episode begins at its first and its fifth paragraph."""
    part = part_of(words)
    people = [
        {"name": name, "other_names": ["张师傅"] if name == "老张" else [], "sex": sex, "look": look}
        for name, sex, look in (("林夏", "女", f"短发{part.count('1')}"), ("老张", "男", "白胡子"))
        if name in part
    ]
    begins = [int(number) for number in re.findall(r"^\[(\d+)\]", part, re.MULTILINE)][::5]
    return {
        "happens": f"林夏在等，{len(part)}。",
        "people": people,
        "places": [{"name": "码头", "kind": "河边", "look": "旧木桩"}],
        "episodes": [{"begins": number, "title": f"题{number}", "hook": f"钩{number}"} for number in begins],
    }


SAYS = {
    "outline-read": reading,
    "outline-people": lambda words: {
        "people": [{"name": name, "look": "定妆"} for name in re.findall("^## (.+)$", words, re.MULTILINE)]
    },
    "outline-series": lambda _: {"title": "等船", "logline": "她在等一条不来的船。", "era": "民国"},
    "outline-same": lambda _: {"same": []},
}


def told(screenplay: Screenplay, before: Outline | None = None) -> tuple[Outline, Asker, Reader]:
    who, model = asker(SAYS, before)
    return outline(screenplay, who, Short()), who, model


def test_a_novel_has_people_places_and_episodes():
    found, _, _ = told(novel())
    assert (found.title, found.language, found.era) == ("novel", "zh", Era.REPUBLICAN)
    assert found.logline == "她在等一条不来的船。"
    assert [(c.name, c.aliases, c.sex, c.look) for c in found.characters] == [
        ("林夏", (), "female", "定妆"),
        ("老张", ("张师傅",), "male", "白胡子"),
    ]
    assert [(place.name, place.kind, place.look) for place in found.places] == [
        ("码头", PlaceKind.WATER, "旧木桩")
    ]
    assert found.episodes[0].begins == "林夏在1号码头等"
    assert [plan.number for plan in found.episodes] == list(range(1, len(found.episodes) + 1))
    assert {plan.seconds for plan in found.episodes} == {90}


def test_every_episode_of_a_novel_is_found_again_and_of_a_sensible_length():
    script = novel()
    found, _, _ = told(script)
    cut = recut(script, found)
    sizes = [sum(len(e.text) for scene in part.scenes for e in scene.elements) for part in cut.episodes]
    assert len(sizes) >= 24
    assert all(30 <= size <= 120 for size in sizes)
    assert cut.unused == ()


def test_a_script_keeps_its_episodes_its_title_and_its_places():
    found, _, _ = told(parse(SCRIPT))
    assert found.title == "雨夜"
    assert [(plan.number, plan.title, plan.hook, plan.begins, plan.seconds) for plan in found.episodes] == [
        (1, "归人", "钩1", "", None),
        (3, "", "", "", None),
    ]
    assert [place.name for place in found.places] == ["街口", "医院", "码头"]
    assert {c.name for c in found.characters} == {"林夏", "顾言"}


def test_nothing_is_asked_twice():
    script = novel()
    first, who, model = told(script)
    asked = len(model.asked)
    assert outline(script, who, Short()) == first
    assert len(model.asked) == asked
    assert len(set(model.asked)) == asked


def test_a_changed_chapter_asks_for_its_chunk_alone():
    first, who, model = told(novel())
    asked = len(model.asked)
    later = replace(who, work=replace(who.work, before=first))
    outline(novel(5), later, Short())
    assert [name[:12] for name in model.asked[asked:]] == ["outline-read"]


def test_a_changed_chapter_leaves_the_other_episodes_their_numbers_titles_and_hooks():
    first, who, _ = told(novel())
    now = outline(novel(5), replace(who, work=replace(who.work, before=first)), Short())
    assert len(now.episodes) == len(first.episodes)
    same = [one == other for one, other in zip(now.episodes, first.episodes, strict=True)]
    assert same.count(False) <= 3


def test_people_and_places_that_were_there_keep_all_they_had():
    first, _, _ = told(novel())
    lin, zhang = first.characters
    edited = first.model_copy(
        update={
            "characters": (zhang.model_copy(update={"look": "独眼"}), lin),
            "places": (first.places[0].model_copy(update={"look": "石阶"}),),
            "logline": "改过的。",
        }
    )
    now, _, model = told(novel(5), before=edited)
    assert now.characters == edited.characters
    assert now.places == edited.places
    assert (now.logline, now.era) == ("改过的。", Era.REPUBLICAN)
    assert {name[:12] for name in model.asked} == {"outline-read"}


def test_new_people_stand_behind_the_old_ones():
    first, _, _ = told(novel())
    only_zhang = first.model_copy(update={"characters": first.characters[1:]})
    now, _, _ = told(novel(), before=only_zhang)
    assert [c.name for c in now.characters] == ["老张", "林夏"]


def test_an_untitled_story_gets_a_title():
    found, _, _ = told(replace(novel(), title="无题"))
    assert found.title == "等船"


def test_of_a_long_story_what_happens_is_told_from_all_over_it():
    _, _, model = told(novel(count=120))
    series = next(
        words for name, words in zip(model.asked, model.words, strict=True) if name == "outline-series"
    )
    assert 8 < series.count("林夏在等") < 40


def test_a_long_novel_is_outlined_in_a_moment():
    script = long_novel(300_000)
    who, _ = asker(SAYS)
    began = time.process_time()
    found = outline(script, who, Short(source_per_episode=1500, reads_at_once=6000))
    assert time.process_time() - began < 10
    assert len(found.episodes) > 100
    assert len(recut(script, found).episodes) == len(found.episodes)


def long_novel(characters: int) -> Screenplay:
    """Chapters of some fifty paragraphs, in which two people speak now and then."""
    text = "林夏站在街口，看着灯一盏一盏地灭了，谁也没有来。"
    episodes = []
    for number in range(1, characters // 2500 + 1):
        told_by = (
            Element("dialogue", f"{number}年{line}日，{text * 2}", number * 100 + line, *_speaker(line))
            for line in range(50)
        )
        scene = ScriptScene("", "", tuple(told_by))
        episodes.append(ScriptEpisode(number, f"名{number}", (scene,)))
    return Screenplay("长夜", "zh", tuple(episodes), chapters=True)


def _speaker(line: int) -> tuple[str, str, Mode]:
    return ("老张" if line % 2 else "林夏", "", Mode.SPEECH) if line % 5 == 0 else ("", "", Mode.NARRATION)
