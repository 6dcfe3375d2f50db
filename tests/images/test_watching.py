"""The faces of frames are measured in a drama, and drawn again where that costs nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import ClassVar

import cv2
import insight_stand_in
import numpy as np
import pytest
from rich.console import Console

from pipeline import images
from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.engine import OPTIONS, dataclass
from pipeline.images import watching
from pipeline.images.engine import Brief, ImageAbilities, ImageRequest, Person, Reference
from pipeline.images.faces import Faces, seed_of_take
from pipeline.plan import plan
from pipeline.promise import at_once
from pipeline.show import advice, as_data, as_faces, look
from pipeline.spending import Money
from pipeline.story import Age, Angle, Era, Feeling, Size, Time, Weather

GREEN = (0, 255, 0)
COLOURS = {"林夏": (0, 0, 255), "老陈": (255, 0, 0)}
FRAME = "images/e01s01-01.png"
DRAWN: Counter[str] = Counter()


@dataclass(frozen=True, config=OPTIONS)
class Booth:
    """A face for each person in their own colour; in frames a green one, until the take that is *better*."""

    better: int = 9

    @property
    def abilities(self) -> ImageAbilities:
        return ImageAbilities(references=1)

    def unavailable(self) -> str:
        return ""

    def draw(self, request: ImageRequest, out: Path) -> None:
        name = out.stem.partition(".take")[0]
        DRAWN[name] += 1
        like = not request.references or DRAWN[name] >= self.better
        pixels = np.full((request.height, request.width, 3), 90, np.uint8)
        for row, person in enumerate(request.brief.people):
            colour = COLOURS[person.name] if like else GREEN
            pixels[44 * row + 4 : 44 * row + 44, 10:50] = colour
        pixels[0, 0] = request.seed % 100
        cv2.imwrite(str(out), pixels)


@dataclass(frozen=True, config=OPTIONS)
class PaidBooth(Booth):
    """It asks half a dollar for a picture."""

    def price(self, request: ImageRequest) -> Money:
        return Money(0.5)


@dataclass(frozen=True, config=OPTIONS)
class Remembering(Booth):
    """It remembers the jobs that it sent."""

    ticketed: ClassVar[bool] = True


@pytest.fixture
def pack(tmp_path):
    watching._why_not.cache_clear()
    (tmp_path / "insight").mkdir()
    with insight_stand_in.installed(tmp_path / "insight") as pack:
        yield pack
    watching._why_not.cache_clear()


@pytest.fixture
def shoot(folder, monkeypatch):
    """Draw the pictures of a drama by the engine of that name, and give those of the first episode."""
    DRAWN.clear()
    for name, kind in {"booth": Booth, "paid-booth": PaidBooth, "remembering": Remembering}.items():
        monkeypatch.setitem(images.ENGINES, name, kind)
    page = folder / "drama.yaml"
    plain = page.read_text("utf-8")

    def shot(engine: str, faces: str = "", options: str = "{}"):
        section = f"{{engine: {engine}, {engine}: {options}}}"
        page.write_text(plain.replace("{engine: sketch}", section) + faces, "utf-8")
        outcome = tell(open_drama(folder), 1, "images", at_once)
        assert outcome.missing == {}
        return {made.name: made for made in outcome.files}

    return shot


def measuring(pack: Path, more: str = "") -> str:
    return f"faces: {{pack: {pack}{more}}}\n"


def test_scores_are_kept_with_the_frame(shoot, pack):
    made = shoot("booth", measuring(pack), "{better: 1}")

    assert made[FRAME].notes["faces"] == {"林夏": 1.0, "老陈": 1.0}
    assert "faces" not in made["images/林夏.png"].notes
    assert DRAWN["e01s01-01"] == 1


def test_an_unlike_face_is_drawn_again_where_that_costs_nothing(shoot, pack, folder):
    made = shoot("booth", measuring(pack), "{better: 2}")

    assert made[FRAME].notes["faces"] == {"林夏": 1.0, "老陈": 1.0}
    assert made[FRAME].notes["drawn"] == 2
    seed = open_drama(folder).seed(FRAME)
    assert cv2.imread(str(folder / FRAME))[0, 0, 0] == seed_of_take(seed, 2) % 100


def test_it_is_drawn_as_often_at_most_as_the_profile_says(shoot, pack):
    shoot("booth", measuring(pack, ", takes: 4"))

    assert DRAWN["e01s01-01"] == 4
    assert DRAWN["林夏"] == 1


@pytest.mark.parametrize("engine", ["paid-booth", "remembering"])
def test_nobody_is_paid_again_unasked_and_the_score_is_told(shoot, pack, engine):
    made = shoot(engine, measuring(pack))

    assert DRAWN["e01s01-01"] == 1
    assert made[FRAME].notes["faces"] == {"林夏": -0.5, "老陈": -0.5}


def test_what_was_drawn_before_faces_were_measured_is_kept(shoot, pack):
    shoot("booth", "faces: {measure: never}\n")
    made = shoot("booth", measuring(pack))

    assert {file.status for name, file in made.items() if name.startswith("images/")} == {"kept"}


def test_where_nothing_is_to_be_measured_nothing_is(shoot, pack):
    made = shoot("booth", measuring(pack, ", measure: never"))

    assert "faces" not in made[FRAME].notes
    assert DRAWN["e01s01-01"] == 1


def test_a_picture_that_is_drawn_by_the_brief_shows_nobodys_face(pack):
    drawn, portrait = images.ENGINES["drawn"](), [Reference("Lin", Path("lin.png"))]

    assert watching.watch(Faces(pack=str(pack)), drawn, portrait) is None
    assert watching.watch(Faces(pack=str(pack)), Booth(), portrait).portraits == (("Lin", Path("lin.png")),)
    assert watching.watch(Faces(pack=str(pack)), Booth(), []) is None


@dataclass(frozen=True, config=OPTIONS)
class Own(Booth):
    """It draws again by itself."""

    retakes: ClassVar[bool] = True


def test_an_engine_that_draws_again_by_itself_is_asked_once(pack, tmp_path):
    portrait = [Reference("林夏", tmp_path / "lin.png")]
    looking = watching.watch(Faces(pack=str(pack)), Own(), portrait)
    request = ImageRequest("", _brief(), 72, 128, 7, tuple(portrait), looking)
    DRAWN.clear()

    assert watching.draw(Own(), request, tmp_path / "f.png") == {}
    assert DRAWN["f"] == 1


def _brief() -> Brief:
    person = Person("林夏", "woman", Age.YOUNG, "", Feeling.CALM)
    return Brief(
        None, True, Time.DAY, Weather.CLEAR, Era.MODERN, Size.MEDIUM, Angle.EYE, (person,), "", False
    )  # fmt: skip


def told(folder: Path) -> list[str]:
    """What a plan says of faces."""
    return [one for one in plan(open_drama(folder, planning=True), None).warnings if "aces will" in one]


def test_without_the_package_the_plan_says_once_that_faces_are_not_measured(shoot, folder, pack):
    shoot("booth", measuring(pack.with_name("nothing")))
    [said] = told(folder)

    assert said.startswith("Faces will not be compared with the portraits: ")
    assert "has no .onnx files" in said


def test_it_says_nothing_where_nobody_wants_them_measured_or_no_face_is_drawn(shoot, folder, pack):
    shoot("booth", measuring(pack.with_name("nothing"), ", measure: never"))
    assert told(folder) == []

    shoot("drawn", measuring(pack.with_name("nothing")))
    assert told(folder) == []


def test_scores_are_shown_and_what_is_unlike_with_the_command_that_draws_it_anew(shoot, folder, pack):
    shoot("paid-booth", measuring(pack))
    drama = open_drama(folder, planning=True)
    planned = plan(drama, [1], "images")
    files = look(drama.project, planned)
    console = Console(width=200)
    with console.capture() as shown:
        console.print(as_faces(files, drama.profile.faces.least))

    assert "e01s01-01 │ 林夏 -0.50, 老陈 -0.50 │ <- under 0.35" in shown.get()
    lines = list(advice(files, 0.35, folder))
    assert f"`drama redo {folder} e01s01-01 --stage images` draws it anew." in lines[0]
    data = {file["name"]: file["faces"] for file in as_data(drama.project, planned)["files"]}
    assert data[FRAME] == {"林夏": -0.5, "老陈": -0.5}
    assert list(advice(files, -0.9, folder)) == []
