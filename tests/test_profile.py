"""A profile is checked when it is read: every mistake, with its line and what would be right."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pipeline import images
from pipeline import profile as profiles
from pipeline.choosing import EXTRAS
from pipeline.clips.parallax import Parallax
from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.errors import ProfileError
from pipeline.final.film import Encoding, Film
from pipeline.final.output import Final
from pipeline.profile import ENGINES, SECTIONS, Chosen, find, parse, read, shipped
from pipeline.spending import Budget
from pipeline.storyboard.rules import Rules
from pipeline.timeline import Pacing

CONFIGS = Path(__file__).parents[1] / "configs"

SMALL = """
storyboard: {engine: rules}
images: {engine: drawn}
voices: {engine: espeak}
clips: {engine: parallax}
"""


def problems(text: str) -> list[str]:
    """What is wrong with a profile, one problem per entry."""
    with pytest.raises(ProfileError) as told:
        parse(text, "drama.yaml")
    return re.findall(r"^  - (.*)$", str(told.value), re.MULTILINE)


def with_section(text: str) -> str:
    """The small profile with *text* below; its first line is line 6."""
    return SMALL + text


def test_the_smallest_profile_names_an_engine_per_stage_and_all_else_has_defaults():
    profile = parse(SMALL, "drama.yaml")

    assert profile.storyboard == (Chosen("rules", Rules()),)
    assert profile.clips == (Chosen("parallax", Parallax()),)
    assert (profile.film, profile.pacing, profile.final) == (Film(), Pacing(), Final())
    assert profile.budget == Budget(amount=None)


def test_options_reach_their_sections_and_engines():
    profile = parse(
        SMALL.replace("clips: {engine: parallax}", "clips: {engine: parallax, parallax: {strength: 0.5}}")
        + "film: {fps: 30}\nfinal: {encoding: {crf: 30}}\nbudget: {amount: 2, currency: CNY}\n",
        "drama.yaml",
    )

    assert profile.clips == (Chosen("parallax", Parallax(strength=0.5)),)
    assert profile.film == Film(fps=30)
    assert profile.final.encoding == Encoding(crf=30)
    assert profile.budget == Budget(amount=2.0, currency="CNY")


def test_an_empty_section_has_defaults():
    assert parse(with_section("film:"), "drama.yaml").film == Film()


def test_engines_are_kept_in_the_order_in_which_they_are_to_be_tried(calls):
    text = SMALL.replace("images: {engine: drawn}", "images: {engine: [sketch, drawn, broken]}")

    assert [chosen.name for chosen in parse(text, "drama.yaml").engines("images")] == [
        "sketch",
        "drawn",
        "broken",
    ]


def test_an_unknown_section_is_said_with_its_line_and_the_one_that_was_meant():
    assert problems(with_section("flim: {fps: 24}")) == [
        "line 6, flim: 'flim' is no section. Did you mean 'film'?"
    ]


def test_an_unknown_section_like_nothing_known_is_said_with_all_that_are():
    (told,) = problems(with_section("zzz: 1"))

    assert told == (
        "line 6, zzz: 'zzz' is no section."
        " Possible are: story, film, pacing, faces, final, budget, storyboard, images, voices, clips, lips,"
        " approve, webhook."
    )


def test_an_unknown_engine_is_said_with_the_one_that_was_meant():
    assert problems(SMALL.replace("espeak", "espeek")) == [
        "line 4, voices.engine: 'espeek' is no engine of voices. Did you mean 'espeak'?"
    ]


def test_options_of_an_unknown_engine_are_said_with_their_line():
    text = SMALL.replace("images: {engine: drawn}", "images:\n  engine: drawn\n  drwan:\n    grain: 0")

    assert problems(text) == ["line 5, images.drwan: 'drwan' is no engine of images. Did you mean 'drawn'?"]


def test_an_unknown_option_is_said_with_its_line_and_the_one_that_was_meant():
    text = SMALL.replace(
        "clips: {engine: parallax}", "clips:\n  engine: parallax\n  parallax:\n    strenght: 1"
    )

    assert problems(text) == [
        "line 8, clips.parallax.strenght: there is no such option. Did you mean 'strength'?"
    ]


def test_an_unknown_option_deep_inside_is_said_with_its_line():
    assert problems(with_section("final:\n  encoding:\n    crff: 20")) == [
        "line 8, final.encoding.crff: there is no such option. Did you mean 'crf'?"
    ]


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("film: {fps: fast}", "line 6, film.fps: 'fast' is not possible. Input should be a valid integer"),
        (
            "film: {fps: 500}",
            "line 6, film.fps: 500 is not possible. Input should be less than or equal",
        ),
        ("film: {width: 71}", "line 6, film.width: 71 is not possible. "),
        (
            "story: {language: fr}",
            "line 6, story.language: 'fr' is not possible. Input should be 'auto', 'zh'",
        ),
        (
            "story: {title: 2024}",
            "line 6, story.title: 2024 is not possible. Input should be a valid string",
        ),
        ("budget: {amount: -1}", "line 6, budget.amount: -1 is not possible. "),
        ("budget: {rates: {CNY: 0}}", "line 6, budget.rates.CNY: 0 is not possible. Input should be greater"),
        ("budget: {rates: {yuan: 1}}", "line 6, budget.rates.yuan.[key]: 'yuan' is not possible. String"),
        ("final: {sound: loud}", "line 6, final.sound: 'loud' is not possible. "),
    ],
)
def test_a_wrong_value_is_said_with_the_value_and_what_would_be_possible(section, told):
    (said,) = problems(with_section(section))

    assert said.startswith(told)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("还钱: huan2", "'还钱' has 2 hanzi, and 'huan2' one syllable"),
        ("还钱: huan2 qiam2", "'huan2 qiam2' is no pinyin with tones"),
        ("AI: ai4", "pinyin reads hanzi, and 'AI' has other characters"),
        ("还钱: ''", "a word and how it is said are both needed"),
    ],
)
def test_wrong_pinyin_is_said_with_its_line(line, told):
    (said,) = problems(with_section(f"story:\n  lexicon:\n    重庆: chong2 qing4\n    {line}\n"))
    assert said.startswith(f"line 9, story.lexicon.{line.split(':')[0]}: {told}. Write a syllable")


def test_a_lexicon_has_pinyin_and_other_words():
    lexicon = "story: {lexicon: {还钱: huan2 qian2, AI: 人工智能}}\n"
    assert parse(with_section(lexicon), "drama.yaml").story.lexicon == {
        "还钱": "huan2 qian2",
        "AI": "人工智能",
    }


@pytest.mark.parametrize("wrong", ["24", "false", "0", "[]", "''", "fast"])
def test_a_section_that_holds_no_options_is_said_plainly(wrong):
    (said,) = problems(with_section(f"film: {wrong}"))

    assert said.endswith("stands where options should. Write `name: value` lines there.")


def test_options_that_contradict_each_other_are_said_at_their_engine():
    rules = "storyboard:\n  engine: rules\n  rules: {shortest_shot_seconds: 9, longest_shot_seconds: 4}"
    (said,) = problems(SMALL.replace("storyboard: {engine: rules}", rules))

    assert said.startswith("line 4, storyboard.rules: ")


def test_options_of_an_engine_that_is_not_chosen_are_checked_as_well(calls):
    text = SMALL.replace("images: {engine: drawn}", "images: {engine: drawn, sketch: {shde: 1}}")

    assert problems(text) == ["line 3, images.sketch.shde: there is no such option. Did you mean 'shade'?"]


@pytest.mark.parametrize("engine", ["{drawn: 1}", "[[drawn]]", "5", "null", "[drawn, nobody]"])
def test_an_engine_that_is_no_name_of_one_is_said_plainly(engine):
    (said,) = problems(SMALL.replace("engine: drawn", f"engine: {engine}"))

    assert said.startswith("line 3, images.engine: ")
    assert "is no engine of images" in said


@pytest.mark.parametrize("section", ["", "images:\n", "images: drawn\n", "images: {drawn: {grain: 0}}\n"])
def test_a_stage_without_an_engine_is_said_with_one_to_write(section):
    (said,) = problems(SMALL.replace("images: {engine: drawn}\n", section))

    assert said.endswith("images names no engine. Write `engine: drawn` there.")


def test_an_empty_list_of_engines_is_said_plainly():
    (said,) = problems(SMALL.replace("engine: drawn", "engine: []"))

    assert said.startswith("line 3, images.engine: images names no engine. Choose from: drawn")


def test_all_problems_are_told_at_once():
    said = problems("film: {fps: 500, wdth: 2}\nimages: {engine: dawn}\nclips: {engine: parallax}\n")

    assert [problem.partition(":")[0] for problem in said] == [
        "line 1, film.fps",
        "line 1, film.wdth",
        "line 1, storyboard",
        "line 2, images.engine",
        "line 1, voices",
    ]


def test_the_error_names_the_file_and_counts_the_problems():
    with pytest.raises(ProfileError, match=r"^drama\.yaml has 2 problem\(s\):"):
        parse(SMALL + "a: 1\nb: 2\n", "drama.yaml")


@pytest.mark.parametrize(
    "text",
    ["film: {fps: 24", "film:\n\tfps: 24", "a: b: c", "story: {title: 2024-13-45}", "a: \x07", "? [a]\n: b"],
)
def test_what_is_not_yaml_is_said_with_the_name_of_the_file(text):
    with pytest.raises(ProfileError, match=r"drama\.yaml is not valid YAML"):
        parse(text, "drama.yaml")


@pytest.mark.parametrize("text", ["", "# nothing", "- rules", "rules"])
def test_what_holds_no_sections_is_said_with_those_that_there_are(text):
    with pytest.raises(ProfileError, match=r"drama\.yaml holds no sections\. A profile has .* story, film"):
        parse(text, "drama.yaml")


def test_what_is_there_twice_is_said_at_its_second_line():
    assert problems(with_section("film: {fps: 24}\nfilm: {fps: 30}")) == [
        "line 7, film: this is there twice. Keep one of them."
    ]
    assert problems(with_section("film:\n  fps: 24\n  fps: 30")) == [
        "line 8, film.fps: this is there twice. Keep one of them."
    ]


def test_a_profile_that_is_tied_into_itself_is_refused():
    assert problems(with_section("film: &knot {width: *knot}"))


def test_an_option_without_a_default_that_is_left_out_is_said_plainly(monkeypatch):
    @options(frozen=True, config=OPTIONS)
    class Remote:
        model: str

    monkeypatch.setitem(images.ENGINES, "remote", Remote)

    assert problems(SMALL.replace("drawn", "remote")) == [
        "line 3, images.remote.model: this option is missing. It has no default: write it there."
    ]


def test_a_profile_is_found_by_its_name_or_its_path(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(SMALL)

    assert find("offline") == CONFIGS / "offline.yaml"
    assert find(str(mine)) == mine


@pytest.mark.parametrize("name", ["ofline", "no/such.yaml", "../configs/offline", "", "."])
def test_a_profile_that_there_is_not_is_said_with_those_that_there_are(name):
    with pytest.raises(ProfileError, match=r"There is no profile .*come with the program: .*offline"):
        find(name)


def test_a_profile_that_is_no_text_is_said_with_its_path(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_bytes("story: {title: 雨夜}".encode("gbk"))

    with pytest.raises(ProfileError, match=r"mine\.yaml can't be read: .*UTF-8"):
        read(file)


def test_a_profile_may_begin_with_a_byte_order_mark(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("\ufeff" + SMALL.lstrip(), "utf-8")

    assert read(file) == parse(SMALL, "mine.yaml")


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_profile_can_be_read(name):
    assert read(find(name)).storyboard


def all_options(kind: type) -> dict[str, object]:
    """Every option of *kind* with its default, those of the options inside it as well."""
    return _plain(kind())


def _plain(options: object) -> dict[str, object]:
    values = {field.name: getattr(options, field.name) for field in dataclasses.fields(options)}
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: object) -> object:
    if dataclasses.is_dataclass(value):
        return _plain(value)
    return list(value) if isinstance(value, tuple) else value


def offline() -> dict[str, dict[str, object]]:
    return yaml.safe_load((CONFIGS / "offline.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", SECTIONS)
def test_the_offline_profile_shows_every_option_of_a_section_with_its_default(name):
    assert offline()[name] == all_options(SECTIONS[name])


@pytest.mark.parametrize("stage", ENGINES)
def test_the_offline_profile_shows_every_option_of_its_engines_with_its_default(stage):
    shown = dict(offline()[stage])
    named = shown.pop("engine")

    assert shown == {
        name: all_options(ENGINES[stage][name]) for name in ([named] if isinstance(named, str) else named)
    }


@pytest.mark.parametrize(
    ("stage", "name"), [("storyboard", "transformers"), ("images", "flux"), ("clips", "diffusers")]
)
def test_the_local_profile_shows_every_option_of_its_models_with_its_default(stage, name):
    shown = yaml.safe_load((CONFIGS / "local.yaml").read_text("utf-8"))[stage][name]

    options = {
        option: list(value) if value == () else value
        for option, value in all_options(ENGINES[stage][name]).items()
    }
    assert shown.pop("model")
    assert shown == {option: value for option, value in options.items() if option != "model"}


def test_reading_a_profile_loads_no_package_that_only_the_work_needs():
    heavy = ["cv2", "av", "resvg_py", "wetext", "prefect", "fontTools", "torch"]
    code = f"import sys, pipeline.profile; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["offline", "local", "hosted"])
def test_what_people_are_asked_and_told_stands_in_every_whole_profile(name):
    data = yaml.safe_load(find(name).read_text("utf-8"))

    assert (data["approve"], data["webhook"]) == ([], "")


@pytest.mark.parametrize(
    ("written", "stages"),
    [("[storyboard, images]", ("storyboard", "images")), ("images", ("images",)), ("", ())],
)
def test_stages_to_approve_are_a_list_or_one_word_or_none(written, stages):
    assert parse(f"{SMALL}\napprove: {written}", "x").people.approve == stages


def test_a_stage_that_nobody_can_approve_is_told_with_its_line():
    assert problems(with_section("approve: [final]")) == [
        (
            "line 6, approve.0: 'final' is not possible."
            " Input should be 'storyboard', 'images', 'voices' or 'clips'."
        )
    ]


def test_the_list_of_stages_is_the_same_everywhere():
    from pipeline.project import STAGES

    assert [*ENGINES, "final"] == list(STAGES)
    assert {field.name for field in dataclasses.fields(profiles.Profile)} == {
        *SECTIONS,
        *ENGINES,
        *EXTRAS,
        "people",
    }
