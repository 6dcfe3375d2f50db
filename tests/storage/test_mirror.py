"""A drama in a bucket: each file made once by all machines together, none lost, nothing half-written."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from machines import DRAMA, PRICE, Painter, Vendor, ended, in_a_process, machine
from s3_server import S3, Trouble

from pipeline.approving import Approval, Approvals, Asked
from pipeline.chain import tell
from pipeline.drama import adopt, open_drama
from pipeline.errors import FolderError
from pipeline.jobs import release_unsent
from pipeline.placing import Placing
from pipeline.project import Project
from pipeline.promise import at_once
from pipeline.storage import home

FRAME = "images/e01s01-01.png"
SCRIPT = "第1集 雨\n\n1-1 夜 外 街口\n林夏：你还活着？\n"
LEASE = f"{DRAMA}/.made/locks/images~e01s01-01.png.lease"


@pytest.fixture
def painter(tmp_path: Path) -> Painter:
    return Painter(tmp_path / "log")


@pytest.fixture
def vendor(tmp_path: Path) -> Vendor:
    return Vendor(tmp_path / "log")


def make(project: Project, painter: Painter, name: str = FRAME) -> str:
    made = project.make(name, [painter.attempt(name)])
    assert made.path.read_text() == f"{name} {painter.colour}"
    return made.status


def names(s3: S3) -> list[str]:
    """The drama's objects, but for its locks."""
    return sorted(key.removeprefix(f"{DRAMA}/") for key in s3.objects if "/locks/" not in key)


def test_a_file_that_one_machine_made_is_kept_by_another(s3, tmp_path, painter):
    assert make(machine(tmp_path, "one"), painter) == "made"
    assert make(machine(tmp_path, "two"), painter) == "kept"

    assert painter.made == [FRAME]
    assert names(s3) == [f".made/{FRAME}.json", FRAME]


def test_the_file_is_in_the_storage_before_its_record(s3, tmp_path, painter):
    make(machine(tmp_path, "one"), painter)

    written = [one.key for one in s3.asked if one.method == "PUT" and "/locks/" not in one.key]
    assert written == [f"{DRAMA}/{name}" for name in (f".made/{FRAME}.next", FRAME, f".made/{FRAME}.json")]


def test_what_is_kept_and_here_costs_no_request(s3, tmp_path, painter):
    project = machine(tmp_path, "one")
    make(project, painter)
    before = len(s3.asked)

    assert make(project, painter) == "kept"
    assert len(s3.asked) == before


def test_what_was_made_comes_when_it_is_needed_and_what_a_person_put_there_at_once(s3, tmp_path, painter):
    make(machine(tmp_path, "one"), painter)
    s3.store(f"{DRAMA}/script.txt", b"Rain.")
    before = len(s3.asked)
    project = machine(tmp_path, "two")

    assert (project.root / "script.txt").read_text() == "Rain."
    # What a new copy has nothing of is fetched, and not asked after as well.
    assert [one.method for one in s3.asked[before:] if one.key.endswith("script.txt")] == ["GET"]
    assert not any(one.method == "GET" and one.key.endswith(FRAME) for one in s3.asked[before:])
    assert make(project, painter) == "kept"


def test_a_file_that_was_changed_by_hand_in_the_bucket_is_kept(s3, tmp_path, painter):
    one, two = machine(tmp_path, "one"), machine(tmp_path, "two")
    make(one, painter)
    make(two, painter)
    s3.store(f"{DRAMA}/{FRAME}", b"mine")

    for project in (machine(tmp_path, "one"), machine(tmp_path, "two"), machine(tmp_path, "three")):
        made = project.make(FRAME, [painter.attempt(FRAME)])
        assert (made.status, made.path.read_text()) == ("by hand", "mine")
    assert painter.made == [FRAME]


def test_a_file_that_was_changed_by_hand_in_a_copy_goes_into_the_bucket(s3, tmp_path, painter):
    one = machine(tmp_path, "one")
    make(one, painter)
    one.path(FRAME).write_text("mine, and longer")

    assert one.make(FRAME, [painter.attempt(FRAME)]).status == "by hand"
    assert s3.objects[f"{DRAMA}/{FRAME}"].content == b"mine, and longer"


