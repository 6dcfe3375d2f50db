"""What every storyboard engine promises, whatever it is built on."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from desks import Memory
from llm_server import serving
from tiny_models import language_model

from pipeline.errors import ScriptError
from pipeline.ids import episode_id, line_id, scene_id, shot_id
from pipeline.script import parse
from pipeline.script.screenplay import Screenplay
from pipeline.story import Episode, Outline
from pipeline.storyboard import ENGINES
from pipeline.storyboard.engine import StoryEngine
from pipeline.storyboard.stage import check_people

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


@pytest.fixture(scope="module")
def ready(tmp_path_factory) -> Iterator[dict[str, Callable[[], StoryEngine]]]:
    """The engines with what they need here: a server of a good model, and a model of random weights."""

    def random_weights() -> StoryEngine:
        pytest.importorskip("llguidance", reason="local models are tested where `make local` was run")
        folder = tmp_path_factory.mktemp("model")
        return ENGINES["transformers"](
            model=str(language_model(folder)), device="cpu", longest_text=20, most_items=3, tries=1
        )

    with serving() as server:
        yield {
            "rules": ENGINES["rules"],
            "openai": lambda: ENGINES["openai"](base_url=server.url, model="any"),
            "transformers": random_weights,
        }


@pytest.fixture(params=ENGINES, scope="module")
def engine(request: pytest.FixtureRequest, ready) -> StoryEngine:
    return ready[request.param]()


@pytest.fixture
def faithful(engine) -> StoryEngine:
    if type(engine).__name__ == "Transformers":
        pytest.skip("random weights tell what they like; what they leave out is listed")
    return engine


@pytest.fixture(params=SCRIPTS, scope="module")
def script(request: pytest.FixtureRequest) -> Screenplay:
    return parse(SCRIPTS[request.param], f"x.{request.param}")


def written(engine: StoryEngine, script: Screenplay) -> tuple[Outline, list[Episode]]:
    outline = engine.outline(script, Memory())
    return outline, [engine.write(script, outline, plan.number, Memory()) for plan in outline.episodes]


@pytest.fixture(scope="module")
def storyboard(engine, script) -> tuple[Outline, list[Episode]]:
    return written(engine, script)


@pytest.fixture
def episodes(storyboard) -> list[Episode]:
    return storyboard[1]


def said(script: Screenplay) -> list[str]:
    """The dialogue of people: what a narrator tells may be shown instead."""
    elements = (e for episode in script.episodes for scene in episode.scenes for e in scene.elements)
    return ["".join(e.text.split()) for e in elements if e.kind == "dialogue" and e.speaker]


def lines(episodes: list[Episode]) -> list[str]:
    return ["".join(line.text.split()) for episode in episodes for _, line in episode.lines if line.speaker]


def test_every_word_of_dialogue_is_kept_in_order(faithful, script, episodes):
    assert "".join(lines(episodes)) == "".join(said(script))


def test_dialogue_is_word_for_word_or_listed_as_unused_or_marked_as_invented(script, episodes):
    told = [line for episode in episodes for _, line in episode.lines if line.speaker and not line.invented]
    left_out = "".join("".join(u.text.split()) for episode in episodes for u in episode.unused)
    kept = Counter("".join("".join(line.text.split()) for line in told))
    assert kept <= Counter("".join(said(script)))
    for words in said(script):
        assert words in "".join(lines(episodes)) or words in left_out


def test_everyone_who_speaks_or_is_seen_is_known(storyboard):
    outline, episodes = storyboard
    for episode in episodes:
        check_people(outline, episode)


def test_every_scene_of_a_faithful_storyboard_plays_in_a_place_of_the_outline(faithful, storyboard):
    outline, episodes = storyboard
    assert {scene.place for episode in episodes for scene in episode.scenes} <= {
        place.name for place in outline.places
    }


def test_ids_are_numbered_by_episode_scene_shot_and_line(script, episodes):
    for episode in episodes:
        assert episode.id == episode_id(episode.number)
        for s, scene in enumerate(episode.scenes, 1):
            assert scene.id == scene_id(episode.number, s)
            for n, shot in enumerate(scene.shots, 1):
                assert shot.id == shot_id(episode.number, s, n)
                assert [line.id for line in shot.lines] == [
                    line_id(episode.number, s, n, k) for k in range(1, len(shot.lines) + 1)
                ]


def test_every_caption_is_shown(script, episodes):
    wanted = [
        e.text
        for episode in script.episodes
        for s in episode.scenes
        for e in s.elements
        if e.kind == "caption"
    ]
    assert [shot.caption for episode in episodes for _, shot in episode.shots if shot.caption] == wanted


def test_what_the_script_left_unused_stays_listed(script, episodes):
    listed = [unused for episode in episodes for unused in episode.unused]
    assert set(listed) >= {
        *script.unused,
        *(unused for episode in script.episodes for unused in episode.unused),
    }


def test_the_same_script_gives_the_same_storyboard(engine, script, storyboard):
    assert written(engine, script) == storyboard


def test_an_episode_that_is_not_there_is_refused(engine, script, storyboard):
    with pytest.raises(ScriptError, match="has no episode 99"):
        engine.write(script, storyboard[0], 99, Memory())
