"""What every storyboard engine promises, whatever it is built on."""

import pytest
from desks import Memory

from pipeline.errors import ScriptError
from pipeline.ids import episode_id, line_id, scene_id, shot_id
from pipeline.script import parse
from pipeline.script.screenplay import Screenplay
from pipeline.story import Episode, Outline
from pipeline.storyboard import ENGINES
from pipeline.storyboard.engine import StoryEngine

SCRIPTS = {
    "chinese": """\
《雨夜》
类型：悬疑
人物小传：
林夏（女，23岁）：短发
第1集 归人
1-1 夜 外 街口
人物：林夏、顾言
△大雨。林夏抬头。
林夏：（怒）你是谁？！
顾言：我是你。你忘了？
【字幕：三年前】
旁白：那一夜，没有人睡着。
【黑场】
第2集 真相
1-1 日 内 医院
顾言（VO）：快跑！
众人：救命！
""",
    "fountain": """\
Title: Letter

INT. POST OFFICE - NIGHT

NORA (29) waits.

NORA
Is it late? It is. I know it is.

WALTER (V.O.)
Run!

CUT TO:

EXT. ROOF - DAY

SUPER: Later
""",
    "prose": """\
第一章 雨
林夏说：“你来了。”
顾言没有回答。
***
天亮了。
""",
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> StoryEngine:
    made = ENGINES[request.param]()
    if made.unavailable():
        pytest.skip(made.unavailable())
    return made


@pytest.fixture(params=SCRIPTS)
def script(request: pytest.FixtureRequest) -> Screenplay:
    return parse(SCRIPTS[request.param], f"x.{request.param}")


def written(engine: StoryEngine, script: Screenplay) -> tuple[Outline, list[Episode]]:
    outline = engine.outline(script, Memory())
    return outline, [engine.write(script, outline, plan.number, Memory()) for plan in outline.episodes]


def heard(script: Screenplay) -> str:
    elements = (e for episode in script.episodes for scene in episode.scenes for e in scene.elements)
    return "".join("".join(e.text.split()) for e in elements if e.kind == "dialogue")


def test_every_word_of_dialogue_is_kept_in_order(engine, script):
    _, episodes = written(engine, script)
    lines = "".join("".join(line.text.split()) for episode in episodes for _, line in episode.lines)
    assert lines == heard(script)


def test_the_outline_knows_every_speaker_and_place(engine, script):
    outline, episodes = written(engine, script)
    known = {name for person in outline.characters for name in (person.name, *person.aliases)}
    assert {line.speaker for episode in episodes for _, line in episode.lines} - {""} <= known
    assert {name for episode in episodes for _, shot in episode.shots for name in shot.people} <= known
    assert {scene.place for episode in episodes for scene in episode.scenes} <= {
        place.name for place in outline.places
    }


def test_ids_are_numbered_by_episode_scene_shot_and_line(engine, script):
    _, episodes = written(engine, script)
    for episode in episodes:
        assert episode.id == episode_id(episode.number)
        for s, scene in enumerate(episode.scenes, 1):
            assert scene.id == scene_id(episode.number, s)
            for n, shot in enumerate(scene.shots, 1):
                assert shot.id == shot_id(episode.number, s, n)
                assert [line.id for line in shot.lines] == [
                    line_id(episode.number, s, n, k) for k in range(1, len(shot.lines) + 1)
                ]


def test_every_caption_is_shown(engine, script):
    _, episodes = written(engine, script)
    wanted = [
        e.text
        for episode in script.episodes
        for s in episode.scenes
        for e in s.elements
        if e.kind == "caption"
    ]
    assert [shot.caption for episode in episodes for _, shot in episode.shots if shot.caption] == wanted


def test_what_the_script_left_unused_stays_listed(engine, script):
    _, episodes = written(engine, script)
    listed = [unused for episode in episodes for unused in episode.unused]
    assert set(listed) >= {
        *script.unused,
        *(unused for episode in script.episodes for unused in episode.unused),
    }


def test_the_same_script_gives_the_same_storyboard(engine, script):
    assert written(engine, script) == written(engine, script)


def test_an_episode_that_is_not_there_is_refused(engine, script):
    with pytest.raises(ScriptError, match="has no episode 99"):
        engine.write(script, engine.outline(script, Memory()), 99, Memory())