def test_a_file_that_was_deleted_in_the_bucket_is_made_again(s3, tmp_path, painter):
    make(machine(tmp_path, "one"), painter)
    del s3.objects[f"{DRAMA}/{FRAME}"]

    assert make(machine(tmp_path, "one"), painter) == "made"
    assert make(machine(tmp_path, "two"), painter) == "kept"


def test_a_redo_asked_for_on_one_machine_is_made_by_another_once(s3, tmp_path, painter):
    one, two = machine(tmp_path, "one"), machine(tmp_path, "two")
    make(one, painter)
    make(two, painter)
    one.redo(FRAME)

    assert make(machine(tmp_path, "two"), painter) == "made"
    assert make(machine(tmp_path, "one"), painter) == "kept"
    assert len(painter.made) == 2


def test_an_earlier_take_comes_back_on_a_machine_that_never_had_it(s3, tmp_path, painter):
    one = machine(tmp_path, "one")
    make(one, painter)
    painter.colour = "blue"
    make(one, painter)
    three = machine(tmp_path, "three")

    assert [record.take for record in three.records.takes(FRAME)] == [1]
    assert three.choose(FRAME, 1).path.read_text() == f"{FRAME} red"
    assert [record.take for record in machine(tmp_path, "one").records.takes(FRAME)] == [2]
    assert f".made/takes/{FRAME}/1.png" not in names(s3)


def test_a_folder_that_was_copied_into_a_bucket_is_not_written_again_by_whoever_reads_it(
    s3, tmp_path, painter
):
    local = Project(tmp_path / "local")
    make(local, painter)
    for file in local.root.rglob("*"):
        if file.is_file() and file.suffix != ".lock":
            s3.store(f"{DRAMA}/{file.relative_to(local.root).as_posix()}", file.read_bytes())

    for name in ("one", "two", "one"):
        assert make(machine(tmp_path, name), painter) == "kept"
    assert not [one for one in s3.asked if one.method == "PUT" and "/locks/" not in one.key]


def test_a_drama_goes_to_another_machine_by_its_address(s3, tmp_path, painter, monkeypatch):
    monkeypatch.setenv("SHORTDRAMA_CACHE", str(tmp_path / "cache"))
    project = Project(home.here(Path("s3://dramas/rain")))
    make(project, painter)
    parcel = pickle.dumps(project)
    home._copies.clear()
    monkeypatch.setenv("SHORTDRAMA_CACHE", str(tmp_path / "elsewhere"))

    there = pickle.loads(parcel)
    assert there.root.is_relative_to(tmp_path / "elsewhere")
    assert make(there, painter) == "kept"


def test_names_that_lead_out_of_the_folder_are_left_in_the_bucket(s3, tmp_path):
    s3.store(f"{DRAMA}/../outside.txt", b"x")
    s3.store(f"{DRAMA}//etc/outside.txt", b"x")
    s3.store(f"{DRAMA}/music/", b"")
    project = machine(tmp_path, "one")

    assert not [file for file in project.root.rglob("*") if file.is_file() and "locks" not in file.parts]
    assert not list(tmp_path.rglob("outside.txt"))


def shown(name: str) -> Approval:
    return Approval(episode="e01", stage="images", files={name: "0"})


def test_an_approval_that_is_given_on_one_machine_is_seen_on_another(s3, tmp_path):
    one, two = Approvals(machine(tmp_path, "one")), Approvals(machine(tmp_path, "two"))
    two.ask("run", Asked(server="", key="k", shown=(shown("a"),)))

    one.approve([shown("a")], "ann")
    assert one.settle("run")
    assert not Approvals(machine(tmp_path, "two")).asked
    assert [given.by for given in Approvals(machine(tmp_path, "two")).given] == ["ann"]
    assert two.settle("run") is None


