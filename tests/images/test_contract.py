"""What every image engine promises, whatever it is made of."""

from pathlib import Path

import cv2
import pytest

from pipeline.hosted.engine import Hosted
from pipeline.images import ENGINES
from pipeline.images.engine import Brief, ImageRequest, Person
from pipeline.story import Age, Angle, Era, Feeling, Place, PlaceKind, Size, Time, Weather

LIN = Person("林夏", "female", Age.YOUNG, "长发，蓝色外套", Feeling.SAD)
STREET = Brief(
    place=Place(name="长街", kind=PlaceKind.STREET),
    inside=False,
    time=Time.NIGHT,
    weather=Weather.RAIN,
    era=Era.MODERN,
    size=Size.MEDIUM,
    angle=Angle.EYE,
    people=(LIN,),
    seen="林夏站在雨里",
    flashback=False,
)
PORTRAIT = Brief(
    place=None,
    inside=False,
    time=Time.DAY,
    weather=Weather.CLEAR,
    era=Era.ANCIENT,
    size=Size.MEDIUM,
    angle=Angle.EYE,
    people=(LIN,),
    seen="",
    flashback=False,
)


#: Vendors have a suite of their own, with servers that stand in for them.
HERE = [name for name, kind in ENGINES.items() if not issubclass(kind, Hosted) and not kind().unavailable()]


@pytest.fixture(params=HERE)
def engine(request):
    return ENGINES[request.param]()


def asked(brief=STREET, *, width=72, height=128, seed=1):
    return ImageRequest("a street in the rain", brief, width, height, seed)


@pytest.mark.parametrize(("width", "height"), [(72, 128), (128, 72), (90, 90), (71, 129)])
def test_the_picture_has_exactly_the_size_asked_for(engine, tmp_path, width, height):
    engine.draw(asked(width=width, height=height), tmp_path / "shot.png")

    assert cv2.imread(str(tmp_path / "shot.png")).shape == (height, width, 3)


def test_nothing_but_the_picture_is_left(engine, tmp_path):
    engine.draw(asked(), tmp_path / "shot.png")

    assert [path.name for path in tmp_path.iterdir()] == ["shot.png"]


def test_the_picture_is_a_png(engine, tmp_path):
    engine.draw(asked(), tmp_path / "shot.png")

    assert (tmp_path / "shot.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_the_same_request_gives_the_same_bytes(engine, tmp_path):
    engine.draw(asked(), tmp_path / "one.png")
    engine.draw(asked(), tmp_path / "two.png")

    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_another_seed_gives_another_picture(engine, tmp_path):
    engine.draw(asked(seed=1), tmp_path / "one.png")
    engine.draw(asked(seed=2), tmp_path / "two.png")

    assert (tmp_path / "one.png").read_bytes() != (tmp_path / "two.png").read_bytes()


def test_a_portrait_needs_no_place(engine, tmp_path):
    engine.draw(asked(PORTRAIT), tmp_path / "lin.png")

    assert (tmp_path / "lin.png").stat().st_size > 0


def test_where_it_cannot_write_it_says_so_and_leaves_nothing(engine, tmp_path):
    from pipeline.errors import FolderError

    with pytest.raises(FolderError, match="can't be written"):
        engine.draw(asked(), tmp_path / "missing" / "shot.png")
    assert list(Path(tmp_path).iterdir()) == []
