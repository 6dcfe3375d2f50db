"""Faces are compared with portraits, and what is unlike is drawn again where that costs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from insight_stand_in import picture

from pipeline.errors import BadResult
from pipeline.images.faces import Face, Watch, alike, best_take, cosine, measured, seed_of_take

RED, GREEN, BLUE = (0, 0, 255), (0, 255, 0), (255, 0, 0)
REDDISH = (60, 30, 250)
FIVE = ((0.0, 0.0),) * 5


@dataclass(frozen=True)
class Told:
    """An embedder that is told what it finds in each file, by its name."""

    found: tuple[tuple[str, tuple[Face, ...]], ...]

    def unavailable(self) -> str:
        return ""

    def find(self, picture: Path) -> list[Face]:
        return list(dict(self.found)[picture.name])


def face(*embedding: float, left: float = 0, width: float = 50) -> Face:
    return Face((left, 0, left + width, 50), FIVE, embedding)


def test_the_same_direction_is_one_and_a_right_angle_nothing():
    assert cosine((2, 0), (5, 0)) == 1
    assert cosine((2, 0), (0, 3)) == 0
    assert cosine((0, 0), (0, 3)) == 0


def test_each_portrait_gets_the_face_that_is_most_like_it_whatever_their_order(embedder, tmp_path):
    portraits = {
        "Mei": picture(tmp_path / "mei.png", (100, GREEN)),
        "Lin": picture(tmp_path / "lin.png", (100, RED)),
        "Gao": picture(tmp_path / "gao.png", (100, BLUE)),
    }
    frame = picture(tmp_path / "frame.png", (10, REDDISH), (150, GREEN))

    scores = measured(embedder, frame, portraits)

    assert scores["Mei"] == 1
    assert 0.9 < scores["Lin"] < 1
    assert scores["Gao"] is None


def test_a_face_serves_for_one_person_and_the_surer_one_gets_it():
    one = face(1, 0.1)

    assert alike({"Lin": (1, 0), "Mei": (1, 0.1)}, [one]) == {"Mei": (one, pytest.approx(1))}


def test_a_face_too_small_to_know_is_not_seen(embedder, tmp_path):
    portrait = picture(tmp_path / "lin.png", (100, RED))

    assert measured(embedder, picture(tmp_path / "far.png", (9, RED), side=20), {"Lin": portrait}) == {
        "Lin": None
    }


def test_a_replaced_portrait_is_looked_at_again(embedder, tmp_path):
    frame = picture(tmp_path / "frame.png", (10, RED))
    before = measured(embedder, frame, {"Lin": picture(tmp_path / "lin.png", (100, GREEN))})
    after = measured(embedder, frame, {"Lin": picture(tmp_path / "lin.png", (100, RED))})

    assert before["Lin"] < 0 < after["Lin"]


def watch(*takes: tuple[Face, ...], **options) -> Watch:
    """To watch frames whose takes show those faces; the portrait's is (1, 0)."""
    names = ["f.png", *(f"f.take{number}.png" for number in range(2, 9))]
    found = (("lin.png", (face(1, 0),)), ("mei.png", (face(0, 1),)), *zip(names, takes, strict=False))
    return Watch(Told(found), options.pop("portraits"), **options)


@pytest.fixture
def lin(tmp_path):
    (tmp_path / "lin.png").write_bytes(b"lin")
    return (("Lin", tmp_path / "lin.png"),)


@pytest.fixture
def again(tmp_path):
    """Draws further takes and remembers their seeds; the first lies there already."""
    (tmp_path / "f.png").write_bytes(b"1")

    def draw(seed: int, out: Path) -> None:
        draw.seeds.append(seed)
        out.write_bytes(str(len(draw.seeds) + 1).encode())

    draw.seeds = []
    return draw


def test_a_face_that_is_like_its_portrait_is_drawn_once(lin, again, tmp_path):
    notes = best_take(watch((face(1, 0.1),), portraits=lin), tmp_path / "f.png", 7, again)

    assert notes == {"faces": {"Lin": 0.995}}
    assert again.seeds == []


def test_an_unlike_face_is_drawn_again_with_other_seeds_until_it_is_like(lin, again, tmp_path):
    watching = watch((face(0, 1),), (face(0.1, 1),), (face(1, 1),), (face(1, 0),), portraits=lin, takes=4)

    notes = best_take(watching, tmp_path / "f.png", 7, again)

    assert notes == {"faces": {"Lin": 0.707}, "drawn": 3}
    assert again.seeds == [seed_of_take(7, 2), seed_of_take(7, 3)]
    assert len({7, *again.seeds}) == 3
    assert (tmp_path / "f.png").read_bytes() == b"3"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["f.png", "lin.png"]


def test_after_the_most_takes_the_best_is_kept_with_its_score(lin, again, tmp_path):
    watching = watch((face(0.1, 1),), (face(0.3, 1),), (face(0.2, 1),), portraits=lin, takes=3)

    assert best_take(watching, tmp_path / "f.png", 7, again) == {"faces": {"Lin": 0.287}, "drawn": 3}
    assert (tmp_path / "f.png").read_bytes() == b"2"


def test_who_shows_no_face_is_no_reason_to_draw_again(lin, again, tmp_path):
    assert best_take(watch((), portraits=lin), tmp_path / "f.png", 7, again) == {"faces": {"Lin": None}}
    assert again.seeds == []


def test_a_take_that_turns_the_face_away_is_no_better(lin, again, tmp_path):
    notes = best_take(watch((face(0.2, 1),), (), portraits=lin, takes=2), tmp_path / "f.png", 7, again)

    assert notes == {"faces": {"Lin": 0.196}, "drawn": 2}
    assert (tmp_path / "f.png").read_bytes() == b"1"


def test_where_another_take_fails_the_best_so_far_is_kept_and_the_notes_say_why(lin, tmp_path):
    (tmp_path / "f.png").write_bytes(b"1")

    def fails(seed: int, out: Path) -> None:
        out.write_bytes(b"half")
        raise BadResult("It went wrong.")

    notes = best_take(watch((face(0, 1),), portraits=lin), tmp_path / "f.png", 7, fails)

    assert notes == {"faces": {"Lin": 0.0}, "faces_failed": "It went wrong."}
    assert (tmp_path / "f.png").read_bytes() == b"1"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["f.png", "lin.png"]


def test_a_picture_is_not_lost_because_it_can_not_be_measured(embedder, again, tmp_path):
    (tmp_path / "pack" / "det_10g.onnx").write_bytes(b"half a mod")

    portrait = ("Lin", picture(tmp_path / "lin.png", (100, RED)))

    notes = best_take(Watch(embedder, (portrait,)), tmp_path / "f.png", 7, again)

    assert notes.keys() == {"faces_failed"}
    assert "det_10g.onnx" in notes["faces_failed"]
    assert again.seeds == []


def test_a_run_that_is_stopped_leaves_nothing_beside_the_picture(lin, tmp_path):
    (tmp_path / "f.png").write_bytes(b"1")

    def stopped(seed: int, out: Path) -> None:
        out.write_bytes(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        best_take(watch((face(0, 1),), portraits=lin), tmp_path / "f.png", 7, stopped)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["f.png", "lin.png"]


def test_where_nobody_watches_nothing_is_measured(again, tmp_path):
    assert best_take(None, tmp_path / "f.png", 7, again) == {}
