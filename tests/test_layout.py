"""
The shape of the project, so that who knows one place knows them all.

Every module has its test file, every engine its file, its test and its place in a profile; no file
is long, and the packages keep to what they may know of each other.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from pipeline.hosted.engine import Hosted
from pipeline.profile import ENGINES

ROOT = Path(__file__).parents[1]

#: Modules without a test file of their own, and the one that holds them: a module, or a whole folder.
TESTED_BY = {
    "pipeline/building.py": "tests/test_project.py",
    "pipeline/calls.py": "tests/test_ledger.py",
    "pipeline/storage/answers.py": "tests/storage/test_bucket.py",
    **{
        f"pipeline/storage/{name}.py": "tests/storage/test_mirror.py" for name in ("listing", "names", "seen")
    },
    "pipeline/final/desk.py": "tests/test_plan.py",
    # The protocols of the stages hold no code; every engine is held to them by one suite.
    "pipeline/engine.py": "tests/test_recipe.py",
    "pipeline/storyboard/engine.py": "tests/storyboard/test_contract.py",
    "pipeline/images/engine.py": "tests/images/test_contract.py",
    "pipeline/voices/engine.py": "tests/voices/test_contract.py",
    "pipeline/voices/speech.py": "tests/voices/test_contract.py",
    "pipeline/clips/engine.py": "tests/clips/test_contract.py",
    # A stage's function states a recipe and hands over the build: only the chain shows what that does.
    "pipeline/images/stage.py": "tests/test_chain.py",
    "pipeline/clips/stage.py": "tests/test_chain.py",
    "pipeline/final/stage.py": "tests/test_chain.py",
    "pipeline/outcome.py": "tests/test_chain.py",
    "pipeline/planned.py": "tests/test_plan.py",
    # Data without behaviour.
    "pipeline/script/screenplay.py": "tests/script/test_formats.py",
    "pipeline/images/layers.py": "tests/images/test_embed.py",
    # Parts of one thing: an adapter is read, put onto a model, and what counts is the picture it makes.
    "pipeline/images/local/adapting.py": "tests/images/local/test_ip_adapter.py",
    **{
        f"pipeline/images/local/{name}.py": "tests/images/local/test_instantid.py"
        for name in ("holding", "identity_net", "painting", "putting")
    },
    "pipeline/images/local/order.py": "tests/images/local/test_drawing.py",
    "pipeline/clips/local/order.py": "tests/clips/local/test_filming.py",
    "pipeline/final/sound/score.py": "tests/final/sound/test_mixing.py",
    "pipeline/final/film.py": "tests/final/picture/test_cut.py",
    "pipeline/assets.py": "tests/final/subtitles/test_fonts.py",
    "pipeline/words.py": "tests/test_story.py",
    "pipeline/storyboard/desk.py": "tests/storyboard/test_stage.py",
    "pipeline/storyboard/asking/model.py": "tests/storyboard/asking/test_ask.py",
    "pipeline/ids.py": "tests/test_story.py",
    # One job on its way through its stations, as every vendor's engine carries it out.
    **{f"pipeline/hosted/{name}.py": "tests/hosted/test_contract.py" for name in ("engine", "offer", "spec")},
    **{
        f"pipeline/hosted/{name}.py": "tests/hosted/test_delivery.py"
        for name in ("receiving", "sending", "watching")
    },
    "pipeline/hosted/waiting.py": "tests/hosted/test_gate.py",
    "pipeline/clips/hosted.py": "tests/hosted/test_contract.py",
    "pipeline/images/hosted.py": "tests/hosted/test_contract.py",
    "pipeline/clips/lips/engine.py": "tests/hosted/test_contract.py",
    "pipeline/clips/lips/hosted.py": "tests/hosted/test_contract.py",
    # What a person sees is tested as it is typed.
    "pipeline/__main__.py": "tests/test_cli.py",
    "pipeline/typed.py": "tests/test_cli.py",
    # Parts of one thing, which are only seen together.
    **{f"pipeline/voices/openai_{part}.py": "tests/voices/test_openai.py" for part in ("servers", "wire")},
    "pipeline/voices/dashscope_voices.py": "tests/voices/test_dashscope.py",
    "pipeline/voices/dashscope_wire.py": "tests/voices/test_dashscope.py",
    "pipeline/attempt.py": "tests/test_project.py",
    "pipeline/options.py": "tests/test_profile.py",
    **{f"flows/{name}.py": "tests/flows/test_serve.py" for name in ("asked", "redo", "schedules")},
    "pipeline/final/subtitles/ass.py": "tests/final/subtitles/test_subtitles.py",
    # What a clip is, and what becomes of it: each is only seen in the other.
    "pipeline/final/picture/footage.py": "tests/final/picture/test_odd_clips.py",
    "pipeline/final/picture/normalising.py": "tests/final/picture/test_odd_clips.py",
    "pipeline/final/picture/encoder_options.py": "tests/final/picture/test_encoders.py",
    "pipeline/final/subtitles/files.py": "tests/final/subtitles/test_subtitles.py",
    "pipeline/final/subtitles/stage.py": "tests/final/subtitles/test_desk.py",
    "pipeline/final/export/cut_stage.py": "tests/final/export/test_stage.py",
    "pipeline/final/export/handed.py": "tests/final/export/test_stage.py",
    "pipeline/final/export/jianying_form.py": "tests/final/export/test_jianying.py",
    # Parts of one look at a film, each broken on purpose there.
    "pipeline/final/check/": "tests/final/check/test_film.py",
    "pipeline/final/check/stage.py": "tests/test_cli_check.py",
    "pipeline/final/check/asked_stage.py": "tests/test_cli_check.py",
    "pipeline/final/check/table.py": "tests/test_cli_check.py",
    "pipeline/contact/": "tests/contact/test_sheet.py",
    "pipeline/final/subtitles/parts.py": "tests/final/subtitles/test_breaking.py",
    "pipeline/images/easel.py": "tests/images/test_paint.py",
    "pipeline/images/effects.py": "tests/images/test_paint.py",
    "pipeline/images/flocks.py": "tests/images/test_falling.py",
    "pipeline/images/svg_worker.py": "tests/images/test_svg.py",
    "pipeline/script/pdf_worker.py": "tests/script/test_pdf.py",
    "pipeline/clips/actors.py": "tests/clips/test_frames.py",
    "pipeline/local/files.py": "tests/local/test_checkpoint.py",
    "pipeline/local/refining.py": "tests/local/test_families.py",
    "pipeline/local/order.py": "tests/local/test_shelf.py",
    "pipeline/local/lanes.py": "tests/local/test_shelf.py",
    "pipeline/local/away.py": "tests/local/test_worker.py",
    "pipeline/local/reading.py": "tests/local/test_loading.py",
    "pipeline/local/arranging.py": "tests/local/test_loading.py",
    "pipeline/local/effort.py": "tests/local/test_memory.py",
    # Brush strokes: each file draws some things, and what counts is the picture they make.
    "pipeline/images/drawing/people/": "tests/images/drawing/people/test_figure.py",
    "pipeline/images/drawing/places/": "tests/images/drawing/places/test_places.py",
    "pipeline/images/drawing/things/": "tests/images/drawing/things/test_things.py",
    "pipeline/images/drawing/": "tests/images/drawing/test_picture.py",
}

#: Test files that hold more than one module.
SUITES = {
    "tests/final/picture/test_odd_clips.py",
    "tests/test_layout.py",
    "tests/test_readme.py",
    "tests/local/test_tiny.py",
    "tests/script/test_formats.py",
    "tests/hosted/test_contract.py",
    "tests/hosted/test_keys_stay_secret.py",
    "tests/vendors_sdk/test_sdks.py",
    "tests/hosted/test_worked_example.py",
    "tests/hosted/test_patience.py",
    "tests/flows/test_hosted.py",
    "tests/flows/test_local.py",
    "tests/flows/test_voices.py",
    "tests/local/test_benchmark.py",
    "tests/hosted/test_replicate.py",
    "tests/hosted/test_vendors.py",
    "tests/storyboard/test_contract.py",
    "tests/images/test_contract.py",
    "tests/voices/test_contract.py",
    "tests/clips/test_contract.py",
    "tests/clips/lips/test_film.py",
    "tests/images/drawing/people/test_figure.py",
    "tests/images/drawing/places/test_places.py",
    "tests/images/drawing/things/test_things.py",
}

#: The story as data, which knows of nothing else here.
STORY = ("pipeline/story.py", "pipeline/ids.py", "pipeline/words.py")

#: The commands, where the pipeline ends and the flows begin.
STARTS_FLOWS = {"pipeline/cli.py", "pipeline/cli_serve.py", "pipeline/running.py"}

#: Who may start another program, and why.
STARTS_PROGRAMS = {
    "flows/own.py": "Prefect's server, for a run where none stands",
    "flows/server.py": "Prefect's server, for as long as dramas are served",
    "pipeline/local/cards.py": "nvidia-smi tells of cards without loading PyTorch, which takes seconds",
    "pipeline/ffmpeg.py": "the one place that runs ffmpeg",
    "pipeline/images/svg.py": "resvg_py keeps Python's lock: a process for each thread that renders",
    "pipeline/script/pdf.py": "pdfium is native code that reads what anybody wrote: bounded time and memory",
    "pipeline/process.py": "a program of the user's own, for the engine `command`",
    "pipeline/local/away.py": "a process per graphics card: Python runs one thread at a time",
    "pipeline/voices/espeak.py": "espeak-ng keeps its state in global variables: a process per line",
}

#: What may only be loaded when there is work for it, since it takes long or may not be there.
HEAVY = [
    "av",
    "cv2",
    "espeakng_loader",
    "fastapi",
    "fontTools",
    "gradio_client",
    "opentimelineio",
    "prefect",
    "resvg_py",
    "torch",
    "wetext",
]

LONGEST = 250


def modules() -> list[str]:
    """All modules of ours, as paths from the root."""
    files = [file for package in ("pipeline", "flows") for file in (ROOT / package).rglob("*.py")]
    return sorted(file.relative_to(ROOT).as_posix() for file in files)


def mirrored(module: str) -> str:
    """Where the test file of *module* lies: `pipeline/final/film.py` -> `tests/final/test_film.py`."""
    path = Path(module.removeprefix("pipeline/"))
    return Path("tests", path.parent, f"test_{path.name}").as_posix()


def covering(module: str) -> str | None:
    """The test file that holds *module* by `TESTED_BY`; of its folders the nearest."""
    wholes = [key for key in TESTED_BY if key == module or (key.endswith("/") and module.startswith(key))]
    return TESTED_BY[max(wholes, key=len)] if wholes else None


@cache
def imported(module: str) -> frozenset[str]:
    """What *module* imports, anywhere in it, by full name."""
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or ""} | {f"{node.module}.{name.name}" for name in node.names}
    return frozenset(names)


def knows(module: str, package: str) -> bool:
    """Whether *module* imports *package* or something in it."""
    return any(name == package or name.startswith(f"{package}.") for name in imported(module))


def texts() -> list[Path]:
    """Every file that a person may read, but not this one, which names what it looks for."""
    folders = ("pipeline", "flows", "tests", "configs", "prompts", "assets", "benchmarks", "docs", ".ci")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*")]
    files += [file for file in ROOT.iterdir() if file.name != ".git"]
    endings = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".lock", ".cff", ".sh", ""}
    readable = [file for file in files if file.is_file() and file.suffix in endings]
    return [file for file in readable if file != Path(__file__) and "__pycache__" not in file.parts]


@pytest.mark.parametrize("module", [module for module in modules() if not module.endswith("__init__.py")])
def test_every_module_has_a_test_file_or_a_reason_why_not(module):
    held_by = mirrored(module) if (ROOT / mirrored(module)).is_file() else covering(module)

    assert held_by, f"write {mirrored(module)}"
    assert (ROOT / held_by).is_file(), f"{held_by} is gone"


@pytest.mark.parametrize("module", TESTED_BY)
def test_no_reason_outlives_its_module(module):
    assert (ROOT / module).exists()
    if not module.endswith("/"):
        assert not (ROOT / mirrored(module)).exists(), "it has a test file of its own now"


def test_every_test_file_mirrors_a_module():
    there = {file.relative_to(ROOT).as_posix() for file in (ROOT / "tests").rglob("test_*.py")}

    assert sorted(there - SUITES - {mirrored(module) for module in modules()}) == []


@pytest.mark.parametrize("module", modules())
def test_no_file_is_too_long_to_be_read_at_once(module):
    assert len((ROOT / module).read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("module", modules())
def test_every_module_says_what_it_is_for(module):
    said = ast.get_docstring(ast.parse((ROOT / module).read_text("utf-8")))

    assert re.search(r"\w", said or "")


def test_tests_are_found_without_packages():
    assert list((ROOT / "tests").rglob("__init__.py")) == []


every = [(stage, name) for stage in ENGINES for name in ENGINES[stage]]
#: A vendor's service is a file in `configs/hosted/`, and no code.
vendors = [(stage, name) for stage, name in every if issubclass(ENGINES[stage][name], Hosted)]
engines = pytest.mark.parametrize(("stage", "name"), [one for one in every if one not in vendors])


@engines
def test_every_engine_has_a_file_and_a_test_of_its_name(stage, name):
    assert ENGINES[stage][name].__module__ == f"pipeline.{stage}.{name}"
    assert (ROOT / "tests" / stage / f"test_{name}.py").is_file()


@engines
def test_every_engine_stands_in_a_shipped_profile(stage, name):
    profiles = [yaml.safe_load(file.read_text("utf-8")) for file in (ROOT / "configs").glob("*.yaml")]

    assert any(name in profile[stage] for profile in profiles)


@pytest.mark.parametrize(("stage", "name"), vendors)
def test_every_vendor_has_a_file_and_a_stand_in_of_its_name(stage, name):
    assert ENGINES[stage][name].__module__ == f"pipeline.{stage}.hosted"
    assert (ROOT / "configs" / "hosted" / f"{name}.yaml").is_file()
    assert (ROOT / "tests" / "vendors" / f"{name}.py").is_file()


def texts_below(kind: type) -> set[str]:
    """The options of *kind* that have a text below them, where it has a class of its own in a file."""
    try:
        body = ast.parse(dedent(inspect.getsource(kind))).body[0].body
    except (OSError, TypeError):
        return set()
    return {
        option.target.id
        for option, text in pairwise(body)
        if isinstance(option, ast.AnnAssign)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
    }


@pytest.mark.parametrize(("stage", "name"), every)
def test_every_option_of_an_engine_is_explained(stage, name):
    engine = ENGINES[stage][name]
    texts = texts_below(engine)

    fields = engine.__pydantic_fields__.items()
    assert [field for field, info in fields if not info.description and field not in texts] == []


@pytest.mark.parametrize("stage", ENGINES)
def test_every_stage_is_laid_out_alike(stage):
    for file in ("__init__.py", "engine.py", "stage.py"):
        assert (ROOT / "pipeline" / stage / file).is_file(), file


@pytest.mark.parametrize("module", [module for module in modules() if module.startswith("pipeline/")])
def test_the_pipeline_knows_nothing_of_prefect(module):
    assert not knows(module, "prefect")
    assert not knows(module, "flows") or module in STARTS_FLOWS


@pytest.mark.parametrize("module", STORY)
def test_the_story_knows_nothing_else_of_ours(module):
    ours = {name for name in imported(module) if name.startswith(("pipeline.", "flows."))}

    assert {name.split(".")[1] for name in ours} <= {Path(other).stem for other in STORY}


@pytest.mark.parametrize("stage", [*ENGINES, "script", "final"])
def test_engines_know_nothing_of_the_folder_or_the_profile(stage):
    """Only a stage's function knows where files lie; an engine is handed a request and a path."""
    inside = [module for module in modules() if module.startswith(f"pipeline/{stage}/")]
    knowing = [
        module
        for module in inside
        if any(knows(module, f"pipeline.{name}") for name in ("project", "profile", "drama", "chain", "cli"))
    ]

    named = [module for module in knowing if Path(module).name not in ("stage.py", "desk.py")]
    assert [module for module in named if not module.endswith("_stage.py")] == []


def test_only_a_few_start_other_programs():
    starting = {module for module in modules() if knows(module, "subprocess")}

    assert starting == set(STARTS_PROGRAMS)


def test_nothing_heavy_is_loaded_before_there_is_work():
    code = f"""
import json, sys
import pipeline.cli, pipeline.names, pipeline.profile, pipeline.project
print(json.dumps([name for name in {HEAVY} if name in sys.modules]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert json.loads(done.stdout) == []


@pytest.mark.parametrize(
    "wrong",
    [
        r"(?<![\w.~/-])/(root|work|tmp|home|Users)\b",
        r"index-url|trusted-host|pythonhosted|artifactory",
        r"\b(TODO|FIXME|XXX)\b",
    ],
    ids=["a path of one machine", "a package host", "something left to do"],
)
def test_no_file_holds(wrong):
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in texts()
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if re.search(wrong, line)
    ]

    assert found == []