def test_approvals_of_two_machines_at_the_same_time_are_both_remembered(s3, tmp_path):
    machines = [Approvals(machine(tmp_path, name)) for name in ("one", "two", "three")]
    threads = [Thread(target=one.approve, args=([shown(str(n))], "ann")) for n, one in enumerate(machines)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    given = Approvals(machine(tmp_path, "four")).given
    assert sorted(name for one in given for name in one.files) == ["0", "1", "2"]


def test_all_that_is_remembered_of_a_drama_is_in_the_bucket(s3, tmp_path, monkeypatch):
    """Whatever lies below `.made` after all kinds of work is there, or is of this machine only."""
    monkeypatch.setenv("SHORTDRAMA_CACHE", str(tmp_path))
    s3.store("rain.txt", SCRIPT.encode())
    root = adopt(Path("s3://dramas/rain.txt"), "offline")
    engines = {"storyboard": "rules", "images": "drawn", "voices": "espeak", "clips": "parallax"}
    small = "film: {width: 64, height: 112, fps: 8}\n" + "".join(
        f"{stage}: {{engine: {engine}}}\n" for stage, engine in engines.items()
    )
    s3.store("rain/drama.yaml", small.encode())
    tell(open_drama(root), 1, "images", at_once)
    project = open_drama(root).project
    project.redo(FRAME)
    Approvals(project).approve([shown("a")], "ann")
    tell(open_drama(root), 1, "images", at_once)

    made = [
        file.relative_to(project.root).as_posix()
        for file in project.records.made.rglob("*")
        if file.is_file()
    ]
    assert {name.split("/")[1] for name in made} > {"approvals.json", "script.sha256", "takes", "wishes.json"}
    of_this_machine = (".made/tmp/", ".made/locks/", ".made/fonts/", ".made/ledger.lock")
    assert [
        name for name in made if not name.startswith(of_this_machine) and f"rain/{name}" not in s3.objects
    ] == []


def test_a_path_in_a_copy_is_the_one_there_on_another_machine_and_its_file_comes(
    s3, tmp_path, painter, monkeypatch
):
    monkeypatch.setenv("SHORTDRAMA_CACHE", str(tmp_path / "cache"))
    one = Project(home.here(Path("s3://dramas/rain")))
    make(one, painter)
    here = dict(home._copies)

    def elsewhere(parcel: bytes) -> Path:
        home._copies.clear()
        home._copies.update(there)
        path = pickle.loads(parcel)
        home.catch_up()
        there.update(home._copies)
        return path

    there: dict[str, tuple[Path, home.Home]] = {}
    parcel = pickle.dumps([one.path(FRAME), Path("/films/a")])
    monkeypatch.setenv("SHORTDRAMA_CACHE", str(tmp_path / "elsewhere"))
    path, other = elsewhere(parcel)
    assert path.is_relative_to(tmp_path / "elsewhere")
    assert (path.read_text(), other) == (f"{FRAME} red", Path("/films/a"))

    home._copies.clear()
    home._copies.update(here)
    painter.colour = "blue"
    make(one, painter)
    assert elsewhere(pickle.dumps(one.path(FRAME))).read_text() == f"{FRAME} blue"


# Killed in the middle


STEPS = {
    "before the way is told": (f"{FRAME}.next", "PUT", False),
    "before the file": (FRAME, "PUT", False),
    "after the file": (FRAME, "PUT", True),
    "after the record": (f"{FRAME}.json", "PUT", True),
    "at the end": (f"{FRAME}.next", "DELETE", True),
}


def killed(s3: S3, step: tuple[str, str, bool], work: Callable[[], object]) -> None:
    """Kill the process that does *work* at that request: before it arrives, or when it was carried out."""
    ending, method, late = step
    children: list[int] = []

    def trouble(asked: str, key: str) -> Trouble | None:
        if asked == method and key.endswith(ending) and children:
            os.kill(children.pop(), signal.SIGKILL)
            return Trouble(late=late)
        return None

    s3.trouble = trouble
    children.append(in_a_process(work))
    assert ended(children[0]) == -signal.SIGKILL
    s3.trouble = lambda _method, _key: None


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_what_a_killed_machine_had_made_it_puts_in_place_when_it_is_back(s3, tmp_path, painter, step):
    killed(s3, step, lambda: make(machine(tmp_path, "one"), painter))

    assert make(machine(tmp_path, "one"), painter) == "kept"
    assert make(machine(tmp_path, "two"), painter) == "kept"
    assert painter.made == [FRAME]
    assert names(s3) == [f".made/{FRAME}.json", FRAME]


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_another_machine_goes_on_where_one_was_killed(s3, tmp_path, painter, step):
    killed(s3, step, lambda: make(machine(tmp_path, "one"), painter))
    s3.grow_older(LEASE, 120)
    arrived = FRAME in names(s3)

    assert make(machine(tmp_path, "two"), painter) == ("kept" if arrived else "made")
    assert make(machine(tmp_path, "one"), painter) == "kept"
    assert len(painter.made) == (1 if arrived else 2)
    assert names(s3) == [f".made/{FRAME}.json", FRAME]


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_what_a_killed_machine_had_paid_another_one_fetches(s3, tmp_path, vendor, step):
    killed(s3, step, lambda: make(machine(tmp_path, "one"), vendor))
    s3.grow_older(LEASE, 120)
    two = machine(tmp_path, "two")

    make(two, vendor)
    assert [line for line in vendor.made if line.startswith("paid")] == [f"paid {FRAME}"]
    assert [call.price for call in two.ledger.calls()] == [PRICE]
    assert two.ledger.calls()[0].state == "spent"
    assert not list(two.tickets.all())


def test_a_job_is_in_the_storage_before_it_is_sent(s3, tmp_path, vendor):
    make(machine(tmp_path, "one"), vendor)

    written = [one.key for one in s3.asked if one.method == "PUT" and "/locks/" not in one.key]
    assert [key.split("/")[2] for key in written[:3]] == ["ledger.jsonl", "tickets", "tickets"]


def test_nothing_is_sent_where_the_ticket_can_not_be_written(s3, tmp_path, vendor):
    one = machine(tmp_path, "one")
    s3.trouble = lambda method, key: Trouble() if method == "PUT" and "/tickets/" in key else None

    with pytest.raises(FolderError, match="Nothing that was made is lost"):
        make(one, vendor)
    s3.trouble = lambda _method, _key: None
    assert not vendor.made
    assert not one.ledger.totals()[0].amount
    assert make(one, vendor) == "made"


def test_what_was_paid_is_kept_where_its_receipt_can_not_be_written(s3, tmp_path, painter):
    one = machine(tmp_path, "one")
    attempt = painter.attempt(FRAME)
    attempt = type(attempt)("paint", attempt.recipe, attempt.build, PRICE)
    s3.trouble = lambda method, key: (
        Trouble() if painter.made and method in ("GET", "PUT") and "/locks/" not in key else None
    )
    with pytest.raises(FolderError):
        one.make(FRAME, [attempt])
    s3.trouble = lambda _method, _key: None

    assert machine(tmp_path, "one").make(FRAME, [attempt]).status == "kept"
    assert painter.made == [FRAME]


# Side by side


def test_two_processes_on_two_machines_make_each_file_once(s3, tmp_path, painter):
    frames = [f"images/e01s01-0{number}.png" for number in range(1, 6)]

    def work(name: str, wanted: list[str]) -> Callable[[], None]:
        def all_of_them() -> None:
            project = machine(tmp_path, name)
            for frame in wanted:
                make(project, painter, frame)

        return all_of_them

    children = [in_a_process(work("one", frames)), in_a_process(work("two", frames))]
    assert [ended(child) for child in children] == [0, 0]

    assert sorted(painter.made) == frames
    assert names(s3) == sorted([*frames, *(f".made/{frame}.json" for frame in frames)])


def test_machines_that_come_to_one_file_at_the_same_time_make_it_once(s3, tmp_path, painter):
    projects = [machine(tmp_path, name) for name in ("one", "two", "three")]
    threads = [Thread(target=make, args=(project, painter)) for project in projects]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert painter.made == [FRAME]


def test_calls_on_two_machines_can_not_break_through_the_budget_together(s3, tmp_path):
    from pipeline.errors import BudgetError
    from pipeline.spending import Budget

    ledgers = [machine(tmp_path, name).ledger for name in ("one", "two")]
    refused: list[str] = []

    def pay(ledger, number):
        try:
            with ledger.paying(f"clips/{number}.mp4", "dear", PRICE, Budget(amount=2.0)):
                pass
        except BudgetError as error:
            refused.append(str(error))

    threads = [Thread(target=pay, args=(ledgers[number % 2], number)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 2
    assert [ledger.total("USD") for ledger in ledgers] == [2.0, 2.0]


def test_redos_of_two_machines_at_the_same_time_are_both_remembered(s3, tmp_path):
    projects = [machine(tmp_path, name) for name in ("one", "two")]
    threads = [
        Thread(target=project.redo, args=(f"images/{number}.png",)) for number, project in enumerate(projects)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(machine(tmp_path, "three").records.wishes()) == ["images/0.png", "images/1.png"]


def test_a_job_that_is_looked_at_elsewhere_is_left_alone_while_somebody_makes_its_file(s3, tmp_path):
    one, two = machine(tmp_path, "one"), machine(tmp_path, "two")
    with Placing(one.root, one.records).alone(FRAME):
        with (
            pytest.raises(FolderError, match="A run is at work on it elsewhere"),
            Placing(two.root, two.records).alone(FRAME, wait=False),
        ):
            pytest.fail("both had it")
        release_unsent(two)


def test_what_was_made_under_a_lock_that_ran_out_does_not_replace_what_came_since(s3, tmp_path, painter):
    one, two = machine(tmp_path, "one", lease_seconds=1e-3), machine(tmp_path, "two")
    attempt = painter.attempt(FRAME)

    def slow(out: Path) -> None:
        s3.grow_older(LEASE, 60)
        two.make(FRAME, [painter.attempt(FRAME)])
        attempt.build(out)

    with pytest.raises(FolderError, match="ran out while it was needed"):
        one.make(FRAME, [type(attempt)("paint", attempt.recipe, slow)])
    assert make(machine(tmp_path, "one"), painter) == "kept"
    assert make(machine(tmp_path, "three"), painter) == "kept"


# A storage that fails now and then


def test_a_storage_that_is_busy_now_and_then_is_asked_again(s3, tmp_path, painter):
    turns = iter(range(10_000))
    s3.trouble = lambda _method, _key: Trouble() if next(turns) % 3 == 0 else None
    one, two = machine(tmp_path, "one"), machine(tmp_path, "two")

    for number in range(4):
        name = f"images/e01s01-0{number}.png"
        assert [make(one, painter, name), make(two, painter, name)] == ["made", "kept"]
    assert len(painter.made) == 4


def test_an_answer_that_is_lost_on_its_way_does_no_harm(s3, tmp_path, vendor):
    turns = iter(range(10_000))
    s3.trouble = lambda _method, _key: Trouble(500, late=True) if next(turns) % 3 == 0 else None
    one, two = machine(tmp_path, "one"), machine(tmp_path, "two")

    for number in range(4):
        name = f"images/e01s01-0{number}.png"
        assert [make(one, vendor, name), make(two, vendor, name)] == ["made", "kept"]
    s3.trouble = lambda _method, _key: None
    assert sum(line.startswith("paid") for line in vendor.made) == 4
    assert two.ledger.total("USD") == 4 * PRICE.amount


def test_a_storage_that_stays_away_is_told_and_what_was_made_waits_here(s3, tmp_path, painter):
    one = machine(tmp_path, "one")
    s3.trouble = lambda method, key: Trouble() if method == "PUT" and key.endswith(".png") else None
    with pytest.raises(FolderError, match="Nothing that was made is lost: run the same command again"):
        make(one, painter)
    s3.trouble = lambda _method, _key: None

    assert make(machine(tmp_path, "one"), painter) == "kept"
    assert make(machine(tmp_path, "two"), painter) == "kept"
    assert painter.made == [FRAME]


def test_it_does_not_matter_what_the_storage_thinks_the_time_is(s3, tmp_path, painter):
    s3.skew = timedelta(days=-3)
    assert make(machine(tmp_path, "one"), painter) == "made"
    s3.skew = timedelta(days=5)
    assert make(machine(tmp_path, "two"), painter) == "kept"
    assert make(machine(tmp_path, "two"), painter, "images/e01s01-02.png") == "made"
