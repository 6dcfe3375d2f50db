"""The folder is the checkpoint: what is kept, what is made, and what survives."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Self

import pytest

from pipeline import attempt
from pipeline.attempt import Attempt, Made
from pipeline.errors import BadResult, BudgetError, EngineError, FfmpegError, FolderError, NameUnknown, Wait
from pipeline.project import Project
from pipeline.spending import Budget, Money

FRAME = "images/e01s01-01.png"


class Painter:
    """Writes its colour, and counts how often it was asked."""

    def __init__(self, colour: str, *, engine: str = "paint", price: Money | None = None) -> None:
        self.colour = colour
        self.engine = engine
        self.price = price
        self.calls = 0
        self.error: Exception | None = None

    def attempt(self, seed: int = 0) -> Attempt:
        recipe = {"engine": self.engine, "options": {}, "request": {"colour": self.colour, "seed": seed}}
        return Attempt(self.engine, recipe, self.build, self.price)

    def build(self, out: Path) -> None:
        self.calls += 1
        if self.error:
            raise self.error
        out.write_text(f"{self.colour} {self.calls}")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def make(project: Project, *painters: Painter, seed: int = 0, name: str = FRAME) -> Made:
    return project.make(name, [painter.attempt(seed) for painter in painters])


def takes(project: Project, name: str = FRAME) -> dict[int, str]:
    """What the earlier takes hold, by number."""
    numbers = [record.take for record in project.records.takes(name)]
    return {number: project.records.take_file(name, number).read_text() for number in numbers}


def left_behind(project: Project) -> list[str]:
    tmp = project.records.made / "tmp"
    return [path.name for path in tmp.rglob("*")] if tmp.is_dir() else []


def test_a_file_is_made_once_and_then_kept(project):
    red = Painter("red")

    first, second = make(project, red), make(project, red)

    assert (first.status, second.status) == ("made", "kept")
    assert red.calls == 1
    assert project.path(FRAME).read_text() == "red 1"


def test_a_new_process_keeps_what_an_earlier_one_made(project):
    make(project, Painter("red"))
    red = Painter("red")

    assert make(Project(project.root), red).status == "kept"
    assert red.calls == 0


def test_a_changed_recipe_makes_the_file_again_and_keeps_the_earlier_take(project):
    make(project, Painter("red"))

    made = make(project, Painter("blue"))

    assert (made.status, made.take) == ("made", 2)
    assert project.path(FRAME).read_text() == "blue 1"
    assert [record.take for record in project.records.takes(FRAME)] == [1]


def test_going_back_to_an_earlier_recipe_restores_its_take_without_a_call(project):
    red = Painter("red")
    make(project, red)
    make(project, Painter("blue"))

    made = make(project, red)

    assert (made.status, made.take, red.calls) == ("restored", 1, 1)
    assert project.path(FRAME).read_text() == "red 1"
    assert [record.take for record in project.records.takes(FRAME)] == [2]


def test_a_file_is_kept_when_any_engine_of_the_list_would_make_it_so(project):
    make(project, Painter("blue", engine="second"))

    made = make(project, Painter("red", engine="first"), Painter("blue", engine="second"))

    assert (made.status, made.engine) == ("kept", "second")


def test_a_file_that_a_person_put_there_is_kept(project):
    project.path(FRAME).parent.mkdir()
    project.path(FRAME).write_text("mine")
    red = Painter("red")

    assert make(project, red).status == "by hand"
    assert (project.path(FRAME).read_text(), red.calls) == ("mine", 0)


def test_a_file_that_a_person_changed_is_kept_even_when_the_recipe_changes(project):
    make(project, Painter("red"))
    project.path(FRAME).write_text("mine")

    assert make(project, Painter("blue")).status == "by hand"


def test_a_redo_replaces_a_file_made_by_hand_and_keeps_it_among_the_takes(project):
    project.path(FRAME).parent.mkdir()
    project.path(FRAME).write_text("mine")
    project.redo(FRAME)

    assert make(project, Painter("red")).status == "made"
    (take,) = project.records.takes(FRAME)
    assert project.records.take_file(FRAME, take.take).read_text() == "mine"


@pytest.mark.parametrize("name", [FRAME, "storyboard/e01.json"])
def test_every_take_can_be_brought_back_those_made_by_hand_as_well(project, name):
    make(project, Painter("red"), name=name)
    project.path(name).write_text("mine")
    project.redo(name)
    make(project, Painter("blue"), name=name)
    make(project, Painter("green"), name=name)

    assert takes(project, name) == {2: "mine", 3: "blue 1"}
    for take, content in ((2, "mine"), (3, "blue 1"), (4, "green 1")):
        project.choose(name, take)
        assert project.path(name).read_text() == content
    assert takes(project, name) == {2: "mine", 3: "blue 1"}


def test_a_file_changed_by_hand_while_a_new_one_was_made_is_kept_among_the_takes(project):
    make(project, Painter("red"))
    blue = Painter("blue")
    build = blue.build

    def meanwhile(out: Path) -> None:
        project.path(FRAME).write_text("mine")
        build(out)

    blue.build = meanwhile
    make(project, blue)
    make(project, Painter("green"))

    assert sorted(takes(project).values()) == ["blue 1", "mine"]


def test_a_file_changed_by_hand_after_the_redo_was_asked_for_is_kept(project):
    project.path(FRAME).parent.mkdir()
    project.path(FRAME).write_text("mine")
    project.redo(FRAME)
    project.path(FRAME).write_text("mine, and better")

    assert make(project, Painter("red")).status == "by hand"


def test_a_deleted_file_is_made_again(project):
    red = Painter("red")
    make(project, red)
    project.path(FRAME).unlink()

    assert make(project, red).status == "made"


def test_a_copied_folder_keeps_its_files_whatever_their_dates(project):
    red = Painter("red")
    make(project, red)
    os.utime(project.path(FRAME), (1, 1))

    assert make(Project(project.root), red).status == "kept"
    assert project.state(FRAME).record.mtime_ns == 1_000_000_000


def test_each_redo_gives_another_seed_and_none_gives_the_same(project):
    seeds = [project.seed(FRAME, 1)]
    for _ in range(3):
        project.redo(FRAME)
        seeds.append(project.seed(FRAME, 1))

    assert len(set(seeds)) == 4
    assert project.seed(FRAME, 1) == seeds[-1]
    assert project.seed(FRAME, 2) != seeds[-1]


def test_a_redo_makes_a_file_again_whose_recipe_knows_no_seed(project):
    red = Painter("red")
    make(project, red)
    project.redo(FRAME)

    assert (make(project, red).status, make(project, red).status) == ("made", "kept")
    assert project.path(FRAME).read_text() == "red 2"


def test_a_redo_with_a_seed_uses_that_seed(project):
    project.redo(FRAME, seed=77)

    assert project.seed(FRAME, 1) == 77


def test_a_chosen_take_comes_back_and_stays_whatever_the_recipe(project):
    make(project, Painter("red"))
    make(project, Painter("blue"))

    project.choose(FRAME, 1)

    assert project.path(FRAME).read_text() == "red 1"
    assert make(project, Painter("green")).status == "kept"


def test_a_redo_lets_go_of_a_chosen_take(project):
    make(project, Painter("red"))
    make(project, Painter("blue"))
    project.choose(FRAME, 1)
    project.redo(FRAME)

    assert make(project, Painter("green")).status == "made"


def test_a_take_that_does_not_exist_is_named_with_those_that_do(project):
    make(project, Painter("red"))
    make(project, Painter("blue"))

    with pytest.raises(NameUnknown, match=r"no earlier take 7.*earlier takes: 1"):
        project.choose(FRAME, 7)


def test_a_damaged_take_is_refused_and_nothing_is_lost(project):
    make(project, Painter("red"))
    make(project, Painter("blue"))
    project.records.take_file(FRAME, 1).write_text("damaged")

    with pytest.raises(FolderError, match="damaged"):
        project.choose(FRAME, 1)
    assert project.path(FRAME).read_text() == "blue 1"


def test_the_next_engine_is_tried_and_the_record_says_why(project):
    broken = Painter("red", engine="first")
    broken.error = Wait("The vendor is down.", "Later.")

    made = make(project, broken, Painter("blue", engine="second"))

    assert made.engine == "second"
    assert made.passed_over == ("first: The vendor is down. Later.",)


def test_when_every_engine_fails_the_error_tells_of_all(project):
    first, second = Painter("red", engine="first"), Painter("blue", engine="second")
    first.error, second.error = Wait("Down."), BadResult("Empty.")

    with pytest.raises(BadResult, match=r"Empty\..*first: Down\."):
        make(project, first, second)


def test_an_engine_that_writes_nothing_is_found_out(project):
    attempt = Attempt("lazy", {"engine": "lazy"}, lambda _out: None)

    with pytest.raises(BadResult, match="lazy said it was done"):
        project.make(FRAME, [attempt])


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(project):
    make(project, Painter("red"))
    broken = Painter("blue")
    broken.error = BadResult("Empty.")

    with pytest.raises(BadResult):
        make(project, broken)

    assert project.path(FRAME).read_text() == "red 1"
    assert left_behind(project) == []


def test_what_an_engine_leaves_beside_its_file_is_swept_up(project):
    def build(out: Path) -> None:
        (out.parent / "rubbish").write_text("x")
        out.write_text("fine")

    project.make(FRAME, [Attempt("untidy", {"engine": "untidy"}, build)])

    assert left_behind(project) == []


def test_a_file_that_fails_its_check_never_arrives(project):
    def refuse(_file: Path) -> None:
        raise BadResult("Too dark.")

    with pytest.raises(BadResult, match="Too dark"):
        project.make(FRAME, [Painter("red").attempt()], check=refuse)
    assert not project.path(FRAME).exists()


@pytest.mark.parametrize(
    "name", ["../out.png", "/etc/passwd", "images/../../out.png", "a\\..\\b", "", "a\0b"]
)
def test_no_name_leads_out_of_the_folder(project, name):
    with pytest.raises(FolderError, match="not a name inside"):
        project.path(name)


class Killed(BaseException):
    """Stands for the process being ended at this very moment."""


Work = Callable[[Project], Made]


def _moments(root: Path, before: Work, work: Work) -> int:
    """How many steps *work* takes that change the disk."""
    before(Project(root))
    with _Steps(None) as steps:
        work(Project(root))
    return steps.count


def _ended_at_every_moment(root: Path, before: Work, work: Work) -> Iterator[tuple[int, Project]]:
    """A folder for each moment at which *work*, after what was done *before*, was ended."""
    moments = _moments(root / "undisturbed", before, work)
    assert moments > 6
    for fatal in range(1, moments + 1):
        before(Project(root / str(fatal)))
        with pytest.raises(Killed), _Steps(fatal):
            work(Project(root / str(fatal)))
        yield fatal, Project(root / str(fatal))


class _Steps:
    """Ends the process, as it were, right before the *fatal*-th renaming or removing of a file."""

    def __init__(self, fatal: int | None) -> None:
        self.count = 0
        self.fatal = fatal
        self._patch = pytest.MonkeyPatch()

    def __enter__(self) -> Self:
        for owner, name in ((os, "replace"), (os, "rename"), (os, "unlink"), (os, "rmdir"), (os, "fsync")):
            self._patch.setattr(owner, name, self._watched(getattr(owner, name)))
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.undo()

    def _watched(self, real: Callable[..., None]) -> Callable[..., None]:
        def step(*args, **kwargs):
            self.count += 1
            if self.count == self.fatal:
                raise Killed
            return real(*args, **kwargs)

        return step


def red(project: Project) -> Made:
    return make(project, Painter("red"))


def blue(project: Project) -> Made:
    return make(project, Painter("blue"))


def red_then_blue(project: Project) -> Made:
    red(project)
    return blue(project)


def mine_then_redo(project: Project) -> Made:
    made = red(project)
    project.path(FRAME).write_text("mine")
    project.redo(FRAME)
    return made


def test_ended_at_any_moment_the_next_run_gives_the_same_file_and_keeps_both_takes(tmp_path):
    for fatal, project in _ended_at_every_moment(tmp_path, red, blue):
        made = blue(project)

        assert made.status in ("made", "kept"), fatal
        assert project.path(FRAME).read_text() == "blue 1", fatal
        assert takes(project) == {1: "red 1"}, fatal
        assert made.take == 2, fatal
        assert left_behind(project) == [], fatal


def test_ended_at_any_moment_of_restoring_a_take_both_are_still_there(tmp_path):
    for fatal, project in _ended_at_every_moment(tmp_path, red_then_blue, red):
        made = red(project)

        assert made.status in ("restored", "kept"), fatal
        assert (project.path(FRAME).read_text(), made.take) == ("red 1", 1), fatal
        assert takes(project)[2] == "blue 1", fatal
        assert blue(project).status == "restored", fatal
        assert takes(project) == {1: "red 1"}, fatal
        assert left_behind(project) == [], fatal


def test_ended_at_any_moment_of_choosing_a_take_it_can_be_chosen_again(tmp_path):
    for fatal, project in _ended_at_every_moment(tmp_path, red_then_blue, lambda p: p.choose(FRAME, 1)):
        project.choose(FRAME, 1)

        assert make(project, Painter("green")).status == "kept", fatal
        assert project.path(FRAME).read_text() == "red 1", fatal
        assert takes(project)[2] == "blue 1", fatal
        assert left_behind(project) == [], fatal


def test_ended_at_any_moment_of_replacing_a_file_made_by_hand_it_is_kept(tmp_path):
    for fatal, project in _ended_at_every_moment(tmp_path, mine_then_redo, blue):
        blue(project)

        assert project.path(FRAME).read_text() == "blue 1", fatal
        assert list(takes(project).values()) == ["mine"], fatal
        make(project, Painter("green"))
        assert sorted(takes(project).values()) == ["blue 1", "mine"], fatal


def test_two_threads_that_want_the_same_file_make_it_once(project):
    red = Painter("red")
    inside = threading.Event()
    go_on = threading.Event()
    build = red.build

    def slow(out: Path) -> None:
        inside.set()
        assert go_on.wait(10)
        build(out)

    red.build = slow
    made: list[Made] = []
    threads = [threading.Thread(target=lambda: made.append(make(project, red))) for _ in range(2)]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    go_on.set()
    for thread in threads:
        thread.join(10)

    assert sorted(m.status for m in made) == ["kept", "made"]
    assert red.calls == 1


def test_a_wait_for_a_core_is_not_counted_as_work(project, monkeypatch):
    clock = SimpleNamespace(now=0.0)

    @contextmanager
    def taken():
        clock.now += 60
        yield

    monkeypatch.setattr(attempt, "_cores", taken())
    monkeypatch.setattr(attempt, "time", SimpleNamespace(monotonic=lambda: clock.now))

    make(project, Painter("red"))

    assert project.state(FRAME).record.took_seconds == 0.0


def test_a_read_only_folder_is_said_plainly(project, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError(30, "Read-only file system", "images")

    monkeypatch.setattr(Path, "mkdir", refuse)

    with pytest.raises(FolderError, match=r"the disk is read-only.*Nothing that was made is lost"):
        make(project, Painter("red"))


@pytest.mark.parametrize(("free", "error"), [(1000, FolderError), (2**40, FfmpegError)])
def test_where_ffmpeg_failed_for_want_of_room_the_disk_is_named(project, monkeypatch, free, error):
    broken = Painter("red")
    broken.error = FfmpegError("ffmpeg failed.", "", "Error writing trailer")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))

    with pytest.raises(error, match=r"the disk is full|ffmpeg failed"):
        make(project, broken)
    assert left_behind(project) == []


def test_a_plan_makes_nothing_and_says_why_it_would(project):
    make(project, Painter("red"))
    planning = Project(project.root, planning=True)
    red, blue = Painter("red"), Painter("blue", price=Money(0.5))

    assert make(planning, red).status == "kept"
    planned = make(planning, blue)

    assert (planned.status, planned.why, planned.price) == ("planned", "changed: colour", Money(0.5))
    assert blue.calls == 0
    assert make(planning, blue, name="images/e01s01-02.png").why == "missing"


def test_what_depends_on_a_planned_file_is_planned_too(project):
    def clip(owner: Project) -> Attempt:
        recipe = {"engine": "move", "request": {"image": owner.sha256(owner.path(FRAME))}}
        return Attempt("move", recipe, lambda out: out.write_text("moving") and None)

    make(project, Painter("red"))
    project.make("clips/e01s01-01.mp4", [clip(project)])
    planning = Project(project.root, planning=True)
    make(planning, Painter("blue"))

    assert planning.make("clips/e01s01-01.mp4", [clip(planning)]).status == "planned"


def test_what_depends_on_a_file_that_will_be_restored_is_planned_from_that_take(project):
    def clip(owner: Project) -> Attempt:
        recipe = {"engine": "move", "request": {"image": owner.sha256(owner.path(FRAME))}}
        return Attempt("move", recipe, lambda out: out.write_text("moving") and None)

    make(project, Painter("red"))
    make(project, Painter("blue"))
    project.make("clips/e01s01-01.mp4", [clip(project)])
    planning = Project(project.root, planning=True)

    restored = make(planning, Painter("red"))

    assert (restored.status, restored.path.read_text()) == ("restored", "red 1")
    assert planning.make("clips/e01s01-01.mp4", [clip(planning)]).status == "planned"


def test_a_plan_writes_nothing_at_all(tmp_path):
    make(Project(tmp_path, planning=True), Painter("red"))

    assert list(tmp_path.iterdir()) == []


def test_the_budget_is_a_wall(tmp_path):
    project = Project(tmp_path, budget=Budget(amount=1.0))
    dear = Painter("red", price=Money(0.6))
    make(project, dear)
    again = Painter("blue", price=Money(0.6))

    with pytest.raises(BudgetError, match=r"budget of 1\.00 USD for this drama"):
        make(project, again)
    assert again.calls == 0


def test_a_failed_call_is_not_counted_as_spent(tmp_path):
    project = Project(tmp_path, budget=Budget(amount=1.0))
    broken = Painter("red", price=Money(0.6))
    broken.error = EngineError("No.")
    with pytest.raises(EngineError):
        make(project, broken)

    assert project.ledger.totals() == [Money(0.0, "USD")]
