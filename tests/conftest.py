"""A small drama, made by engines that are quick and otherwise ordinary."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from comfy_server import clock, comfy  # noqa: F401 - fixtures
from quick_engines import CALLS, Asked, Broken, Calls, Choir, Hum, Mouth, Paid, Sketch, Turn

from pipeline import clips, images, storyboard, voices
from pipeline.chain import tell
from pipeline.clips import lips
from pipeline.drama import open_drama
from pipeline.local import shelf
from pipeline.promise import at_once

# Set before PyTorch and a hub's client are imported: models come from folders, on one thread each.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

SCRIPT = """《雨夜》

人物小传：
林夏（女，24岁）：白裙，长发。
老陈（男，70岁）：灰色棉袄。

第1集 重逢

1-1 夜 外 街口
人物：林夏、老陈
△大雨倾盆，林夏撑着伞站在路灯下。
林夏：（惊讶）你还活着？
老陈：我一直都在。
【字幕：三年前】

1-2 日 内 客厅
△老陈放下茶杯。
旁白：那天之后，谁也没有再提起。
林夏：I will find the truth.

第2集 真相

2-1 日 外 河边
老陈：走吧。
"""

_HOMES = count()

PROFILE = """
film: {width: 72, height: 128, fps: 8}
storyboard: {engine: rules}
images: {engine: sketch}
voices: {engine: hum}
clips: {engine: turn}
final: {encoding: {preset: ultrafast, crf: 30}}
"""


def pytest_collection_finish() -> None:
    """What was imported stays: the search for garbage, which each model ends with, leaves it out."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _own_prefect(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Prefect's database of the tests is not the user's."""
    os.environ.setdefault("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))


@pytest.fixture(autouse=True)
def _own_spending(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test pays is not the user's, nor another test's."""
    monkeypatch.setenv("SHORTDRAMA_HOME", str(tmp_path_factory.getbasetemp() / "homes" / str(next(_HOMES))))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a tiny checkpoint by its name in `tiny.build`; copy it before changing it."""
    torch = pytest.importorskip("torch", exc_type=ImportError)
    pytest.importorskip("diffusers", exc_type=ImportError)
    from tiny.build import build

    torch.set_num_threads(1)
    root, built = tmp_path_factory.mktemp("tiny"), dict[str, Path]()

    def folder(name: str) -> Path:
        if name not in built:
            built[name] = build(name, root / name)
        return built[name]

    return folder


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model waits for what may follow: a test has its own, and asks for one thing after the other."""
    monkeypatch.setattr(shelf._shelf, "linger_seconds", 0.0)


def _know(patch: pytest.MonkeyPatch) -> None:
    """Make the quick engines known to profiles; what they are asked for is counted from here on."""
    for counted in vars(CALLS).values():
        counted.clear()
    patch.setitem(storyboard.ENGINES, "asked", Asked)
    patch.setitem(images.ENGINES, "sketch", Sketch)
    patch.setitem(images.ENGINES, "broken", Broken)
    patch.setitem(images.ENGINES, "paid", Paid)
    patch.setitem(voices.ENGINES, "hum", Hum)
    patch.setitem(voices.ENGINES, "choir", Choir)
    patch.setitem(clips.ENGINES, "turn", Turn)
    patch.setitem(lips.ENGINES, "mouth", Mouth)


def _begin(parent: Path) -> Path:
    root = parent / "rain"
    root.mkdir()
    (root / "script.txt").write_text(SCRIPT, "utf-8")
    (root / "drama.yaml").write_text(PROFILE, "utf-8")
    return root


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """The quick engines are known to profiles; what they are asked for is counted from here on."""
    _know(monkeypatch)
    return CALLS


@pytest.fixture
def folder(tmp_path: Path, calls: Calls) -> Path:
    """A drama with its script, nothing made yet."""
    return _begin(tmp_path)


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        _know(patch)
        root = _begin(tmp_path_factory.mktemp("made"))
        assert tell(open_drama(root), 1, "final", at_once).missing == {}
    return root


@pytest.fixture
def film(_made: Path, calls: Calls, tmp_path: Path) -> Path:
    """The same drama with the film of its first episode, which was made once for all tests."""
    return shutil.copytree(_made, tmp_path / "rain")


@pytest.fixture
def asked(folder: Path) -> Path:
    """The same drama, whose storyboard a language model writes: a plan can't know it beforehand."""
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text("utf-8").replace("engine: rules", "engine: asked"), "utf-8")
    return folder
